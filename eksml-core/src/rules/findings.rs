//! Where a running rule puts what it finds.

use super::{Check, Rule};
use crate::findings::{Finding, Fix, Tongue};
use crate::source::Path;
use crate::spec::{At, Knowledge};

/// Collects what one rule finds. What depends on something unknown is dropped: the gate will know.
///
/// A finding depends on what was read before it, in its [scope](Self::scope) or in one around it.
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

    /// Judges one thing in a scope of its own: what is read there has no bearing on what is found after it.
    pub fn scope(&mut self, judge: impl FnOnce(&mut Self)) {
        self.knowledge.scope(|| judge(self));
    }

    /// Judges each thing in a [scope](Self::scope) of its own. Getting the next thing is part of it, so that a thing which is passed over
    /// by a filter has no bearing on those after it but the next.
    pub fn each<T>(&mut self, things: impl IntoIterator<Item = T>, mut judge: impl FnMut(T, &mut Self)) {
        let mut things = things.into_iter();
        while self.knowledge.scope(|| things.next().map(|thing| judge(thing, self)).is_some()) {}
    }

    /// Whether something unknown was read in this scope, so that a report would be dropped.
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
        let is_of_keys = matches!(self.rule.check, Check::Config(_));
        let tongue = if is_of_keys { Tongue::Keys } else { Tongue::Words };
        let Fix { words, keys, limit, edits, applicability } = fix.printed(tongue, &path);
        let keys = keys.or_else(|| is_of_keys.then(|| words.clone()));
        self.found.push(Finding { keys, limit, edits, applicability, ..self.rule.finding(path, problem, words) });
    }
}
