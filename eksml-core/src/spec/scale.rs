//! How many nodes a group may have.

use std::ops::{Range, RangeInclusive};

use super::At;
use super::declare::plain_data;
use super::reader::{Dialect, Reader, Spec, expects};
use super::shape::{Kind, Shape};
use crate::source::{Node, Path, Place, Value};

/// The least and the most nodes of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scale {
    /// The least, in nodes.
    pub min: u32,
    /// The most, in nodes, itself included.
    pub max: u32,
}

impl From<RangeInclusive<u32>> for Scale {
    fn from(range: RangeInclusive<u32>) -> Self {
        Self { min: *range.start(), max: *range.end() }
    }
}

impl From<Range<u32>> for Scale {
    fn from(range: Range<u32>) -> Self {
        Self { min: range.start, max: range.end.saturating_sub(1) }
    }
}

impl From<u32> for Scale {
    fn from(nodes: u32) -> Self {
        Self { min: nodes, max: nodes }
    }
}

impl<'a> At<'a, Scale> {
    /// The least, in nodes.
    pub fn min(&self) -> At<'a, u32> {
        self.field("min", |scale| &scale.min)
    }

    /// The most, in nodes, itself included.
    pub fn max(&self) -> At<'a, u32> {
        self.field("max", |scale| &scale.max)
    }
}

impl Spec for Scale {
    const SHAPE: &'static Shape = &Shape { rust: "Scale", kind: Kind::Scale };

    fn stand_in() -> Self {
        Self::default()
    }

    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        let bound = |node: &Node, path: &Path, reader: &mut Reader| {
            reader.places.note(path, Place { key: None, name: None, value: node.mark });
            u32::read(node, path, reader)
        };
        match &node.value {
            Value::Range { from, to, inclusive } => {
                let min = bound(from, &path.field("min"), reader);
                let max = bound(to, &path.field("max"), reader);
                Self { min, max: if *inclusive { max } else { max.saturating_sub(1) } }
            }
            Value::Int(_) => Self::from(u32::read(node, path, reader)),
            Value::Block(_)
                if reader.dialect == Dialect::Data
                    && let Some([min, max]) = node.parts(["min", "max"]) =>
            {
                Self { min: u32::read(min, &path.field("min"), reader), max: u32::read(max, &path.field("max"), reader) }
            }
            _ => {
                reader.expected(&expects(Self::SHAPE), node, path);
                Self::default()
            }
        }
    }

    fn write(&self) -> Node {
        Node::block([("min", self.min.write()), ("max", self.max.write())])
    }
}

plain_data!(Scale, Data);
