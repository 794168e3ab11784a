//! The spec as plain data, in any self-describing format of serde: one reader takes it, and what it writes it reads back.

use serde_core::de::{Deserialize, Deserializer, Error};
use serde_core::ser::{Serialize, Serializer};

use super::reader::{Dialect, Reader, Spec};
use super::shape::{Key, Kind, Mode, Shape};
use crate::eksctl::{key_path_in, spelt_anew};
use crate::findings::Finding;
use crate::source::{Node, Path, Value};

/// Writes a value of the spec.
pub(crate) fn write<T: Spec, S: Serializer>(value: &T, sink: S) -> Result<S::Ok, S::Error> {
    value.write().serialize(sink)
}

/// Reads a value of the spec; the error tells everything that cannot be read, a line for each.
pub(crate) fn read<'de, T: Spec, D: Deserializer<'de>>(source: D, dialect: Dialect) -> Result<T, D::Error> {
    let node = Node::deserialize(source)?;
    let mut reader = Reader { dialect, ..Reader::default() };
    let value = match dialect {
        Dialect::Eksctl => T::read(&spelt_anew(&node), &Path::root(), &mut reader),
        Dialect::Words | Dialect::Data => T::read(&node, &Path::root(), &mut reader),
    };
    told(&reader, T::SHAPE).map_or(Ok(value), |told| Err(D::Error::custom(told)))
}

/// What a reader has found, a line for each fault; nothing if there is none.
fn told(reader: &Reader, shape: &'static Shape) -> Option<String> {
    let line = |(Finding { path, problem, fix, .. }, _): &(Finding, _)| {
        let place = match reader.dialect {
            Dialect::Eksctl => key_path_in(shape, path),
            Dialect::Words | Dialect::Data => path.to_string(),
        };
        let place = if path.steps().is_empty() { String::new() } else { format!("{place}: ") };
        format!("{place}{problem}: {fix}")
    };
    let lines: Vec<String> = reader.faults.iter().map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The block of a struct's fields, given in their order. What is not set is not written where eksctl reads it.
pub(crate) fn block_of(shape: &'static Shape, values: Vec<Node>) -> Node {
    let Kind::Struct { fields, .. } = &shape.kind else { return Node::plain(Value::Null) };
    let set = fields.iter().zip(values).filter(|(field, node)| match (&node.value, &field.shape.kind) {
        _ if field.key == Key::Rust || field.mode == Mode::Required => true,
        (Value::Null, _) => false,
        (Value::List(items), Kind::List(_)) => !items.is_empty(),
        (Value::Block(entries), Kind::Map(_)) => !entries.is_empty(),
        _ => true,
    });
    Node::block(set.map(|(field, node)| (field.word(), node)))
}

/// An enum's word, with the payload of its variant.
pub(crate) fn word_of(word: &'static str, payload: Option<Node>) -> Node {
    match payload {
        Some(payload) => Node::block([(word, payload)]),
        None => Node::text(word),
    }
}
