//! Differences between a file and the ClusterConfig that its source is rendered to, key by key: the head of the source names each.

use std::fmt;

use eksml_core::eksctl::ClusterConfig;
use eksml_core::source::{Entry, Node, Value};
use eksml_core::spec;

/// What differs under one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The source says something where the file is silent.
    Added(String),
    /// The source says something else.
    Changed {
        /// What the file says.
        from: String,
        /// What the source says.
        to: String,
    },
    /// The source says nothing: eksctl does so anyway, or nothing can.
    Removed(String),
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The key, such as `managedNodeGroups[gpu].labels.workload-type`.
    pub key: String,
    /// What differs.
    pub change: Change,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.change {
            Change::Added(value) => write!(f, "+ {}: {}", self.key, short(value)),
            Change::Changed { from, to } => write!(f, "~ {}: {} -> {}", self.key, short(from), short(to)),
            Change::Removed(value) => write!(f, "- {}: {}", self.key, short(value)),
        }
    }
}

/// As much of a value as one line has room for.
fn short(value: &str) -> String {
    const MOST: usize = 90;
    if value.chars().count() <= MOST { value.to_owned() } else { format!("{}…", value.chars().take(MOST).collect::<String>()) }
}

/// Everything in which `now` differs from `file`, in eksctl's order of keys.
pub(super) fn differences(file: &ClusterConfig, now: &ClusterConfig) -> Vec<Difference> {
    let mut all = Vec::new();
    compare(&spec::written_tree(file), &spec::written_tree(now), "", &mut all);
    all
}

fn compare(file: &Node, now: &Node, key: &str, all: &mut Vec<Difference>) {
    match (&file.value, &now.value) {
        (Value::Block(a), Value::Block(b)) => {
            let inner = |name: &str| if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
            for Entry { key: name, value, .. } in a {
                match b.iter().find(|entry| entry.key == *name) {
                    Some(entry) => compare(value, &entry.value, &inner(name), all),
                    None => one_sided(value, &inner(name), false, all),
                }
            }
            for entry in b.iter().filter(|entry| !a.iter().any(|own| own.key == entry.key)) {
                one_sided(&entry.value, &inner(&entry.key), true, all);
            }
        }
        (Value::List(a), Value::List(b)) if a.iter().chain(b).all(|item| name_of(item).is_some()) => {
            let named = |items: &[Node], name: &str| items.iter().position(|item| name_of(item).as_deref() == Some(name));
            for item in a {
                let name = name_of(item).unwrap_or_default();
                match named(b, &name) {
                    Some(at) => compare(item, &b[at], &format!("{key}[{name}]"), all),
                    None => one_sided(item, &format!("{key}[{name}]"), false, all),
                }
            }
            for item in b {
                let name = name_of(item).unwrap_or_default();
                if named(a, &name).is_none() {
                    one_sided(item, &format!("{key}[{name}]"), true, all);
                }
            }
        }
        (a, b) if is_same(a, b) => {}
        _ => {
            let change = Change::Changed { from: shown(file), to: shown(now) };
            all.push(Difference { key: key.to_owned(), change });
        }
    }
}

/// What stands on one side alone, down to its values.
fn one_sided(node: &Node, key: &str, is_added: bool, all: &mut Vec<Difference>) {
    match &node.value {
        Value::Block(entries) if name_of(node).is_none() => {
            for entry in entries {
                one_sided(&entry.value, &format!("{key}.{}", entry.key), is_added, all);
            }
        }
        Value::List(items) if !items.is_empty() && items.iter().all(|item| name_of(item).is_some()) => {
            for item in items {
                one_sided(item, &format!("{key}[{}]", name_of(item).unwrap_or_default()), is_added, all);
            }
        }
        Value::Null => {}
        _ => {
            let value = shown(node);
            all.push(Difference {
                key: key.to_owned(),
                change: if is_added { Change::Added(value) } else { Change::Removed(value) },
            });
        }
    }
}

/// By what an element of a list is known: its name, or what it belongs to.
fn name_of(item: &Node) -> Option<String> {
    let Value::Block(entries) = &item.value else { return None };
    let text = |entries: &[Entry], key: &str| {
        entries.iter().find(|entry| entry.key == key).and_then(|entry| match &entry.value.value {
            Value::Str(text) => Some(text.clone()),
            _ => None,
        })
    };
    let metadata = entries.iter().find(|entry| entry.key == "metadata").and_then(|entry| match &entry.value.value {
        Value::Block(inner) => text(inner, "name"),
        _ => None,
    });
    text(entries, "name").or(metadata).or_else(|| text(entries, "principalARN")).or_else(|| text(entries, "serviceAccountName"))
}

fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(&a.value, &b.value)),
        (Value::Block(a), Value::Block(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|entry| b.iter().any(|other| other.key == entry.key && is_same(&entry.value.value, &other.value.value)))
        }
        (Value::Str(a) | Value::Word(a), Value::Str(b) | Value::Word(b)) => a == b,
        (a, b) => a == b,
    }
}

/// A value on one line, as one would write it in YAML's flow style.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Block(entries) => {
            let inner: Vec<String> = entries.iter().map(|entry| format!("{}: {}", entry.key, shown(&entry.value))).collect();
            format!("{{{}}}", inner.join(", "))
        }
        Value::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Value::Null => "null".to_owned(),
        other => other.shown(),
    }
}
