//! Versions of charts, out of the `index.yaml` of their repositories: `helm/NAME.yaml`, by the row's name.
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::release;
use crate::facts::Facts;

pub(super) fn take(facts: &mut Facts, folder: &Path) -> Result<Vec<String>, String> {
    let table = facts.table_mut("charts")?;
    let (name_at, chart_at, version_at) = (table.column("name")?, table.column("chart")?, table.column("version")?);
    let mut told = Vec::new();
    for row in 0..table.rows.len() {
        let (name, chart, there) =
            (table.rows[row][name_at].clone(), &table.rows[row][chart_at], table.rows[row][version_at].clone());
        let path = folder.join(format!("{name}.yaml"));
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let index: Value = serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let entries = index["entries"][chart.as_str()].as_array();
        let versions = entries.ok_or_else(|| format!("{}: there is no chart `{chart}`", path.display()))?;
        let newest = versions.iter().filter_map(|entry| entry["version"].as_str()).max_by_key(|version| release(version));
        let newest = newest.filter(|version| release(version).is_some());
        let newest = newest.ok_or_else(|| format!("{}: `{chart}` has no release", path.display()))?.to_owned();
        if table.set(row, "version", &newest)? {
            table.set(row, "source", &format!("index of the repository, {newest}"))?;
            told.push(format!("charts: {name} was {there}, is {newest}: read its changes, its values are written here"));
        } else {
            told.push(format!("charts: {name} {there} is the newest"));
        }
    }
    Ok(told)
}
