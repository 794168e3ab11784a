//! What is wrong with the tables: what is old, what is missing, what contradicts itself.
mod hardware;
mod places;
mod versions;

use std::collections::{BTreeMap, BTreeSet};

use crate::day::Day;
use crate::facts::Facts;
use crate::keys;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What must be mended.
    pub problems: Vec<String>,
    /// What is known to be missing.
    pub notes: Vec<String>,
}

/// Checks all tables. Only with a day are they judged by their age: a build must not depend on the day.
pub fn check(facts: &Facts, today: Option<Day>) -> Result<Report, String> {
    let mut report = Report::default();
    for table in facts.tables() {
        doubled(table, &mut report)?;
    }
    hardware::check(facts, &mut report)?;
    places::check(facts, &mut report)?;
    versions::check(facts, &mut report)?;
    report.problems.extend(keys::problems(facts.table("eksctl_keys")?, &["ClusterConfig"])?);
    kinds(facts, &mut report)?;
    if let Some(today) = today {
        ages(facts, today, &mut report)?;
    }
    Ok(report)
}

/// Every kind has its keys in the table it names, and no table has keys of another.
fn kinds(facts: &Facts, report: &mut Report) -> Result<(), String> {
    let mut tops: BTreeMap<&str, Vec<&str>> = BTreeMap::from([("custom_resources", Vec::new()), ("eks_keys", Vec::new())]);
    let mut names = BTreeSet::new();
    for row in facts.table("custom_kinds")?.rows() {
        if !names.insert(row.cell("kind")?) {
            report.problems.push(format!("{}: another group has a kind of that name; keys are found by the kind", row.place()));
        }
        match tops.get_mut(row.cell("table")?) {
            Some(kinds) => kinds.push(row.cell("kind")?),
            None => report.problems.push(row.wrong("table", "custom_resources or eks_keys")),
        }
    }
    for (table, kinds) in tops {
        report.problems.extend(keys::problems(facts.table(table)?, &kinds)?);
    }
    Ok(())
}

/// Two rows of one key, and a key that is empty.
fn doubled(table: &crate::table::Table, report: &mut Report) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    let mut key = Vec::new();
    for column in &table.key {
        key.push(table.column(column)?);
    }
    for (row, cells) in table.rows().zip(&table.rows) {
        let of_row: Vec<&str> = key.iter().map(|at| cells[*at].as_str()).collect();
        if of_row.concat().is_empty() {
            report.problems.push(format!("facts/{}.tsv: a row has no {}", table.name, table.key.join(" and no ")));
        } else if !seen.insert(of_row) {
            report.problems.push(format!("{} stands twice", row.place()));
        }
    }
    Ok(())
}

fn ages(facts: &Facts, today: Day, report: &mut Report) -> Result<(), String> {
    for table in facts.tables() {
        let age = today.since(table.as_of);
        if age > table.fresh_days {
            let (name, as_of, fresh) = (&table.name, table.as_of, table.fresh_days);
            report.problems.push(format!("facts/{name}.tsv is of {as_of}: {age} days old on {today}, and may be {fresh}"));
        } else if age < 0 {
            report.problems.push(format!("facts/{}.tsv is of {}, which is after {today}", table.name, table.as_of));
        }
    }
    for row in facts.table("kubernetes")?.rows() {
        let ends = row.day("extended_support_ends")?;
        if ends < today {
            report.problems.push(format!("{}: EKS offers it no more since {ends}: remove it", row.place()));
        }
    }
    Ok(())
}
