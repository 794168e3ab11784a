//! All findings about one platform, in a stable order.

use std::fmt;

use super::{Finding, Severity};

/// All findings about one platform, ordered by place and then by rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Orders `findings` and drops exact repeats.
    pub fn new(mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|a, b| (&a.path, a.rule, &a.problem).cmp(&(&b.path, b.rule, &b.problem)));
        findings.dedup();
        Self { findings }
    }

    /// Every finding.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings that stop emission.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// The findings that do not.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Warning)
    }

    /// Whether nothing stops emission.
    pub fn is_sound(&self) -> bool {
        self.errors().next().is_none()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            let level = finding.severity.as_str();
            writeln!(f, "{level}: {}\n  at {}", finding.headline(), finding.path)?;
            for line in finding.body().lines() {
                writeln!(f, "  {line}")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}
