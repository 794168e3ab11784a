//! The value tree as plain data: what any self-describing format of serde holds becomes a tree, and a tree is written to any of them.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Serialize, Serializer};

use super::{Entry, Mark, Node, Value};

/// Data of serde has no places of its own.
const NOWHERE: Mark = Mark(0);

impl Node {
    /// A value that was written nowhere.
    pub fn plain(value: Value) -> Self {
        Self { value, mark: NOWHERE }
    }

    /// A text that was written nowhere.
    pub fn text(text: impl Into<String>) -> Self {
        Self::plain(Value::Str(text.into()))
    }

    /// A bare word that was written nowhere.
    pub fn word(word: &str) -> Self {
        Self::plain(Value::Word(word.to_owned()))
    }

    /// `from..=to`, written nowhere.
    pub fn range(from: u32, to: u32) -> Self {
        let (from, to) = (Box::new(from.into()), Box::new(to.into()));
        Self::plain(Value::Range { from, to, inclusive: true })
    }

    /// A block of these entries, written nowhere.
    pub fn block<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        let entry = |(key, value): (K, Self)| Entry { key: key.into(), key_mark: NOWHERE, name: None, value };
        Self::plain(Value::Block(entries.into_iter().map(entry).collect()))
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<bool> for Node {
    fn from(truth: bool) -> Self {
        Self::plain(Value::Bool(truth))
    }
}

impl From<u16> for Node {
    fn from(number: u16) -> Self {
        Self::plain(Value::Int(number.into()))
    }
}

impl From<u32> for Node {
    fn from(number: u32) -> Self {
        Self::plain(Value::Int(number.into()))
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Str(text) | Value::Word(text) => sink.serialize_str(text),
            Value::Int(number) => match (i64::try_from(*number), u64::try_from(*number)) {
                (Ok(number), _) => sink.serialize_i64(number),
                (_, Ok(number)) => sink.serialize_u64(number),
                _ => sink.serialize_i128(*number),
            },
            Value::Float(text) => match text.parse() {
                Ok(number) => sink.serialize_f64(number),
                Err(_) => sink.serialize_str(text),
            },
            Value::Bool(truth) => sink.serialize_bool(*truth),
            Value::List(items) => sink.collect_seq(items),
            Value::Block(entries) => sink.collect_map(entries.iter().map(|entry| (&entry.key, &entry.value))),
            Value::Null => sink.serialize_unit(),
            other => Err(serde_core::ser::Error::custom(format_args!("{} is no plain data", other.kind()))),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::plain(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::plain(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Node, D::Error> {
        Node::deserialize(source)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, source: D) -> Result<Node, D::Error> {
        Node::deserialize(source)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Node, E> {
        Ok(Node::plain(Value::Bool(truth)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::plain(Value::Int(number.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::plain(Value::Int(number.into())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::plain(Value::Float(format!("{number:?}"))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::text(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::plain(Value::List(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut block = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Node, Node>()? {
            // As Go's YAML readers do, which make JSON of YAML.
            let key = match key.value {
                Value::Str(text) | Value::Float(text) => text,
                Value::Int(number) => number.to_string(),
                Value::Bool(truth) => truth.to_string(),
                other => return Err(A::Error::custom(format_args!("only a text can be a key, and this is {}", other.kind()))),
            };
            block.push((key, value));
        }
        Ok(Node::block(block))
    }
}
