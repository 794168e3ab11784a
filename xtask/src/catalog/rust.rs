//! Rust literals and the heads of written files.
use crate::day::Day;
use crate::table::Table;

/// The head of a written file.
pub(super) fn head(about: &str, tables: &[&str]) -> String {
    let from: Vec<String> = tables.iter().map(|table| format!("`facts/{table}.tsv`")).collect();
    format!("//! {about}. Written by `cargo xtask facts write` from {}: change that instead.\n", from.join(", "))
}

/// A text.
pub(super) fn text(text: &str) -> String {
    format!("{text:?}")
}

/// A text that may be missing.
pub(super) fn maybe_text(cell: &str) -> String {
    if cell.is_empty() { "None".to_owned() } else { format!("Some({})", text(cell)) }
}

/// A number that may be missing.
pub(super) fn maybe_number(cell: Option<u64>) -> String {
    cell.map_or("None".to_owned(), |number| format!("Some({})", grouped(number)))
}

/// A number with its thousands apart, as Rust is read.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join("_")
}

/// A slice of texts, of the words in a cell.
pub(super) fn words(cell: &str) -> String {
    let words: Vec<String> = cell.split(' ').filter(|word| !word.is_empty()).map(text).collect();
    format!("&[{}]", words.join(", "))
}

/// A day.
pub(super) fn day(day: Day) -> String {
    let (year, month, day) = day.parts();
    format!("Date::known({year}, {month}, {day})")
}

/// The name of a constant.
pub(super) fn constant(name: &str) -> String {
    name.to_uppercase().replace(['-', '.'], "_")
}

/// The documentation of a table's day.
pub(super) fn sources(table: &Table) -> String {
    format!("/// When `facts/{}.tsv` was right. Sources: {}.\n", table.name, table.sources.join("; "))
}
