//! Whatever tree is printed, its source is data and reads as the tree; whatever is typed, the grammar ends.

use eksml_core::source::{Entry, Mark, Node, Value};
use eksml_syntax::{Comments, source};
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use proptest::prelude::*;

fn node(value: Value) -> Node {
    Node { value, mark: Mark(0) }
}

/// Texts that break out of something, and any others.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,8}",
        any::<String>(),
        "[a-z_-]{0,6}",
        Just("} evil! {{".to_owned()),
        Just("\n{{ evil() }} // ".to_owned()),
        Just("\"#\\".to_owned()),
        Just("r#type".to_owned()),
        Just("waive".to_owned()),
        Just("true".to_owned()),
        Just("_".to_owned()),
        Just("\u{202e}\u{2028}\0\r".to_owned()),
    ]
}

fn value() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        text().prop_map(Value::Str),
        text().prop_map(Value::Word),
        any::<i128>().prop_map(Value::Int),
        any::<f64>().prop_map(|number| Value::Float(format!("{number:?}"))),
        text().prop_map(Value::Float),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Null),
        Just(Value::Hole(0)),
        Just(Value::Broken),
        (any::<u32>(), any::<u32>(), any::<bool>()).prop_map(|(from, to, inclusive)| Value::Range {
            from: Box::new(node(Value::Int(from.into()))),
            to: Box::new(node(Value::Int(to.into()))),
            inclusive,
        }),
    ];
    leaf.prop_map(node).prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(|items| node(Value::List(items))),
            block(inner.clone()),
            (text(), inner).prop_map(|(word, payload)| node(Value::Tagged(word, Mark(0), Box::new(payload)))),
        ]
    })
}

fn block(inner: impl Strategy<Value = Node>) -> impl Strategy<Value = Node> {
    let entry = (text(), inner, any::<u8>()).prop_map(|(key, value, mark)| {
        let mark = Mark(u32::from(mark));
        Entry { key, key_mark: mark, name: None, value }
    });
    proptest::collection::vec(entry, 0..6).prop_map(|entries| node(Value::Block(entries)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]
    #[test]
    fn any_tree_is_read_back(tree in block(value()), notes in proptest::collection::vec((any::<u8>(), text()), 0..4)) {
        let mut comments = Comments::default();
        for (mark, text) in &notes {
            comments.add(Mark(u32::from(*mark)), text);
        }
        // `source` refuses to give away what does not read back.
        let printed = source(&tree, &comments);
        prop_assert!(printed.is_ok(), "{printed:?}\n{tree:#?}");
    }

    #[test]
    fn any_text_is_a_literal_and_itself_again(text in any::<String>()) {
        let entry = Entry { key: "a".to_owned(), key_mark: Mark(0), name: None, value: node(Value::Str(text.clone())) };
        let printed = source(&node(Value::Block(vec![entry])), &Comments::default()).expect("source");
        let Value::Block(read) = eksml_syntax::printed_platform(&printed).expect("a platform").value else { panic!("no block") };
        prop_assert_eq!(&read[0].value.value, &Value::Str(text));
    }
}

#[test]
fn a_waiver_is_printed_as_one_writes_it() {
    let text = |key: &str, text: &str| Entry {
        key: key.to_owned(),
        key_mark: Mark(0),
        name: None,
        value: node(Value::Str(text.to_owned())),
    };
    let waiver = vec![text("rule", "NG-06"), text("reason", "as imported"), text("until", "2027-06-30")];
    let entry = Entry { key: "waive".to_owned(), key_mark: Mark(0), name: None, value: node(Value::Block(waiver)) };
    let printed = source(&node(Value::Block(vec![entry])), &Comments::default()).expect("source");
    assert!(printed.contains("        waive(NG-06, \"as imported\", until: \"2027-06-30\")\n"), "{printed}");
}

fn nested(delimiter: Delimiter, levels: usize, before: Option<&str>) -> TokenStream {
    let mut tokens = TokenStream::from(TokenTree::from(Literal::u8_unsuffixed(1)));
    for _ in 0..levels {
        let group = TokenTree::from(Group::new(delimiter, tokens));
        tokens = before.map(|word| TokenTree::from(Ident::new(word, Span::call_site()))).into_iter().chain([group]).collect();
    }
    tokens
}

#[test]
fn what_is_too_deep_is_refused_once_and_ends() {
    for levels in [120, 2_500, 20_000] {
        for (delimiter, before) in [
            (Delimiter::Parenthesis, None),
            (Delimiter::Parenthesis, Some("a")),
            (Delimiter::Bracket, None),
            (Delimiter::Brace, Some("a")),
        ] {
            let head: TokenStream = "name:".parse().expect("tokens");
            let input: TokenStream = head.into_iter().chain(nested(delimiter, levels, before)).collect();
            let (_, _, faults) = eksml_syntax::platform(input);
            let [(finding, _)] = faults.as_slice() else { panic!("{delimiter:?} {levels}: {faults:#?}") };
            assert!(finding.problem.contains("levels deep"), "{}", finding.problem);
        }
        let minus: TokenStream = format!("name: {} 1", "- ".repeat(levels)).parse().expect("tokens");
        assert_eq!(eksml_syntax::platform(minus).2.len(), 1, "{levels} minus signs");
    }
}

#[test]
fn what_is_deep_enough_for_anybody_is_taken() {
    let head: TokenStream = "name:".parse().expect("tokens");
    let input: TokenStream = head.into_iter().chain(nested(Delimiter::Bracket, 90, None)).collect();
    assert!(eksml_syntax::platform(input).2.is_empty());
}
