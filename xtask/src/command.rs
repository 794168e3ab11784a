//! The command line of `cargo xtask`.
use std::path::Path;

use crate::day::Day;
use crate::facts::{Facts, repository};
use crate::{catalog, check, refresh};

const USAGE: &str = "\
cargo xtask facts check [--today YYYY-MM-DD]                 what is contradictory or missing; with a day, what is old by then
cargo xtask facts refresh --from FOLDER [--today YYYY-MM-DD] takes in what was downloaded; facts/SOURCES.md says from where
cargo xtask facts write                                      writes the catalogue's tables from facts/";

/// Runs what the arguments say; the text of an error ends up on the terminal as it is.
pub fn run(arguments: &[String]) -> Result<String, String> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let repository = repository();
    match words.as_slice() {
        ["facts", "check", options @ ..] => {
            let [today] = read(options, ["--today"])?;
            checked(&repository, today.map(Day::parse).transpose()?)
        }
        ["facts", "write"] => written(&Facts::read(&repository)?, &repository),
        ["facts", "refresh", options @ ..] => {
            let [from, today] = read(options, ["--from", "--today"])?;
            let from = from.ok_or_else(|| format!("`refresh` needs `--from FOLDER`\n\n{USAGE}"))?;
            let today = today.map_or_else(|| Ok(Day::now()), Day::parse)?;
            let mut facts = Facts::read(&repository)?;
            let told = refresh::refresh(&mut facts, Path::new(from), today)?;
            facts.write(&repository)?;
            Ok(told.join("\n") + "\n" + &written(&facts, &repository)?)
        }
        _ => Err(USAGE.to_owned()),
    }
}

/// The values of these options, each at most once.
fn read<'a, const N: usize>(options: &[&'a str], names: [&str; N]) -> Result<[Option<&'a str>; N], String> {
    let mut values = [None; N];
    for pair in options.chunks(2) {
        let place = names.iter().position(|name| *name == pair[0]);
        match (place, pair) {
            (Some(at), [_, value]) if values[at].is_none() => values[at] = Some(*value),
            _ => return Err(format!("`{}` is not understood here\n\n{USAGE}", pair.join(" "))),
        }
    }
    Ok(values)
}

fn checked(repository: &Path, today: Option<Day>) -> Result<String, String> {
    let facts = Facts::read(repository)?;
    let mut report = check::check(&facts, today)?;
    let stale = catalog::stale(&facts, repository)?;
    report.problems.extend(
        stale.iter().map(|name| format!("{}/{name} does not say what facts/ says: `cargo xtask facts write`", catalog::FOLDER)),
    );
    let notes = report.notes.iter().fold(String::new(), |notes, note| notes + "note: " + note + "\n");
    if report.problems.is_empty() {
        let rows: usize = facts.tables().map(|table| table.rows.len()).sum();
        return Ok(format!("{notes}{} tables, {rows} rows, no problem\n", facts.tables().count()));
    }
    let count = report.problems.len();
    let word = if count == 1 { "problem" } else { "problems" };
    Err(format!("{notes}{}\n{count} {word}", report.problems.join("\n")))
}

fn written(facts: &Facts, repository: &Path) -> Result<String, String> {
    let changed = catalog::write(facts, repository)?;
    Ok(match changed.as_slice() {
        [] => "the catalogue says the same as facts/\n".to_owned(),
        names => format!("written in {}: {}\n", catalog::FOLDER, names.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_answered_with_what_is() {
        for line in
            ["", "facts", "facts check --yesterday x", "facts check --today", "facts refresh", "facts check --today 2026-11-31"]
        {
            let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            let refused = run(&arguments).unwrap_err();
            assert!(refused.contains("cargo xtask facts") || refused.contains("not a day"), "{line}: {refused}");
        }
    }
}
