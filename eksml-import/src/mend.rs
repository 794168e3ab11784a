//! Mending of a file: the safe edits of what is found in it, each held to make nothing worse.

use std::collections::BTreeSet;

use eksml_core::findings::{Applicability, Finding, Severity};

use super::edit::{Replacement, applied};
use super::{Found, Imported, import};

/// So often a mended file is looked at again: a repaired key may show what it hid.
const ROUNDS: usize = 20;

/// A file whose safe edits are made.
#[derive(Debug)]
pub struct Mended {
    /// Its text, as it is to be written.
    pub bytes: Vec<u8>,
    /// What was mended.
    pub fixed: Vec<Fixed>,
    /// What there is to say about it now. What a fix would make worse is left to decide.
    pub imported: Imported,
}

/// One thing that was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The rule that was broken.
    pub rule: &'static str,
    /// The line it stood on when it was mended.
    pub line: usize,
    /// What was done.
    pub sentence: String,
}

/// Makes the safe edits of whatever is found in a file and asked for, until there are none. A file that cannot be read stays as it is,
/// and so does one in which nothing is safe to edit.
pub fn mend(bytes: &[u8], is_asked: &dyn Fn(&Finding) -> bool) -> Mended {
    let mut mended = Mended { bytes: bytes.to_vec(), fixed: Vec::new(), imported: import(bytes) };
    let mut refused: BTreeSet<(&'static str, String)> = BTreeSet::new();
    for _ in 0..ROUNDS {
        let name = |found: &Found| (found.finding.rule, format!("{}: {}", found.place, found.finding.problem));
        let is_open = |found: &&Found| found.is_safe() && is_asked(&found.finding) && !refused.contains(&name(found));
        let open: Vec<Found> = mended.imported.findings.iter().filter(is_open).cloned().collect();
        if open.is_empty() {
            break;
        }
        let all: Vec<&Found> = open.iter().collect();
        if let Some(better) = mended.with(&all) {
            mended = better;
            continue;
        }
        // One of them makes something worse: each is tried alone, and the first that holds is kept.
        let mut better = None;
        for found in &open {
            better = mended.with(&[found]);
            if better.is_some() {
                break;
            }
            refused.insert(name(found));
        }
        let Some(better) = better else { break };
        mended = better;
    }
    for found in &mut mended.imported.findings {
        if found.is_safe() && is_asked(&found.finding) {
            found.finding.applicability = Applicability::Decision;
        }
    }
    mended
}

impl Mended {
    /// The file with these mended as well, unless that makes something worse.
    fn with(&self, found: &[&Found]) -> Option<Self> {
        let fixes: Vec<&[Replacement]> = found.iter().map(|found| found.replacements.as_slice()).collect();
        let text = &self.imported.text;
        let (changed, taken) = applied(&text.text, &fixes);
        let made: Vec<&Found> = taken.iter().filter_map(|at| found.get(*at).copied()).collect();
        let mut bytes = if self.bytes.starts_with(BOM) { BOM.to_vec() } else { Vec::new() };
        bytes.extend_from_slice(changed.as_bytes());
        let imported = import(&bytes);
        if !is_better(&self.imported, &imported, &made) {
            return None;
        }
        let mut fixed = self.fixed.clone();
        fixed.extend(made.iter().map(|found| Fixed {
            rule: found.finding.rule,
            line: text.position(found.mark).0,
            sentence: found.sentence(),
        }));
        Some(Self { bytes, fixed, imported })
    }
}

const BOM: &[u8] = "\u{feff}".as_bytes();

/// Whether what was mended is gone, and nothing new is there. A key that is read at last may show what is wrong behind it; notes tell what
/// the file leaves out, and say so in other words when it says more.
fn is_better(before: &Imported, after: &Imported, made: &[&Found]) -> bool {
    let count = |imported: &Imported, of: &Finding| {
        let same = |found: &&Found| found.finding.rule == of.rule && found.finding.problem == of.problem;
        imported.findings.iter().filter(same).count()
    };
    let is_read = made.iter().any(|found| found.is_of_reading());
    let is_old = |found: &Found| {
        let is_shown = is_read && !found.is_of_reading();
        is_shown || found.finding.severity == Severity::Note || count(after, &found.finding) <= count(before, &found.finding)
    };
    after.kind == before.kind
        && after.findings.iter().all(is_old)
        && made.iter().all(|found| count(after, &found.finding) < count(before, &found.finding))
}
