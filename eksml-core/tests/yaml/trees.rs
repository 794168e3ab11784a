//! Structures: every tree comes back, Rust's shapes are written as in JSON, and what has no YAML form is refused with its path.
use eksml_core::yaml::{ErrorKind, MAX_DEPTH, documents, to_string};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no such number", |float| float.is_finite()).prop_map(Value::from),
        "[ -~\n\t]{0,20}".prop_map(Value::from),
        "([ a-z]{0,8}\n){0,5}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 80, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[ -~\n]{0,12}", inner, 0..6).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn random_trees_survive(tree in tree()) {
        let yaml = to_string(&tree).expect("trees are always writable");
        let back: Value = serde_yaml::from_str(&yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        prop_assert_eq!(back, tree, "{}", yaml);
    }

    #[test]
    fn random_documents_survive(trees in prop::collection::vec(tree(), 0..5)) {
        let yaml = documents(&trees).expect("trees are always writable");
        let back: Vec<Value> = if trees.is_empty() { vec![] } else {
            serde_yaml::Deserializer::from_str(&yaml).map(|one| serde::Deserialize::deserialize(one).expect("readable")).collect()
        };
        prop_assert_eq!(back, trees, "{}", yaml);
    }
}

#[derive(Serialize)]
struct Shapes {
    unit: (),
    none: Option<u8>,
    some: Option<char>,
    tuple: (i8, &'static str),
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<u8>,
    choices: Vec<Choice>,
    empty_map: BTreeMap<String, u8>,
    empty_list: [u8; 0],
    numbered: BTreeMap<u8, bool>,
    script: &'static str,
}

#[derive(Serialize)]
enum Choice {
    Unit,
    New(u8),
    Tuple(u8, u8),
    Struct { on: bool },
    Empty {},
}

#[test]
fn shapes_are_written_as_in_json_and_laid_out_as_by_kubectl() {
    let shapes = Shapes {
        unit: (),
        none: None,
        some: Some('y'),
        tuple: (-1, "1"),
        skipped: None,
        choices: vec![Choice::Unit, Choice::New(1), Choice::Tuple(1, 2), Choice::Struct { on: true }, Choice::Empty {}],
        empty_map: BTreeMap::new(),
        empty_list: [],
        numbered: BTreeMap::from([(1, true)]),
        script: "set -e\nrun\n",
    };
    let yaml = to_string(&shapes).expect("writable");
    let expected = "\
unit: null
none: null
some: \"y\"
tuple:
- -1
- \"1\"
choices:
- Unit
- New: 1
- Tuple:
  - 1
  - 2
- Struct:
    \"on\": true
- Empty: {}
empty_map: {}
empty_list: []
numbered:
  \"1\": true
script: |
  set -e
  run
";
    assert_eq!(yaml, expected);
    assert_eq!(serde_yaml::from_str::<Value>(&yaml).expect("readable"), serde_json::to_value(&shapes).expect("JSON"));
}

struct Twice(u8);

impl Serialize for Twice {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("a", self.0), ("a", self.0)])
    }
}

struct Bytes(&'static [u8]);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

#[derive(Serialize)]
struct Spec<T> {
    spec: Vec<BTreeMap<&'static str, T>>,
}

#[test]
fn what_has_no_yaml_form_is_refused_with_its_path() {
    fn error<T: Serialize>(value: T) -> (String, ErrorKind) {
        let error = to_string(&Spec { spec: vec![BTreeMap::from([("env", value)])] }).expect_err("has no YAML form");
        (error.path(), error.kind().clone())
    }
    let at = "spec[0].env".to_owned();
    assert_eq!(error(Bytes(b"x")), (at.clone(), ErrorKind::Bytes));
    assert_eq!(error(Twice(1)), (at.clone(), ErrorKind::DuplicateKey("a".to_owned())));
    assert_eq!(error(u128::MAX), (at.clone(), ErrorKind::IntegerRange(u128::MAX.to_string())));
    assert_eq!(error(i128::MIN), (at.clone(), ErrorKind::IntegerRange(i128::MIN.to_string())));
    assert_eq!(error(BTreeMap::from([((), 1)])), (at.clone(), ErrorKind::KeyNotText("null")));
    assert_eq!(error(BTreeMap::from([(vec![1], 1)])), (at, ErrorKind::KeyNotText("a list")));
    let message = to_string(&Spec { spec: vec![BTreeMap::from([("env", [Twice(1)])])] }).expect_err("refused").to_string();
    assert_eq!(message, "at spec[0].env[0]: the key \"a\" stands twice in one mapping; keep one of them");
}

#[test]
fn depth_is_bounded_where_readers_stop() {
    let nest = |depth: usize| {
        (1..depth).fold(json!([]), |inner, level| if level % 2 == 0 { json!([inner]) } else { json!({ "a": inner }) })
    };
    let deepest = nest(MAX_DEPTH);
    let yaml = to_string(&deepest).expect("within the bound");
    assert_eq!(serde_yaml::from_str::<Value>(&yaml).expect("readable"), deepest);
    assert_eq!(to_string(&nest(MAX_DEPTH + 1)).expect_err("too deep").kind(), &ErrorKind::TooDeep);
}
