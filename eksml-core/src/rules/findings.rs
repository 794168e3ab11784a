//! Where a running rule puts what it finds.

use super::{Check, Rule};
use crate::findings::{Finding, Fix};
use crate::source::Path;
use crate::spec::{At, Knowledge};

/// Collects what one rule finds. What was found after a look at something unknown is dropped: the gate will know.
#[derive(Debug)]
pub struct Findings<'a> {
    rule: &'static Rule,
    knowledge: &'a Knowledge,
    found: &'a mut Vec<Finding>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(rule: &'static Rule, knowledge: &'a Knowledge, found: &'a mut Vec<Finding>) -> Self {
        Self { rule, knowledge, found }
    }

    /// Turns to something on which what was looked at so far has no bearing: an unknown part there silences nothing here.
    pub fn afresh(&self) {
        self.knowledge.begin();
    }

    /// Whether something unknown was looked at since the last turn, so that a report would be dropped.
    pub fn guessed(&self) -> bool {
        self.knowledge.is_touched()
    }

    /// Reports that the value at `at` breaks the rule. `problem` has the user's own names and values in it, `fix` is in the
    /// user's own syntax: that of `platform!`, or eksctl's for a rule about the ClusterConfig; [`Fix::new`] says it in both.
    pub fn report<T: ?Sized>(&mut self, at: &At<'_, T>, problem: impl Into<String>, fix: impl Into<Fix>) {
        if !self.knowledge.is_touched() {
            self.add(at.path().clone(), problem.into(), fix.into());
        }
    }

    fn add(&mut self, path: Path, problem: String, fix: Fix) {
        let Fix { words, keys, limit } = fix;
        let keys = keys.or_else(|| matches!(self.rule.check, Check::Config(_)).then(|| words.clone()));
        self.found.push(Finding {
            rule: self.rule.id,
            severity: self.rule.severity,
            path,
            problem,
            why: self.rule.why.to_owned(),
            fix: words,
            keys,
            limit,
        });
    }
}
