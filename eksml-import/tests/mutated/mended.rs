//! Mending of files and of their mutants: nothing safe is left, nothing new is there, comments survive, and what needs nothing stays.

use eksml_core::findings::Severity;
use eksml_import::{Found, Imported, Kind, import, mend};

use super::files::{Dice, mutant, seeds};

fn count(imported: &Imported, of: &Found) -> usize {
    let same = |found: &&Found| found.finding.rule == of.finding.rule && found.finding.problem == of.finding.problem;
    imported.findings.iter().filter(same).count()
}

/// What stands behind the first `#` of each line that has one.
fn comments(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| Some(line.split_once('#')?.1)).collect()
}

/// Holds one file to the promises; how much was mended.
fn holds(bytes: &[u8]) -> usize {
    let before = import(bytes);
    let shown = || String::from_utf8_lossy(bytes).into_owned();
    let mended = mend(bytes, &|_| true);
    assert_eq!(mended.fixed.is_empty(), mended.bytes == bytes, "{}", shown());
    assert!(!mended.imported.findings.iter().any(Found::is_safe), "something safe is left in\n{}", shown());
    let is_mended = !mended.fixed.is_empty();
    assert!(before.kind != Kind::Unreadable || !is_mended, "what cannot be read was touched\n{}", shown());
    if is_mended {
        let text = String::from_utf8_lossy(&mended.bytes);
        assert_eq!(comments(&shown()), comments(&text), "{text}");
        assert_eq!(mend(&mended.bytes, &|_| true).bytes, mended.bytes, "it is mended again\n{text}");
        // What a repaired key shows was hidden by it.
        let is_read = mended.fixed.iter().any(|fixed| fixed.rule.starts_with("DSL-"));
        for found in mended.imported.findings.iter().filter(|found| found.finding.severity != Severity::Note) {
            let is_old = count(&mended.imported, found) <= count(&before, found);
            assert!(is_old || is_read && !found.finding.rule.starts_with("DSL-"), "{}\n{text}", found.finding.message());
        }
    }
    mended.fixed.len()
}

/// A file with a slip of the pen in one of its keys or words: another case, a letter twice, or a letter less.
fn slipped(mut bytes: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    for _ in 0..=dice.below(3) {
        let letters: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_alphabetic()).collect();
        let Some(at) = letters.get(dice.below(letters.len())).copied() else { return bytes };
        match dice.below(3) {
            0 => bytes[at] ^= 0x20,
            1 => bytes.insert(at, bytes[at]),
            _ => {
                bytes.remove(at);
            }
        }
    }
    bytes
}

#[test]
fn every_file_is_mended_as_far_as_it_is_safe() {
    let mended: usize = seeds().iter().map(|file| holds(file)).sum();
    assert!(mended > 0);
}

#[test]
fn mutants_are_mended_or_stay() {
    let (seeds, mut dice) = (seeds(), Dice::new(7));
    let mut mended = 0;
    for _ in 0..300 {
        mended += holds(&slipped(seeds[dice.below(seeds.len())].clone(), &mut dice));
        holds(&mutant(&seeds, &mut dice));
    }
    assert!(mended > 50, "only {mended} slips were mended");
}
