//! Choice of findings: which rules are asked, and how grave a finding must be to be printed.

use clap::ArgMatches;
use eksml_core::findings::{Finding, Severity};
use eksml_import::Kind;

use super::files::File;

/// What the arguments ask for.
pub(super) struct Choice {
    only: Option<Vec<&'static str>>,
    ignored: Vec<&'static str>,
    least: Severity,
}

impl Choice {
    /// What these arguments ask for.
    pub(super) fn of(matches: &ArgMatches) -> Self {
        let rules = |name: &str| matches.get_many::<&'static str>(name).map(|rules| rules.copied().collect::<Vec<_>>());
        let least = match matches.get_one::<String>("min-severity").map(String::as_str) {
            Some("error") => Severity::Error,
            Some("warning") => Severity::Warning,
            _ => Severity::Note,
        };
        Self { only: rules("only"), ignored: rules("ignore").unwrap_or_default(), least }
    }

    /// Whether this finding is asked for.
    pub(super) fn is_asked(&self, finding: &Finding) -> bool {
        let is_chosen = self.only.as_ref().is_none_or(|only| only.contains(&finding.rule));
        is_chosen && !self.ignored.contains(&finding.rule) && finding.severity <= self.least
    }

    /// Leaves out of each file what is not asked for. That a file cannot be read is always told.
    pub(super) fn apply(&self, files: &mut [File]) {
        for imported in files.iter_mut().filter_map(|file| file.imported.as_mut().ok()) {
            if imported.kind != Kind::Unreadable {
                imported.findings.retain(|found| self.is_asked(&found.finding));
            }
        }
    }
}
