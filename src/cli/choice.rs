//! Choice of findings: which rules are asked, and how grave a finding must be to be printed.

use clap::ArgMatches;
use eksml_core::findings::{Finding, Severity};
use eksml_import::Kind;

use super::files::File;

/// Leaves out of each file what the arguments do not ask for. That a file cannot be read is always told.
pub(super) fn apply(matches: &ArgMatches, files: &mut [File]) {
    let rules = |name: &str| matches.get_many::<&'static str>(name).map(|rules| rules.copied().collect::<Vec<_>>());
    let (only, ignored) = (rules("only"), rules("ignore").unwrap_or_default());
    let least = match matches.get_one::<String>("min-severity").map(String::as_str) {
        Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        _ => Severity::Note,
    };
    let is_asked = |finding: &Finding| {
        let is_chosen = only.as_ref().is_none_or(|only| only.contains(&finding.rule));
        is_chosen && !ignored.contains(&finding.rule) && finding.severity <= least
    };
    for imported in files.iter_mut().filter_map(|file| file.imported.as_mut().ok()) {
        if imported.kind != Kind::Unreadable {
            imported.findings.retain(|found| is_asked(&found.finding));
        }
    }
}
