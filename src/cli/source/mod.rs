//! Rust sources with `platform! { … }`: what is literal in them, judged by every rule, and the safe edits of their text.

mod edits;

use std::ops::Range;

use eksml_core::findings::{Applicability, Edit, Finding, Severity};
use eksml_core::rules;
use eksml_core::source::{Mark, Path};
use eksml_core::spec::{Bases, Knowledge, Platform, Reader, Spec as _};
use eksml_import::{Fixed, Replacement, apply};
use eksml_syntax::Words;
use proc_macro2::{Span, TokenStream, TokenTree};

/// So often a mended source is looked at again.
const ROUNDS: usize = 20;

/// Something wrong, where it stands in the source.
#[derive(Debug, Clone)]
pub(super) struct Wrong {
    pub(super) finding: Finding,
    /// The bytes of its word.
    pub(super) at: Range<usize>,
    /// What its edits change; empty where that is a matter of choice.
    pub(super) replacements: Vec<Replacement>,
}

impl Wrong {
    fn is_safe(&self) -> bool {
        self.finding.applicability == Applicability::Safe && !self.replacements.is_empty()
    }
}

/// Everything that is wrong with the platforms of a source; none where it is not made of Rust's tokens.
pub(super) fn judge(text: &str) -> Option<Vec<Wrong>> {
    let mut bodies = Vec::new();
    invocations(text.parse().ok()?, &mut bodies);
    let mut all: Vec<Wrong> = bodies.into_iter().flat_map(|body| of_body(body, text)).collect();
    all.sort_by(|a, b| (a.at.start, a.finding.rule).cmp(&(b.at.start, b.finding.rule)));
    // What stands in a base is wrong once, however many clusters inherit it.
    all.dedup_by(|a, b| a.at == b.at && a.finding.rule == b.finding.rule && a.replacements == b.replacements);
    Some(all)
}

/// The bodies of every `platform! { … }`.
fn invocations(tokens: TokenStream, bodies: &mut Vec<TokenStream>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
        let is_called = matches!(before(1), Some(TokenTree::Punct(bang)) if bang.as_char() == '!')
            && matches!(before(2), Some(TokenTree::Ident(name)) if name == "platform");
        if is_called { bodies.push(group.stream()) } else { invocations(group.stream(), bodies) }
    }
}

fn of_body(body: TokenStream, text: &str) -> Vec<Wrong> {
    let (mut node, words, mut told) = eksml_syntax::platform(body);
    let mut reader = Reader::default();
    let _bases = Bases::resolve(&mut node, &mut reader);
    let path = Path::root();
    reader.place(&path, None, &node);
    let platform = Platform::read(&node, &path, &mut reader);
    let Reader { places, unknown, faults, .. } = reader;
    told.extend(faults);
    let found = rules::check_with(&platform, &Knowledge::without(unknown), None);
    told.extend(found.into_iter().map(|finding| {
        let mark = places.word(&finding.path).unwrap_or(node.mark);
        (finding, mark)
    }));
    let wrong = |(finding, mark): (Finding, Mark)| {
        let at = range(&words, mark);
        let edit = |edit: &Edit| edits::replacement(text, edit, &at, places.get(&edit.at), |mark| range(&words, mark));
        let replacements: Option<Vec<Replacement>> = finding.edits.iter().map(edit).collect();
        Wrong { replacements: replacements.unwrap_or_default(), finding, at }
    };
    told.into_iter().map(wrong).collect()
}

fn range(words: &Words, mark: Mark) -> Range<usize> {
    let whole = |first: Span, last: Span| first.byte_range().start..last.byte_range().end;
    words.get(mark).map_or(0..0, |word| whole(word.first, word.last))
}

/// A source whose safe edits are made.
pub(super) struct Mended {
    pub(super) text: String,
    pub(super) fixed: Vec<Fixed>,
    /// What is wrong with it now.
    pub(super) left: Vec<Wrong>,
}

/// Makes the safe edits of whatever is found and asked for, one at a time, until there are none. One that brings up something new is left.
pub(super) fn mend(text: &str, is_asked: &dyn Fn(&Finding) -> bool) -> Option<Mended> {
    let mut mended = Mended { text: text.to_owned(), fixed: Vec::new(), left: judge(text)? };
    let mut refused: Vec<(&'static str, String)> = Vec::new();
    for _ in 0..ROUNDS * mended.left.len() {
        let name = |wrong: &Wrong| (wrong.finding.rule, wrong.finding.problem.clone());
        let is_open = |wrong: &&Wrong| wrong.is_safe() && is_asked(&wrong.finding) && !refused.contains(&name(wrong));
        let Some(next) = mended.left.iter().find(is_open).cloned() else { break };
        let text = apply(&mended.text, &next.replacements);
        match judge(&text).filter(|left| is_better(&mended.left, left, &next)) {
            Some(left) => {
                let line = line_of(&mended.text, next.at.start).0;
                let fixed = Fixed { rule: next.finding.rule, line, sentence: next.finding.edited_words() };
                mended.fixed.push(fixed);
                (mended.text, mended.left) = (text, left);
            }
            None => refused.push(name(&next)),
        }
    }
    Some(mended)
}

/// Whether what was mended is gone, and nothing new is there. A word that is read at last may show what is wrong behind it.
fn is_better(before: &[Wrong], after: &[Wrong], made: &Wrong) -> bool {
    let count = |all: &[Wrong], of: &Finding| {
        all.iter().filter(|wrong| wrong.finding.rule == of.rule && wrong.finding.problem == of.problem).count()
    };
    let is_of_reading = |wrong: &Wrong| wrong.finding.rule.starts_with("DSL-");
    let is_old = |wrong: &Wrong| {
        is_of_reading(made) && !is_of_reading(wrong)
            || wrong.finding.severity == Severity::Note
            || count(after, &wrong.finding) <= count(before, &wrong.finding)
    };
    after.iter().all(is_old) && count(after, &made.finding) < count(before, &made.finding)
}

/// The line of a byte and its column in characters, both from 1.
pub(super) fn line_of(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn source(body: &str) -> String {
        format!("// mine\nfn platform() -> Platform {{\n    platform! {{\n{body}\n    }}\n}}\n")
    }

    /// How many rules mend their bad example in words by an edit, or a part of it.
    const MENDED: usize = 28;

    #[test]
    fn the_edit_of_a_rule_removes_what_it_found() {
        let (mut mended, mut kept) = (BTreeSet::new(), Vec::new());
        for rule in rules::all().filter(|rule| !rule.bad.is_config()) {
            let text = source(&rule.bad.body());
            let before = judge(&text).expect("tokens");
            for wrong in before.iter().filter(|wrong| wrong.finding.rule == rule.id && !wrong.replacements.is_empty()) {
                let changed = apply(&text, &wrong.replacements);
                let after = judge(&changed).unwrap_or_else(|| panic!("{}: no tokens\n{changed}", rule.id));
                let same = |all: &[Wrong]| {
                    let is_same =
                        |other: &&Wrong| other.finding.rule == rule.id && other.finding.problem == wrong.finding.problem;
                    all.iter().filter(is_same).count()
                };
                if same(&after) < same(&before) {
                    mended.insert(rule.id);
                } else {
                    kept.push(format!("{}: {}\n{changed}", rule.id, wrong.finding.problem));
                }
            }
        }
        assert!(kept.is_empty(), "{}", kept.join("\n"));
        assert_eq!(mended.len(), MENDED, "{mended:?}");
    }

    #[test]
    fn comments_stay_and_what_is_sound_is_not_touched() {
        let text = source(
            "        name: \"a\", // the name\n        regon: \"us-west-2\", // where\n        cluster shared {\n            \
             version: V1_35, scaler: ClusterAutoscaler,\n            node_group b { scale: 4..=6 /* sizes */, desird: 3 }\n        }",
        );
        let mended = mend(&text, &|_| true).expect("tokens");
        assert_eq!(mended.text, text.replace("regon", "region").replace("desird: 3", "desired: 4"));
        assert_eq!(mended.fixed.len(), 3);
        assert_eq!(mend(&mended.text, &|_| true).expect("tokens").text, mended.text);
        for rule in rules::all().filter(|rule| !rule.good.is_config()) {
            let text = source(&rule.good.body());
            assert_eq!(mend(&text, &|_| true).map(|mended| mended.text).as_ref(), Some(&text), "{}", rule.id);
        }
        assert!(mend("fn a( {", &|_| true).is_none());
    }

    #[test]
    fn a_waiver_takes_a_name_as_well_as_an_id() {
        let with = |waiver: &str| {
            let group = format!("node_group gpu {{ instances: [\"p5.48xlarge\"], scale: 0..=4{waiver} }}");
            let text = source(&format!("name: \"a\", region: \"us-west-2\", cluster shared {{ {group} }}"));
            judge(&text).expect("tokens").iter().map(|wrong| wrong.finding.rule).collect::<Vec<_>>()
        };
        assert!(with("").contains(&"NG-06"));
        for rule in ["NG-06", "\"NG-06\"", "untainted-accelerator", "untainted_accelerator", "\"untainted-accelerator\""] {
            let found = with(&format!(", waive({rule}, \"one team\", until: \"2099-01-01\")"));
            assert!(!found.contains(&"NG-06") && !found.contains(&"WV-01") && !found.contains(&"DSL-03"), "{rule}: {found:?}");
        }
        assert!(with(", waive(untainted-acelerator, \"one team\", until: \"2099-01-01\")").contains(&"WV-01"));
    }
}
