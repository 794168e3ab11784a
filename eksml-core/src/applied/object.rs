//! Object of Kubernetes, as a value tree with marks.

use crate::source::{Entry, Mark, Node, Value};

/// An object that is applied. Two of them are different things even if they say the same.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    /// All of it.
    pub node: &'a Node,
}

impl<'a> Object<'a> {
    /// The API group and version, such as `apps/v1`; empty where it says none.
    pub fn api_version(&self) -> &'a str {
        text(self.node, &["apiVersion"]).unwrap_or_default()
    }

    /// The API group: empty for the core group.
    pub fn group(&self) -> &'a str {
        self.api_version().split_once('/').map_or("", |(group, _)| group)
    }

    /// The kind, such as `Deployment`; empty where it says none.
    pub fn kind(&self) -> &'a str {
        text(self.node, &["kind"]).unwrap_or_default()
    }

    /// The name; empty where the API server is to make one up.
    pub fn name(&self) -> &'a str {
        text(self.node, &["metadata", "name"]).unwrap_or_default()
    }

    /// The namespace; `default` where it says none.
    pub fn namespace(&self) -> &'a str {
        text(self.node, &["metadata", "namespace"]).unwrap_or("default")
    }

    /// What messages call it: "Deployment `serving/vllm`".
    pub fn shown(&self) -> String {
        match text(self.node, &["metadata", "namespace"]) {
            Some(namespace) => format!("{} `{namespace}/{}`", self.kind(), self.name()),
            None => format!("{} `{}`", self.kind(), self.name()),
        }
    }

    /// Where a finding about the whole object stands: at its name.
    pub fn mark(&self) -> Mark {
        at(self.node, &["metadata", "name"]).map_or(self.node.mark, |name| name.mark)
    }

    /// What stands under a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&'a Node> {
        at(self.node, path)
    }
}

/// The entries of a block; none of anything else.
pub(crate) fn entries(node: &Node) -> &[Entry] {
    match &node.value {
        Value::Block(entries) => entries,
        _ => &[],
    }
}

/// What stands under a path of keys.
pub(crate) fn at<'a>(node: &'a Node, path: &[&str]) -> Option<&'a Node> {
    path.iter().try_fold(node, |node, key| entries(node).iter().find(|entry| entry.key == *key).map(|entry| &entry.value))
}

/// The text under a path of keys.
pub(crate) fn text<'a>(node: &'a Node, path: &[&str]) -> Option<&'a str> {
    match &at(node, path)?.value {
        Value::Str(text) => Some(text),
        _ => None,
    }
}

/// The whole number under a path of keys.
pub(crate) fn number(node: &Node, path: &[&str]) -> Option<u32> {
    match &at(node, path)?.value {
        Value::Int(number) => u32::try_from(*number).ok(),
        _ => None,
    }
}

/// Whether `true` stands under a path of keys.
pub(crate) fn is_true(node: &Node, path: &[&str]) -> bool {
    at(node, path).is_some_and(|node| node.value == Value::Bool(true))
}

/// Whether `false` stands under a path of keys.
pub(crate) fn is_false(node: &Node, path: &[&str]) -> bool {
    at(node, path).is_some_and(|node| node.value == Value::Bool(false))
}

/// The items of the list under a path of keys; none where there is no list.
pub(crate) fn items<'a>(node: &'a Node, path: &[&str]) -> &'a [Node] {
    match at(node, path).map(|node| &node.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

/// An amount: a text or a number.
pub(crate) fn amount(node: &Node) -> Option<String> {
    match &node.value {
        Value::Str(text) | Value::Float(text) => Some(text.clone()),
        Value::Int(number) => Some(number.to_string()),
        _ => None,
    }
}
