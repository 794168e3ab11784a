//! Free-form objects that eksctl passes on unread: IAM policy documents, kubelet settings, Bottlerocket settings.

use indexmap::IndexMap;

use super::json::Json;
use crate::source::{Node, Path, Value};
use crate::spec::shape::{Kind, Shape};
use crate::spec::{Reader, Spec, plain_data};

/// An object whose keys eksctl does not know; it is handed to IAM, the kubelet or Bottlerocket as it stands, in its own order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InlineDocument(pub IndexMap<String, Json>);

impl InlineDocument {
    /// The value under a path of keys, if every step is there.
    pub fn get(&self, path: &[&str]) -> Option<&Json> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.0.get(*first)?, |value, key| value.get(key))
    }

    /// Whether the document has no keys; eksctl still writes it where it stands.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for InlineDocument {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl Spec for InlineDocument {
    const SHAPE: &'static Shape = &Shape { rust: "eksctl::InlineDocument", kind: Kind::Document };

    fn stand_in() -> Self {
        Self::default()
    }

    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        if matches!(node.value, Value::Block(_))
            && let Json::Object(entries) = json(node, path, reader)
        {
            return Self(entries);
        }
        reader.expected("a block of keys and values", node, path);
        Self::default()
    }

    fn write(&self) -> Node {
        Node::block(self.0.iter().map(|(key, value)| (key.as_str(), value.node())))
    }
}

plain_data!(InlineDocument, Eksctl);

/// A value inside a document, whatever it is.
pub(super) fn json(node: &Node, path: &Path, reader: &mut Reader) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Int(number) => Json::Int(*number),
        Value::Float(text) => match text.parse() {
            Ok(number) if f64::is_finite(number) => Json::Float(number),
            _ => {
                reader.expected("a number that JSON has", node, path);
                Json::Null
            }
        },
        Value::Str(text) => Json::Text(text.clone()),
        Value::List(items) => {
            let item = |(index, node)| json(node, &path.index(index), reader);
            Json::List(items.iter().enumerate().map(item).collect())
        }
        Value::Block(entries) => {
            let mut object = IndexMap::new();
            for entry in entries {
                let path = path.key(&entry.key);
                reader.place(&path, Some(entry), &entry.value);
                let value = json(&entry.value, &path, reader);
                if object.insert(entry.key.clone(), value).is_some() {
                    let problem = format!("`{}` is given twice", entry.key);
                    reader.fault("DSL-04", &path, entry.key_mark, problem, format!("keep one `{}`", entry.key));
                }
            }
            Json::Object(object)
        }
        _ => {
            reader.expected("a text, a number, a truth value, a list or a block", node, path);
            Json::Null
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reaches_into_nested_objects() {
        let kubernetes = Json::Object(IndexMap::from([("max-pods".to_owned(), Json::Int(29))]));
        let settings = Json::Object(IndexMap::from([("kubernetes".to_owned(), kubernetes)]));
        let document: InlineDocument = [("settings", settings)].into_iter().collect();
        assert_eq!(document.get(&["settings", "kubernetes", "max-pods"]), Some(&Json::Int(29)));
        assert_eq!(document.get(&["settings", "ntp"]), None);
        assert_eq!(document.get(&[]), None);
    }
}
