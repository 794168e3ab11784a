//! Objects of the user's own, beside what the spec has words for.

use super::declare::{plain_data, spec};
use super::reader::{Dialect, Reader, Spec};
use super::shape::{Kind, Shape};
use crate::source::{Node, Path};

spec! {
    /// A Kubernetes object of the user's own, as plain data. It comes in by `Platform::with_object` or `Platform::with_yaml`, and is held
    /// against the same rules as what eksml emits.
    pub struct RawObject {
        /// What it is called in messages: kind and name.
        shown: String = required;
        /// The object as JSON.
        json: String = required;
    }
}

/// The objects of a cluster, in the order in which they came in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawObjects(pub Vec<RawObject>);

impl Spec for RawObjects {
    const SHAPE: &'static Shape = &Shape { rust: "RawObjects", kind: Kind::Text };

    fn stand_in() -> Self {
        Self::default()
    }

    /// There is no word for them.
    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        match reader.dialect {
            Dialect::Data => Self(Spec::read(node, path, reader)),
            Dialect::Words | Dialect::Eksctl => Self::default(),
        }
    }

    fn write(&self) -> Node {
        self.0.write()
    }
}

plain_data!(RawObjects, Data);
