//! What eksctl knows: the keys of a ClusterConfig, and instance types.
use std::collections::BTreeSet;

use serde_json::Value;

use crate::facts::Facts;
use crate::keys;

pub(super) fn take_keys(facts: &mut Facts, schema: &Value) -> Result<Vec<String>, String> {
    let rows = keys::eksctl(schema).map_err(|problem| format!("eksctl-schema.json: {problem}"))?;
    replace(facts, "eksctl_keys", rows)
}

/// Puts new rows in the place of a table's and says which keys came and went.
pub(super) fn replace(facts: &mut Facts, table: &str, rows: Vec<Vec<String>>) -> Result<Vec<String>, String> {
    let table = facts.table_mut(table)?;
    if table.columns != keys::COLUMNS {
        return Err(format!("facts/{}.tsv has other columns than {}", table.name, keys::COLUMNS.join(" ")));
    }
    let names = |rows: &[Vec<String>]| rows.iter().map(|row| format!("{} {}", row[0], row[1])).collect::<BTreeSet<_>>();
    let (before, after) = (names(&table.rows), names(&rows));
    let mut told = Vec::new();
    for (what, keys) in [("new", after.difference(&before)), ("gone", before.difference(&after))] {
        let keys: Vec<&str> = keys.map(String::as_str).collect();
        match keys.as_slice() {
            [] => {}
            few if few.len() <= 20 => told.push(format!("{}: {what}: {}", table.name, few.join(", "))),
            many => told.push(format!("{}: {what}: {} keys", table.name, many.len())),
        }
    }
    told.push(format!("{}: {} keys", table.name, rows.len()));
    table.rows = rows;
    Ok(told)
}

/// A list of names, one a line.
pub(super) fn take_types(facts: &mut Facts, list: &str) -> Result<Vec<String>, String> {
    let known: BTreeSet<&str> = list.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if let Some(strange) = known.iter().find(|name| !name.contains('.') || name.contains(char::is_whitespace)) {
        return Err(format!("eksctl-instance-types.txt: `{strange}` is not an instance type"));
    }
    let mut told = Vec::new();
    let mut missing = known.clone();
    let table = facts.table_mut("instance_types")?;
    let (name_at, mut flips) = (table.column("name")?, Vec::new());
    for row in 0..table.rows.len() {
        let name = table.rows[row][name_at].clone();
        missing.remove(name.as_str());
        let is = if known.contains(name.as_str()) { "yes" } else { "no" };
        if table.set(row, "eksctl_known", is)? {
            flips.push(format!("{name} ({is})"));
        }
    }
    if !flips.is_empty() {
        told.push(format!("instance_types: eksctl_known changes for {}", flips.join(", ")));
    }
    let explained = |name: &str| -> Result<bool, String> {
        let family = name.split('.').next().unwrap_or(name);
        let unverified = facts.table("unverified_types")?;
        Ok(facts.table("retired_families")?.find("family", family)?.is_some()
            || unverified.find("name", name)?.is_some()
            || unverified.find("name", &format!("{family}."))?.is_some())
    };
    let mut unexplained = Vec::new();
    for name in missing {
        if !explained(name)? {
            unexplained.push(name);
        }
    }
    if !unexplained.is_empty() {
        told.push(format!("instance_types: eksctl knows these and facts/ does not: {}", unexplained.join(", ")));
    }
    Ok(told)
}
