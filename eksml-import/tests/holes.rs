//! Nothing is assumed about a choice that is unknown: what is found beside it is found whichever word stands there.
//!
//! Files are full of such holes (`standing`): a rule that forgets one would tell a file something that nobody knows.

use std::collections::BTreeSet;

use eksml_core::rules;
use eksml_core::source::{Entry, Mark, Node, Path, Value};
use eksml_core::spec::shape::{Kind, Shape};
use eksml_core::spec::{Knowledge, Platform, Reader, Spec};
use proc_macro2::TokenStream;

/// What the rules about files say of words, by rule and place.
fn told(words: &Node) -> BTreeSet<(&'static str, String)> {
    let mut reader = Reader::default();
    let platform = Platform::read(words, &Path::root(), &mut reader);
    let found = rules::check_spoken(&platform, &Knowledge::without(reader.unknown));
    found.into_iter().map(|finding| (finding.rule, finding.path.to_string())).collect()
}

/// The shape within lists and options.
fn inner(shape: &'static Shape) -> &'static Shape {
    match shape.kind {
        Kind::Optional(of) | Kind::List(of) => inner(of),
        _ => shape,
    }
}

/// Every block, by the positions that lead to it, with its shape.
fn blocks(node: &Node, shape: &'static Shape, at: &mut Vec<usize>, all: &mut Vec<(Vec<usize>, &'static Shape)>) {
    let (Value::Block(entries), Kind::Struct { .. }) = (&node.value, &shape.kind) else { return };
    all.push((at.clone(), shape));
    for (position, entry) in entries.iter().enumerate() {
        if let Some((field, None)) = shape.field(&entry.key) {
            at.push(position);
            blocks(&entry.value, inner(field.shape), at, all);
            at.pop();
        }
    }
}

/// The words with something else under a key of one block.
fn with(words: &Node, at: &[usize], key: &str, value: Value) -> Node {
    let mut words = words.clone();
    let mut node = &mut words;
    for position in at {
        let Value::Block(entries) = &mut node.value else { return words };
        node = &mut entries[*position].value;
    }
    if let Value::Block(entries) = &mut node.value {
        entries.retain(|entry| entry.key != key);
        let value = Node { value, mark: node.mark };
        entries.push(Entry { key: key.to_owned(), key_mark: Mark(0), name: None, value });
    }
    words
}

#[test]
fn what_is_found_beside_an_unknown_choice_is_found_beside_any() {
    let (mut seen, mut guessed, mut tried) = (0, BTreeSet::new(), BTreeSet::new());
    for rule in rules::OF_FILES.iter().copied().flatten() {
        for example in [rule.bad, rule.good].iter().filter(|example| example.is_words()) {
            if !tried.insert(example.words()) {
                continue;
            }
            let tokens: TokenStream = example.body().parse().expect("tokens");
            let (words, ..) = eksml_syntax::platform(tokens);
            let mut all = Vec::new();
            blocks(&words, Platform::SHAPE, &mut Vec::new(), &mut all);
            for (at, shape) in all.iter().filter(|(_, shape)| ["Cluster", "Vpc", "NodeGroup"].contains(&shape.rust)) {
                let Kind::Struct { fields, .. } = &shape.kind else { continue };
                for field in *fields {
                    let Kind::Enum(variants, _) = &inner(field.shape).kind else { continue };
                    let key = field.word();
                    let unknown = told(&with(&words, at, &key, Value::Hole(0)));
                    seen += 1;
                    for variant in variants.iter().filter(|variant| variant.payload.is_none() && !unknown.is_empty()) {
                        let known = told(&with(&words, at, &key, Value::Word(variant.name.to_owned())));
                        for (told, place) in unknown.difference(&known) {
                            guessed.insert(format!("{told} at `{place}` takes it that `{key}` is not {}", variant.name));
                        }
                    }
                }
            }
        }
    }
    assert!(guessed.is_empty(), "{} of them: {guessed:#?}", guessed.len());
    assert!(seen > 1_000, "only {seen} holes");
}
