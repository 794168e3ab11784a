//! Takes in what was downloaded from the sources of the tables, by the names of the files; `facts/SOURCES.md` says how they are got.
//!
//! What is refreshed: prices, instance types, eksctl's keys, custom resources, versions of charts. The rest people read and write.
pub mod allocatable;
mod charts;
mod eksctl;
mod instance_types;
mod prices;
mod resources;

use std::fs;
use std::path::Path;

use crate::day::Day;
use crate::facts::Facts;

/// Takes in every file of a folder that it knows; says what changed. Refused if it knows none.
pub fn refresh(facts: &mut Facts, from: &Path, today: Day) -> Result<Vec<String>, String> {
    let mut told = Vec::new();
    let mut tables: Vec<&str> = Vec::new();
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    names.sort();
    // Types come before what is said about them.
    names.sort_by_key(|name| !name.starts_with("instance-types"));
    for name in names {
        let path = from.join(&name);
        let table = match name.split_once('.').map_or((name.as_str(), ""), |(stem, ending)| (stem, ending)) {
            (stem, "json") if stem.starts_with("instance-types") => {
                told.extend(instance_types::take(facts, &json(&path)?)?);
                "instance_types"
            }
            ("eksctl-instance-types", "txt") => {
                told.extend(eksctl::take_types(facts, &text(&path)?)?);
                "instance_types"
            }
            ("eksctl-schema", "json") => {
                told.extend(eksctl::take_keys(facts, &json(&path)?)?);
                "eksctl_keys"
            }
            (stem, "json") if stem.starts_with("prices-") => {
                told.extend(prices::take(facts, &stem["prices-".len()..], json(&path)?)?);
                "prices"
            }
            ("crds", _) if path.is_dir() => {
                told.extend(resources::take(facts, &path)?);
                "custom_resources"
            }
            ("helm", _) if path.is_dir() => {
                told.extend(charts::take(facts, &path)?);
                continue;
            }
            _ => {
                told.push(format!("{name}: not a file that is known here, left alone"));
                continue;
            }
        };
        tables.push(table);
    }
    if tables.is_empty() && told.iter().all(|line| line.ends_with("left alone")) {
        return Err(format!("{} holds nothing to take in: facts/SOURCES.md says what the files are called", from.display()));
    }
    for name in tables {
        facts.table_mut(name)?.as_of = today;
    }
    Ok(told)
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    serde_json::from_str(&text(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

/// A version's numbers, for a comparison; `None` for one that is not released, such as `1.2.0-rc.1`.
fn release(version: &str) -> Option<Vec<u64>> {
    version.strip_prefix('v').unwrap_or(version).split('.').map(|part| part.parse().ok()).collect()
}
