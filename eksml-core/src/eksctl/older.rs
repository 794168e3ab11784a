//! Older spellings that eksctl still reads, in the present one.

use crate::source::{Entry, Mark, Node, Value};

/// The file with the taints of self-managed groups as a list; eksctl reads a map of key to `value:effect` there as well.
pub fn spelt_anew(file: &Node) -> Node {
    let mut file = file.clone();
    let Value::Block(entries) = &mut file.value else { return file };
    for entry in entries.iter_mut().filter(|entry| entry.key == "nodeGroups") {
        let Value::List(groups) = &mut entry.value.value else { continue };
        for group in groups {
            let Value::Block(keys) = &mut group.value else { continue };
            for taints in keys.iter_mut().filter(|entry| entry.key == "taints") {
                if let Value::Block(map) = &taints.value.value {
                    taints.value.value = Value::List(map.iter().map(taint).collect());
                }
            }
        }
    }
    file
}

/// `key: value:effect`, `key: :effect` for an empty value, or `key: effect`.
fn taint(entry: &Entry) -> Node {
    let mark = entry.value.mark;
    let word = |key: &str, value: Value| Entry { key: key.to_owned(), key_mark: mark, name: None, value: Node { value, mark } };
    let mut keys = vec![part("key", &entry.key, entry.key_mark)];
    match &entry.value.value {
        Value::Str(text) => {
            let (value, effect) = text.rsplit_once(':').unwrap_or(("", text));
            if !value.is_empty() {
                keys.push(part("value", value, mark));
            }
            keys.push(part("effect", effect, mark));
        }
        other => keys.push(word("effect", other.clone())),
    }
    Node { value: Value::Block(keys), mark: entry.key_mark }
}

fn part(key: &str, text: &str, mark: Mark) -> Entry {
    Entry { key: key.to_owned(), key_mark: mark, name: None, value: Node { value: Value::Str(text.to_owned()), mark } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taints_are_read_from_the_map_spelling() {
        let node = |value: Value| Node { value, mark: Mark(0) };
        let entry = |key: &str, value: Value| Entry { key: key.to_owned(), key_mark: Mark(0), name: None, value: node(value) };
        let text = |text: &str| Value::Str(text.to_owned());
        for (pair, keys) in [
            ("true:NoSchedule", vec![("key", "gpu"), ("value", "true"), ("effect", "NoSchedule")]),
            (":NoExecute", vec![("key", "gpu"), ("effect", "NoExecute")]),
            ("PreferNoSchedule", vec![("key", "gpu"), ("effect", "PreferNoSchedule")]),
        ] {
            let taints = |value| {
                let group = node(Value::Block(vec![entry("taints", value)]));
                node(Value::Block(vec![entry("nodeGroups", Value::List(vec![group]))]))
            };
            let older = taints(Value::Block(vec![entry("gpu", text(pair))]));
            let present = node(Value::Block(keys.into_iter().map(|(key, value)| entry(key, text(value))).collect()));
            assert_eq!(spelt_anew(&older), taints(Value::List(vec![present])), "{pair}");
        }
    }
}
