//! Findings about ClusterConfigs: none for what eksml emits, all at once for what is wrong, none for what is unknown, and no panic
//! whatever is written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use eksml_core::eksctl::{ClusterConfig, key_path};
use eksml_core::findings::Finding;
use eksml_core::rules::{self, Check, Example};
use eksml_core::source;
use eksml_core::spec::shape::{Kind, Shape};
use eksml_core::spec::{Knowledge, Spec};
use proptest::prelude::*;
use serde::Deserialize;
use serde_yaml::{Mapping, Value};

fn check(config: &ClusterConfig) -> Vec<Finding> {
    rules::check_config(config, &Knowledge::default())
}

/// The ClusterConfigs that rules and the table of eksctl's checks show, as YAML values.
fn shown() -> Vec<Value> {
    let of_rules = rules::all()
        .filter(|rule| matches!(rule.check, Check::Config(_)))
        .flat_map(|rule| [rule.bad, rule.good])
        .map(|example| example.body());
    let rows = include_str!("rules.tsv").lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        (columns.get(2) == Some(&"rule")).then(|| Example::Config(columns[4].replace(" ;; ", "\n").leak()).body())
    });
    of_rules.chain(rows).map(|body| serde_yaml::from_str(&body).expect("an example is YAML")).collect()
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && path.file_name().is_none_or(|name| name != "target") {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
}

#[test]
fn what_eksml_emits_breaks_no_rule() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let mut all = Vec::new();
    for folder in ["tests/golden", "examples"] {
        files(&root.join(folder), &mut all);
    }
    let mut seen = 0;
    for path in all {
        let text = std::fs::read_to_string(&path).expect("a file that was emitted");
        if !text.contains("kind: ClusterConfig") {
            continue;
        }
        let config = eksml_import::config(&text).unwrap_or_else(|found| panic!("{}: {found:?}", path.display()));
        let found: Vec<_> =
            check(&config).iter().map(|finding| format!("{} {}", key_path(&finding.path), finding.message())).collect();
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
        seen += 1;
    }
    assert!(seen >= 2, "only {seen} ClusterConfigs");
}

/// The top-level keys that a document sets itself.
fn own_keys(example: &Example) -> BTreeSet<&'static str> {
    let top = |line: &'static str| line.split_once(':').map(|(key, _)| key).filter(|key| !key.starts_with([' ', '#', '-']));
    example.words().lines().filter_map(top).collect()
}

const MENDING: [&str; 2] = ["addons", "iam"];

#[test]
fn two_mistakes_are_told_at_once() {
    let all: Vec<_> = rules::all().filter(|rule| matches!(rule.check, Check::Config(_))).collect();
    let mut seen = 0;
    for (at, first) in all.iter().enumerate() {
        // The next one that speaks of other keys. What may mend another mistake is in `addons` and `iam`.
        let keys = own_keys(&first.bad);
        let apart = |example: &Example| own_keys(example).is_disjoint(&keys) && own_keys(example).is_disjoint(&MENDING.into());
        let Some(second) = all.iter().skip(at + 1).find(|rule| apart(&rule.bad)) else { continue };
        let words = format!("{}\n{}", first.bad.words(), second.bad.words());
        let body = Example::Config(words.leak()).body();
        let found = check(&eksml_import::config(&body).unwrap_or_else(|found| panic!("{found:?}:\n{body}")));
        for rule in [first, second] {
            assert!(
                found.iter().any(|finding| finding.rule == rule.id),
                "{} hides behind {} and {}:\n{body}",
                rule.id,
                first.id,
                second.id
            );
        }
        seen += 1;
    }
    assert!(seen > 80, "only {seen} pairs");
}

/// Every part of a document that can be left out: where it stands in the YAML, and in the spec.
fn parts(
    value: &Value,
    shape: &'static Shape,
    at: &source::Path,
    keys: &mut Vec<Value>,
    found: &mut Vec<(Vec<Value>, source::Path)>,
) {
    match (&shape.kind, value) {
        (Kind::Optional(inner), _) => parts(value, inner, at, keys, found),
        (Kind::Struct { .. } | Kind::Map(_), Value::Mapping(entries)) => {
            for (key, value) in entries {
                let name = key.as_str().expect("keys are texts");
                let (path, inner) = match (&shape.kind, shape.field_of_key(name)) {
                    (Kind::Map(inner), _) => (at.key(name), *inner),
                    (_, Some(field)) => (at.field(field.name), field.shape),
                    _ => continue,
                };
                keys.push(key.clone());
                // The key of a map is there whatever its value is.
                if !matches!(shape.kind, Kind::Map(_)) {
                    found.push((keys.clone(), path.clone()));
                }
                parts(value, inner, &path, keys, found);
                keys.pop();
            }
        }
        (Kind::List(inner), Value::Sequence(items)) => {
            for (index, value) in items.iter().enumerate() {
                keys.push(Value::from(index));
                parts(value, inner, &at.index(index), keys, found);
                keys.pop();
            }
        }
        _ => {}
    }
}

/// The document without the part at `keys`.
fn without(document: &Value, keys: &[Value]) -> Value {
    let mut document = document.clone();
    let (last, before) = keys.split_last().expect("a part has a key");
    let place = before.iter().fold(&mut document, |value, key| match key.as_u64() {
        Some(index) => &mut value[usize::try_from(index).expect("an index")],
        None => &mut value[key],
    });
    place.as_mapping_mut().expect("a part stands in an object").shift_remove(last);
    document
}

/// What is unknown may be absent: whatever is told about a document with a hole in it is told without what might stand there.
#[test]
fn what_is_unknown_is_not_judged() {
    let (mut seen, mut guessed) = (0, BTreeSet::new());
    for document in shown() {
        let config = ClusterConfig::deserialize(&document).expect("an example can be read");
        if check(&config).is_empty() {
            continue;
        }
        let nothing = Knowledge::without(vec![source::Path::root()]);
        assert!(rules::check_config(&config, &nothing).is_empty());
        let mut found = Vec::new();
        parts(&document, ClusterConfig::SHAPE, &source::Path::root(), &mut Vec::new(), &mut found);
        for (keys, path) in found {
            let Ok(other) = ClusterConfig::deserialize(&without(&document, &keys)) else { continue };
            let absent = check(&other);
            for finding in rules::check_config(&config, &Knowledge::without(vec![path.clone()])) {
                if !absent.iter().any(|other| (other.rule, &other.path) == (finding.rule, &finding.path)) {
                    guessed.insert(format!(
                        "{}: what `{}` is, with `{}` unknown",
                        finding.rule,
                        key_path(&finding.path),
                        key_path(&path)
                    ));
                }
            }
            seen += 1;
        }
    }
    assert!(guessed.is_empty(), "{guessed:#?}");
    assert!(seen > 2_000, "only {seen} holes");
}

/// One change of a document: where, counted over all its values, and what.
#[derive(Debug, Clone)]
enum Change {
    Remove,
    Twice,
    Text(&'static str),
    Number(u64),
    Truth(bool),
    /// What stands at this place in another document.
    Graft(usize, usize),
}

fn change(documents: usize) -> impl Strategy<Value = (usize, Change)> {
    let text = prop::sample::select(vec![
        "",
        "a",
        "a/b/c",
        "-",
        "us-west-2a",
        "10.0.0.0/16",
        "::/0",
        "arn:aws:iam::aws:policy/A",
        "1.2.3",
        "latest",
        "{",
        "ä ö",
        "t3.large",
        "p5.48xlarge",
        "vpc-cni",
        "\t",
        "0",
        "Bottlerocket",
        "capacity-block",
    ]);
    let number = prop::sample::select(vec![0, 1, 2, 99, 101, 3_000, 86_400, u64::from(u32::MAX), u64::MAX]);
    let what = prop_oneof![
        Just(Change::Remove),
        Just(Change::Twice),
        text.prop_map(Change::Text),
        number.prop_map(Change::Number),
        any::<bool>().prop_map(Change::Truth),
        (0..documents, 0..200_usize).prop_map(|(document, at)| Change::Graft(document, at)),
    ];
    (0..200_usize, what)
}

/// The value at a position, counted in the order in which one reads.
fn nth<'v>(value: &'v mut Value, left: &mut usize) -> Option<&'v mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Mapping(entries) => entries.values_mut().find_map(|value| nth(value, left)),
        Value::Sequence(items) => items.iter_mut().find_map(|value| nth(value, left)),
        _ => None,
    }
}

fn apply(document: &mut Value, at: usize, change: &Change, documents: &[Value]) {
    let size = count(document);
    let Some(place) = nth(document, &mut (at % size)) else { return };
    match change {
        Change::Remove => *place = Value::Null,
        Change::Twice => {
            if let Value::Sequence(items) = place
                && let Some(first) = items.first().cloned()
            {
                items.push(first);
            }
        }
        Change::Text(text) => *place = Value::from(*text),
        Change::Number(number) => *place = Value::from(*number),
        Change::Truth(truth) => *place = Value::from(*truth),
        Change::Graft(from, at) => {
            let mut other = documents[*from].clone();
            let size = count(&other);
            let graft = nth(&mut other, &mut (at % size)).cloned().unwrap_or_default();
            match (place, graft) {
                // Two objects grow together, so that more of what is grafted can be read.
                (Value::Mapping(into), Value::Mapping(from)) => into.extend(from),
                (place, graft) => *place = graft,
            }
        }
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Mapping(entries) => entries.values().map(count).sum(),
        Value::Sequence(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

/// Two documents in one: lists are joined, objects grow together, of two texts the second stays.
fn merged(mut one: Value, other: Value) -> Value {
    fn merge(into: &mut Mapping, from: Mapping) {
        for (key, value) in from {
            match (into.get_mut(&key), value) {
                (Some(Value::Mapping(into)), Value::Mapping(from)) => merge(into, from),
                (Some(Value::Sequence(into)), Value::Sequence(from)) => into.extend(from),
                (_, value) => {
                    into.insert(key, value);
                }
            }
        }
    }
    if let (Value::Mapping(into), Value::Mapping(from)) = (&mut one, other) {
        merge(into, from);
    }
    one
}

#[test]
fn whatever_is_written_is_judged_and_judged_alike() {
    let documents = shown();
    let (mut read, mut found) = (0, BTreeSet::new());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(1_000));
    let readable = std::cell::RefCell::new((&mut read, &mut found));
    let strategy = (0..documents.len(), 0..documents.len(), prop::collection::vec(change(documents.len()), 0..6));
    runner
        .run(&strategy, |(first, second, changes)| {
            let mut document = merged(documents[first].clone(), documents[second].clone());
            for (at, change) in &changes {
                apply(&mut document, *at, change, &documents);
            }
            let Ok(config) = ClusterConfig::deserialize(&document) else { return Ok(()) };
            let told = check(&config);
            prop_assert_eq!(&check(&config), &told, "told in another way the second time");
            for finding in &told {
                prop_assert!(!finding.path.steps().is_empty(), "{} has no place", finding.headline());
                prop_assert!(!finding.problem.is_empty() && !finding.fix.is_empty(), "{} says too little", finding.rule);
                prop_assert_ne!(key_path(&finding.path), "ClusterConfig", "{} has no key", finding.headline());
            }
            let mut readable = readable.borrow_mut();
            *readable.0 += 1;
            readable.1.extend(told.iter().map(|finding| finding.rule));
            Ok(())
        })
        .expect("no document breaks a promise");
    assert!(read > 200, "only {read} documents could be read");
    assert!(found.len() > 100, "only {} rules spoke", found.len());
}
