//! Whatever is typed into `platform!`, it neither panics nor hides: it expands to tokens, with a complaint where it does not
//! understand.

use eksml_core::rules;
use eksml_core::spec::shape::{Kind, Shape};
use eksml_core::spec::{Platform, Spec};
use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::*;

/// Tokens that trip parsers.
const ODD: &[&str] = &[
    ",",
    ";",
    ":",
    "::",
    "..",
    "..=",
    "=",
    "-",
    "->",
    "#",
    "$",
    "!",
    "?",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "{}",
    "[]",
    "()",
    "{ x }",
    "{ let y = 1; y }",
    "0",
    "1",
    "-1",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "1.5",
    "0x10",
    "1u8",
    "'c'",
    "b\"x\"",
    "\"\"",
    "\"x\"",
    "r#type",
    "r#\"raw\"#",
    "\"\\u{1F600}\\n\"",
    "true",
    "false",
    "self",
    "_",
    "waive",
    "waive()",
    "waive(NG-06)",
    "\"10.0.0.0/16\"",
    "x::y",
];

/// The words that any shape reachable from the platform knows.
fn vocabulary() -> Vec<String> {
    fn collect(shape: &'static Shape, words: &mut Vec<String>) {
        words.extend(shape.words());
        match &shape.kind {
            Kind::Struct { fields, .. } => fields.iter().for_each(|field| collect(field.shape, words)),
            Kind::Enum(variants, _) => {
                variants.iter().filter_map(|variant| variant.payload).for_each(|payload| collect(payload, words));
            }
            Kind::List(inner) | Kind::Optional(inner) | Kind::Map(inner) | Kind::CountOrList(inner) => collect(inner, words),
            _ => {}
        }
    }
    let mut words = Vec::new();
    collect(Platform::SHAPE, &mut words);
    words.extend(ODD.iter().map(|word| (*word).to_owned()));
    words.sort();
    words.dedup();
    words
}

/// The examples of all rules, cut into tokens; groups are cut open, so that a change may unbalance them.
fn bodies() -> Vec<Vec<String>> {
    fn cut(tokens: TokenStream, into: &mut Vec<String>) {
        for token in tokens {
            match &token {
                TokenTree::Group(group) => {
                    let text = group.to_string();
                    let (open, close) = (text.chars().next(), text.chars().last());
                    into.extend(open.map(String::from));
                    cut(group.stream(), into);
                    into.extend(close.map(String::from));
                }
                other => into.push(other.to_string()),
            }
        }
    }
    rules::all()
        .filter(|rule| rule.bad.is_words())
        .flat_map(|rule| [rule.bad.body(), rule.good.body()])
        .map(|body| {
            let mut tokens = Vec::new();
            cut(body.parse().expect("examples are tokens"), &mut tokens);
            tokens
        })
        .collect()
}

/// Reads `text` as a user's input, if it is tokens at all.
fn swallow(text: &str) -> Result<(), TestCaseError> {
    let Ok(tokens) = text.parse::<TokenStream>() else { return Ok(()) };
    let (expansion, complaints) = crate::expand(tokens, |_| None);
    prop_assert!(!expansion.is_empty());
    let errors = expansion.to_string().matches("compile_error").count();
    prop_assert!(errors >= complaints.len(), "a complaint was lost");
    Ok(())
}

/// Once an endless loop: a value stops at a semicolon, and the list did not step over it.
#[test]
fn a_semicolon_in_a_list_ends() {
    for body in
        ["name: [1; 2]", "name: [;]", "name: [a b; c,; d]", "cluster x { node_group a { instances: [\"m7i.large\"; 3] } }"]
    {
        assert!(swallow(body).is_ok(), "{body}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn examples_with_any_tokens_changed(
        body in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<prop::sample::Index>()), 1..8),
    ) {
        let (bodies, vocabulary) = (bodies(), vocabulary());
        let mut tokens = body.get(&bodies).clone();
        for (at, change, word) in changes {
            let at = at.index(tokens.len().max(1));
            let word = word.get(&vocabulary).clone();
            match change {
                0 if at < tokens.len() => { tokens.remove(at); }
                1 => tokens.insert(at, word),
                2 if at < tokens.len() => tokens[at] = word,
                _ => { let last = tokens.len().saturating_sub(1); if last > 0 { tokens.swap(at, last); } }
            }
        }
        swallow(&tokens.join(" "))?;
    }

    #[test]
    fn any_words_in_any_order(words in prop::collection::vec(any::<prop::sample::Index>(), 0..60)) {
        let vocabulary = vocabulary();
        let text: Vec<_> = words.iter().map(|word| word.get(&vocabulary).as_str()).collect();
        swallow(&text.join(" "))?;
    }

    #[test]
    fn any_text_as_a_value(text in any::<String>()) {
        let body = format!("name: {text:?}, region: {text:?}, cluster {text:?} {{ version: {text:?}, vpc {{ cidr: {text:?} }} node_group {text:?} {{ instances: [{text:?}], scale: {text:?}, labels {{ {text:?}: {text:?} }} }} }}");
        swallow(&body)?;
    }
}
