//! A value inside a free-form object, in the order in which it was written; it shows as compact JSON.

use std::fmt;

use indexmap::IndexMap;

use crate::source::{Node, Value};

/// A JSON value. Ours, because the compiler's side of eksml builds policy documents too, and does without `serde_json`.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Json {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A number with a point.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(IndexMap<String, Json>),
}

impl Json {
    /// An object of these entries.
    pub fn object<K: Into<String>>(entries: impl IntoIterator<Item = (K, Json)>) -> Self {
        Self::Object(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// A list of texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(|text| Self::Text(text.into())).collect())
    }

    /// The value under a key of an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.get(key),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        Self::List(items)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(truth) => write!(f, "{truth}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number:?}"),
            Self::Text(text) => quoted(text, f),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { "," })?;
                }
                f.write_str("]")
            }
            Self::Object(entries) => {
                f.write_str("{")?;
                for (at, (key, value)) in entries.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { "," })?;
                    quoted(key, f)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            '\r' => f.write_str("\\r")?,
            c if c.is_control() => write!(f, "\\u{:04x}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}

impl Json {
    /// The value as plain data.
    pub(super) fn node(&self) -> Node {
        match self {
            Self::Null => Node::plain(Value::Null),
            Self::Bool(truth) => Node::plain(Value::Bool(*truth)),
            Self::Int(number) => Node::plain(Value::Int(*number)),
            Self::Float(number) => Node::plain(Value::Float(format!("{number:?}"))),
            Self::Text(text) => Node::text(text),
            Self::List(items) => Node::plain(Value::List(items.iter().map(Self::node).collect())),
            Self::Object(entries) => Node::block(entries.iter().map(|(key, value)| (key.as_str(), value.node()))),
        }
    }
}

impl serde_core::Serialize for Json {
    fn serialize<S: serde_core::Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
        self.node().serialize(sink)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_as_compact_json_in_its_own_order() {
        let value = Json::object([("b", Json::texts(["x \"y\"\n"])), ("a", Json::Float(1.0)), ("c", Json::from(true))]);
        assert_eq!(value.to_string(), r#"{"b":["x \"y\"\n"],"a":1.0,"c":true}"#);
    }
}
