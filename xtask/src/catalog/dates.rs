//! The day of each table.
use super::OF_THE_CATALOGUE;
use super::rust::{constant, day, head, sources};
use crate::facts::Facts;

pub(super) fn dates(facts: &Facts) -> Result<String, String> {
    let mut tables = OF_THE_CATALOGUE.iter().map(|name| facts.table(name)).collect::<Result<Vec<_>, _>>()?;
    let oldest = tables.iter().map(|table| table.as_of).min().ok_or("the catalogue has no table")?;
    tables.push(facts.table("prices")?);
    let mut text = head("When each table of the catalogue was right, and where it comes from", &["*"]);
    text.push_str("use crate::units::Date;\n\n/// The oldest day of them all but the prices'.\n");
    text.push_str(&format!("pub const OLDEST: Date = {};\n", day(oldest)));
    for table in tables {
        text.push_str(&format!("\n{}pub const {}: Date = {};\n", sources(table), constant(&table.name), day(table.as_of)));
    }
    Ok(text)
}
