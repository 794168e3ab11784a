//! Value trees of raw objects, for the rules that judge whatever is applied: a mark is the path of keys to a value.

use eksml_core::source::{Entry, Mark, Node, Value as Tree};
use serde_json::Value;

/// Where the values of an object stand, by mark: `spec.replicas`, `spec.containers[0].image`.
#[derive(Debug, Default)]
pub(super) struct Paths(Vec<String>);

impl Paths {
    /// The path of a mark; empty for the object itself.
    pub(super) fn of(&self, mark: Mark) -> &str {
        self.0.get(mark.0 as usize).map_or("", String::as_str)
    }

    fn mark(&mut self, path: String) -> Mark {
        self.0.push(path);
        Mark(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// The tree of an object.
    pub(super) fn tree(&mut self, value: &Value, path: String) -> Node {
        let tree = match value {
            Value::Null => Tree::Null,
            Value::Bool(truth) => Tree::Bool(*truth),
            Value::Number(number) => number.as_i64().map_or_else(|| Tree::Float(number.to_string()), |it| Tree::Int(it.into())),
            Value::String(text) => Tree::Str(text.clone()),
            Value::Array(items) => {
                Tree::List(items.iter().enumerate().map(|(index, item)| self.tree(item, format!("{path}[{index}]"))).collect())
            }
            Value::Object(entries) => Tree::Block(
                entries
                    .iter()
                    .map(|(key, value)| {
                        let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                        Entry { key: key.clone(), key_mark: self.mark(below.clone()), name: None, value: self.tree(value, below) }
                    })
                    .collect(),
            ),
        };
        Node { value: tree, mark: self.mark(path) }
    }
}
