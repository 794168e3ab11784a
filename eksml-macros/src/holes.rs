//! Nothing is assumed about a hole: what is found with `{x}` in a place is found with whatever else may stand there.

use std::collections::{BTreeMap, BTreeSet};

use eksml_core::rules::{self, Example};
use eksml_core::source::Path;
use eksml_core::spec::{Knowledge, Platform, Reader, Spec};

/// A literal in an example: the word it belongs to, and where it stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// The nearest word before it.
    pub(super) word: String,
    /// Whether it is a text rather than a number.
    pub(super) is_text: bool,
    /// Its bytes in the example.
    pub(super) at: std::ops::Range<usize>,
}

/// Every literal of an example.
pub(super) fn spots(words: &str) -> Vec<Spot> {
    let bytes = words.as_bytes();
    let (mut spots, mut word, mut at) = (Vec::new(), String::new(), 0);
    while at < bytes.len() {
        let from = at;
        if bytes[at] == b'"' {
            at += 1;
            while bytes[at] != b'"' {
                at += if bytes[at] == b'\\' { 2 } else { 1 };
            }
            at += 1;
            spots.push(Spot { word: word.clone(), is_text: true, at: from..at });
        } else if bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_' {
            while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
                at += 1;
            }
            // The number of a rule's id is no value.
            let of_a_rule = from > 0 && bytes[from - 1] == b'-';
            if bytes[from].is_ascii_digit() && !of_a_rule {
                spots.push(Spot { word: word.clone(), is_text: false, at: from..at });
            } else if !of_a_rule {
                words[from..at].clone_into(&mut word);
            }
        } else {
            at += 1;
        }
    }
    spots
}

/// Everything found about a platform, and whether its tokens could be read at all.
fn found(body: &str) -> (BTreeSet<(&'static str, Path, String, String)>, bool) {
    let tokens = body.parse().unwrap_or_else(|error| panic!("not even tokens: {error}\n{body}"));
    let (node, _, complaints) = eksml_syntax::platform(tokens);
    let mut reader = Reader::default();
    let platform = Platform::read(&node, &Path::root(), &mut reader);
    let faults: Vec<_> = reader.faults.into_iter().map(|(finding, _)| finding).collect();
    let judged = rules::check_with(&platform, &Knowledge::without(reader.unknown), None);
    let all = faults.into_iter().chain(judged).map(|it| (it.rule, it.path, it.problem, it.fix)).collect();
    (all, complaints.is_empty())
}

/// The body of `example` with other words of its own.
fn body_of(example: &Example, words: String) -> String {
    let words: &'static str = String::leak(words);
    match example {
        Example::Platform(_) => Example::Platform(words),
        Example::Cluster(_) => Example::Cluster(words),
        Example::Beside(_) => Example::Beside(words),
        Example::Config(_) => Example::Config(words),
        Example::Objects(_) => Example::Objects(words),
    }
    .body()
}

#[test]
fn what_is_found_beside_a_hole_is_found_beside_any_literal() {
    let mut written: BTreeMap<(String, bool), BTreeSet<&'static str>> = BTreeMap::new();
    for example in rules::all().flat_map(|rule| [rule.bad, rule.good]).filter(Example::is_words) {
        for spot in spots(example.words()) {
            written.entry((spot.word, spot.is_text)).or_default().insert(&example.words()[spot.at]);
        }
    }
    let (mut holes, mut tried) = (0, BTreeSet::new());
    for (rule, example) in rules::all().flat_map(|rule| [(rule.id, rule.bad), (rule.id, rule.good)]) {
        if !example.is_words() {
            continue;
        }
        let words = example.words();
        let with =
            |spot: &Spot, text: &str| body_of(&example, format!("{}{text}{}", &words[..spot.at.start], &words[spot.at.end..]));
        for spot in spots(words) {
            let hole = with(&spot, "{x}");
            let (remaining, readable) = found(&hole);
            // Keys and reasons of waivers are no places for an expression; and examples share many of their words.
            if !readable || !tried.insert(hole.clone()) {
                continue;
            }
            holes += 1;
            if remaining.is_empty() {
                continue;
            }
            let others: &[&str] = if spot.is_text { &["\"unlikely\""] } else { &["0", "1", "70000"] };
            let same_word = written.get(&(spot.word.clone(), spot.is_text)).into_iter().flatten();
            for literal in same_word.chain(others) {
                let (all, _) = found(&with(&spot, literal));
                let assumed: Vec<_> = remaining.difference(&all).collect();
                assert!(assumed.is_empty(), "{rule} assumes that {{x}} is not {literal}:\n{hole}\nit finds: {assumed:#?}");
            }
        }
    }
    assert!(holes > rules::all().filter(|rule| rule.bad.is_words()).count(), "only {holes} holes were tried");
}
