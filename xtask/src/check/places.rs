//! Regions and zones.
use super::Report;
use crate::facts::Facts;

pub(super) fn check(facts: &Facts, report: &mut Report) -> Result<(), String> {
    for row in facts.table("regions")?.rows() {
        let mut wrong = |problem: String| report.problems.push(format!("{}: {problem}", row.place()));
        let (name, zones) = (row.cell("name")?, row.cell("zones")?);
        let partition = match name.split('-').next() {
            Some("cn") => "aws-cn",
            _ if name.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        if row.cell("partition")? != partition {
            wrong(format!("lies in partition `{}`, and its name says {partition}", row.cell("partition")?));
        }
        let letters: Vec<char> = zones.chars().collect();
        if letters.len() < 3 || !letters.is_sorted_by(|a, b| a < b) || !letters.iter().all(char::is_ascii_lowercase) {
            wrong(format!("zones `{zones}` are not three or more letters in order"));
        }
        if row.cell("zones_of_some_accounts")?.chars().any(|letter| !letters.contains(&letter)) {
            wrong("some accounts see a zone that it does not have".to_owned());
        }
        let without = row.cell("zone_id_without_control_plane")?;
        let short = short_name(name);
        if !without.is_empty() && !without.strip_prefix(&short).is_some_and(|rest| rest.starts_with("-az")) {
            wrong(format!("zone id `{without}` is not one of {short}-az…"));
        }
        let registry = row.cell("eks_registry")?;
        if registry.len() != 12 || !registry.bytes().all(|byte| byte.is_ascii_digit()) {
            wrong(format!("registry `{registry}` is not an account of twelve digits"));
        }
    }
    Ok(())
}

/// A region's name as its zone ids begin: `us-east-1` is `use1`, `ap-southeast-2` is `apse2`.
fn short_name(region: &str) -> String {
    let mut parts = region.split('-');
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        for direction in ["north", "south", "east", "west", "central"] {
            if part.contains(direction) {
                short.push_str(&direction[..1]);
            }
        }
        short.push_str(if part.starts_with("gov") { "g" } else { "" });
        short.extend(part.chars().filter(char::is_ascii_digit));
    }
    short
}
