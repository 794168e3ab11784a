//! Kubernetes minors and what is pinned to a version.
use std::collections::BTreeSet;

use super::Report;
use crate::facts::Facts;
use crate::table::Row;

pub(super) fn check(facts: &Facts, report: &mut Report) -> Result<(), String> {
    minors(facts, report)?;
    for (table, columns) in [
        ("charts", ["chart", "repo", "version", "what", "source"].as_slice()),
        ("images", &["repository", "tag", "what", "source"]),
        ("manifests", &["url", "version", "what", "source"]),
        ("node_images", &["release", "what"]),
        ("addons", &["variant", "what"]),
    ] {
        for row in facts.table(table)?.rows() {
            for column in columns.iter().filter(|column| row.cell(column).is_ok_and(str::is_empty)) {
                report.problems.push(format!("{}: it has no {column}", row.place()));
            }
        }
    }
    for (table, column) in [("charts", "version"), ("images", "tag"), ("manifests", "version"), ("node_images", "release")] {
        for row in facts.table(table)?.rows() {
            if !is_pinned(row.cell(column)?) {
                report.problems.push(row.wrong(column, "one version"));
            }
        }
    }
    for row in facts.table("charts")?.rows() {
        if !["https://", "oci://"].iter().any(|scheme| row.cell("repo").is_ok_and(|repo| repo.starts_with(scheme))) {
            report.problems.push(row.wrong("repo", "an address of https:// or oci://"));
        }
    }
    for row in facts.table("addons")?.rows() {
        let needs = [row.cell("namespace")?.is_empty(), row.cell("service_account")?.is_empty()];
        if needs[0] != needs[1] || (needs[0] && !row.cell("policies")?.is_empty()) {
            report.problems.push(format!("{}: policies are for a service account in a namespace", row.place()));
        }
    }
    Ok(())
}

/// A version that does not move: it has a digit and is no range.
fn is_pinned(version: &str) -> bool {
    version.bytes().any(|byte| byte.is_ascii_digit())
        && !version.contains(['*', '^', '~', '<', '>', ' '])
        && !version.contains("latest")
        && version.split(['.', '-']).count() > usize::from(!version.starts_with('v'))
}

fn minors(facts: &Facts, report: &mut Report) -> Result<(), String> {
    let table = facts.table("kubernetes")?;
    let mut before: Option<Row<'_>> = None;
    let (mut defaults, mut of_eksctl, mut known) = (0, 0, BTreeSet::new());
    for row in table.rows() {
        let mut wrong = |problem: String| report.problems.push(format!("{}: {problem}", row.place()));
        let version = row.cell("version")?;
        let (standard, extended) = (row.day("standard_support_ends")?, row.day("extended_support_ends")?);
        if !(365..=366).contains(&extended.since(standard)) {
            wrong(format!("extended support ends on {extended}, which is not a year after {standard}"));
        }
        if !row.cell("cluster_autoscaler")?.starts_with(&format!("{version}.")) {
            wrong("the Cluster Autoscaler is of another minor".to_owned());
        }
        defaults += u32::from(row.yes("default")?);
        of_eksctl += u32::from(row.yes("eksctl_default")? && row.yes("in_eksctl")?);
        let minor = minor(version).ok_or_else(|| row.wrong("version", "a minor of Kubernetes 1"))?;
        known.insert(minor);
        if let Some(before) = before {
            let last = before.cell("version")?;
            if crate::table::Row::day(before, "standard_support_ends")? >= standard || self::minor(last) != minor.checked_sub(1) {
                wrong(format!("it does not follow {last}"));
            }
            if row.yes("in_eksctl")? && !before.yes("in_eksctl")? {
                wrong(format!("eksctl has a constant for it and none for {last}"));
            }
        }
        before = Some(row);
    }
    for (whose, count) in [("the default", defaults), ("eksctl's default", of_eksctl)] {
        if count != 1 {
            report.problems.push(format!("facts/kubernetes.tsv: {count} minors are {whose}"));
        }
    }
    for row in facts.table("served_apis")?.rows() {
        let minor = row.number("minor")?;
        // An API that is still to come may be known already; one that was there before all minors says nothing.
        if row.cell("change")? == "introduced" && known.first().is_some_and(|oldest| minor + 5 < *oldest) {
            report.problems.push(format!("{}: every minor serves it", row.place()));
        }
        if (row.cell("change")? == "removed") == row.cell("instead")?.is_empty() {
            report.problems.push(format!("{}: what is removed names what to write instead, and nothing else does", row.place()));
        }
    }
    Ok(())
}

fn minor(version: &str) -> Option<u64> {
    version.strip_prefix("1.")?.parse().ok()
}
