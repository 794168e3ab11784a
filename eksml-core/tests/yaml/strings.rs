//! Every nasty string, and every random one, comes back unchanged from every place a string can stand in.
use crate::{nasty, resolver_1_1::resolve};
use eksml_core::yaml::{Documents, to_string};
use indexmap::IndexMap;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A document with `text` as value, key, list item, in nested lists, below a list, and between multi-line neighbours.
fn everywhere(text: &str) -> Value {
    json!({
        "value": text,
        "list": [text, text, [text, [text]]],
        "items": [{ "value": text, "after": "x\ny\n" }, { "map": { "deep": [text] } }],
        "around": { "before": "a\nb\n\n", "text": text, "after": " c\nd" },
        "keys": { text: text, "other": { text: [text] } },
        "last": text,
    })
}

fn assert_survives(text: &str) {
    let tree = everywhere(text);
    let yaml = to_string(&tree).expect("strings are always writable");
    let back: Value = serde_yaml::from_str(&yaml).unwrap_or_else(|error| panic!("{text:?}: {error}\n{yaml}"));
    assert_eq!(back, tree, "{text:?}\n{yaml}");
    let root = to_string(text).expect("strings are always writable");
    assert_eq!(serde_yaml::from_str::<String>(&root).unwrap_or_else(|error| panic!("{text:?}: {error}\n{root}")), text, "{root}");
    assert_bare_text_is_text(text, &root);
}

/// If the scalar was written bare, YAML 1.1 must call it a string, as a value and as a key.
fn assert_bare_text_is_text(text: &str, root: &str) {
    if root.trim_end_matches('\n') == text {
        assert_eq!(resolve(text), "str", "{text:?} was written bare");
    } else {
        assert!(root.starts_with('"') || root.starts_with('|'), "{text:?} is neither bare, quoted nor a block: {root}");
    }
}

#[test]
fn nasty_strings_survive_everywhere() {
    let strings = nasty::strings();
    assert!(strings.len() > 1000, "{}", strings.len());
    for text in &strings {
        assert_survives(text);
    }
}

#[test]
fn nasty_strings_survive_as_documents() {
    let strings = nasty::strings();
    let mut all = Documents::new();
    for text in &strings {
        all.push_under(text, text).expect("strings are always writable");
    }
    let text = all.into_string();
    let back: Vec<String> =
        serde_yaml::Deserializer::from_str(&text).map(|one| serde::Deserialize::deserialize(one).expect("readable")).collect();
    assert_eq!(back, strings);
}

#[test]
fn emitted_text_is_printable_and_ends_with_a_line_break() {
    for text in nasty::strings() {
        let yaml = to_string(&everywhere(&text)).expect("strings are always writable");
        assert!(yaml.ends_with('\n'));
        assert!(!yaml.contains(|c: char| c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')), "{text:?}");
    }
}

#[test]
fn keys_beyond_the_simple_key_limit_are_explicit() {
    let map = IndexMap::from([
        ("k".repeat(2000), json!({ "a": ["b\nc\n"] })),
        ("é\n".repeat(600), json!("d\ne")),
        ("short".to_owned(), json!([])),
    ]);
    let yaml = to_string(&[&map, &map]).expect("writable");
    assert_eq!(yaml.matches("? ").count(), 4);
    assert_eq!(serde_yaml::from_str::<Vec<IndexMap<String, Value>>>(&yaml).expect("readable"), [map.clone(), map]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn random_text_survives(text in any::<String>()) {
        assert_survives(&text);
    }

    #[test]
    fn random_syntax_survives(text in r#"[-?:,\[\]{}#&*!|>'"%@`~<=.+_ \t\n\r0-9a-fxobBTZyYnN\u{85}\u{feff}]{0,24}"#) {
        assert_survives(&text);
    }

    #[test]
    fn random_numbers_survive(text in "[-+]?(0[xXoObB])?[0-9a-f_.:]{1,8}([eEp][-+]?[0-9]{1,3})?[ TZkMGi]{0,2}") {
        assert_survives(&text);
    }

    #[test]
    fn random_lines_survive(text in "([ \t]{0,3}[a-z#:-]{0,3}[ \t]{0,2}\n{0,3}){0,8}") {
        assert_survives(&text);
    }
}
