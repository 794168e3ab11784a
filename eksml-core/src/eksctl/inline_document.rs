//! Free-form objects that eksctl passes on unread: IAM policy documents, kubelet settings, Bottlerocket settings.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An object whose keys eksctl does not know; it is handed to IAM, the kubelet or Bottlerocket as it stands.
///
/// The top level keeps its order; nested objects are ordered by key, unless serde_json is built with `preserve_order`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InlineDocument(pub IndexMap<String, Value>);

impl InlineDocument {
    /// The value under a path of keys, if every step is there.
    pub fn get(&self, path: &[&str]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.0.get(*first)?, |value, key| value.get(key))
    }

    /// Whether the document has no keys; eksctl still writes it where it stands.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for InlineDocument {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl From<serde_json::Map<String, Value>> for InlineDocument {
    fn from(map: serde_json::Map<String, Value>) -> Self {
        map.into_iter().collect()
    }
}

/// A JSON value that is not an object cannot be an inline document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnObject;

impl std::fmt::Display for NotAnObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an inline document must be an object")
    }
}

impl std::error::Error for NotAnObject {}

impl TryFrom<Value> for InlineDocument {
    type Error = NotAnObject;

    fn try_from(value: Value) -> Result<Self, NotAnObject> {
        match value {
            Value::Object(map) => Ok(map.into()),
            _ => Err(NotAnObject),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reaches_into_nested_objects() {
        let document = InlineDocument::try_from(json!({"settings": {"kubernetes": {"max-pods": 29}}})).expect("an object");
        assert_eq!(document.get(&["settings", "kubernetes", "max-pods"]), Some(&json!(29)));
        assert_eq!(document.get(&["settings", "ntp"]), None);
        assert_eq!(document.get(&[]), None);
        assert_eq!(InlineDocument::try_from(json!([1])), Err(NotAnObject));
    }
}
