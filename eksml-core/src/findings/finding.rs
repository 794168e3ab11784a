//! One thing that is wrong, in the user's own names and values.

use super::edit::{Applicability, Edit};
use super::said::Tongue;
use crate::source::Path;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is emitted; in `platform!` it does not compile.
    Error,
    /// Printed by the gate; the manifests are emitted.
    Warning,
    /// Nothing is wrong: what a file leaves to eksctl, and what eksml has no word for.
    Note,
}

impl Severity {
    /// The word for it in JSON, in SARIF and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's stable id, such as `NG-06`; `eksml explain` knows it.
    pub rule: &'static str,
    /// Whether it stops emission.
    pub severity: Severity,
    /// The part of the spec it is about.
    pub path: Path,
    /// What is wrong, with the user's own names and values.
    pub problem: String,
    /// The failure this prevents.
    pub why: String,
    /// How to mend it, in the user's own syntax.
    pub fix: String,
    /// The same in eksctl's keys, where the rule says it itself; otherwise the import translates it.
    pub keys: Option<String>,
    /// What is true of an eksctl file where it is eksml that lacks a word: no fault of the file.
    pub limit: Option<String>,
    /// The edits that mend it, at paths of what the rule speaks of; none where the fix is a matter of choice.
    pub edits: Vec<Edit>,
    /// Who may apply the edits.
    pub applicability: Applicability,
}

impl Finding {
    /// The text below the headline: reason, cure, and where to read more. Lines are not indented.
    pub fn body(&self) -> String {
        format!("why: {}\nfix: {}\nmore: cargo run -- explain {}", self.why, self.fix, self.rule)
    }

    /// The whole text, headline first.
    pub fn message(&self) -> String {
        format!("{}\n{}", self.headline(), self.body())
    }

    /// What its edits do, in eksctl's keys; the whole fix where there are none.
    pub fn edited_keys(&self) -> String {
        if self.edits.is_empty() { self.fix.clone() } else { Tongue::Keys.say(&self.edits, &self.path) }
    }

    /// The same in the words of `platform!`.
    pub fn edited_words(&self) -> String {
        if self.edits.is_empty() { self.fix.clone() } else { Tongue::Words.say(&self.edits, &self.path) }
    }

    /// The headline: rule id and problem.
    pub fn headline(&self) -> String {
        format!("[{}] {}", self.rule, self.problem)
    }
}
