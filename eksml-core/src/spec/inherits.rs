//! What a cluster was made from.

use super::Cluster;
use super::declare::plain_data;
use super::reader::{Dialect, Reader, Spec};
use super::shape::{Kind, Shape};
use crate::source::{Node, Path, Value};
use crate::units::Name;

/// The base a cluster was made from. The emitted README lists what the cluster has otherwise: no override is silent.
#[derive(Debug, Clone, PartialEq)]
pub struct Inherits {
    /// What the base is called.
    pub base: Name,
    /// The base as it was; a cluster's own name and addresses are no overrides.
    pub cluster: Box<Cluster>,
}

impl Spec for Inherits {
    const SHAPE: &'static Shape = &Shape { rust: "Inherits", kind: Kind::Base };

    fn stand_in() -> Self {
        Self { base: Name::stand_in(), cluster: Box::default() }
    }

    /// Its words are in the cluster already ([`Bases`](super::Bases)); what is left is its name.
    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        if reader.dialect == Dialect::Data
            && let Some([base, cluster]) = node.parts(["base", "cluster"])
        {
            let cluster = Cluster::read(cluster, &path.field("cluster"), reader);
            return Self { base: Name::read(base, &path.field("base"), reader), cluster: Box::new(cluster) };
        }
        match &node.value {
            Value::Word(_) | Value::Str(_) => Self { base: Name::read(node, path, reader), ..Self::stand_in() },
            _ => {
                reader.expected("the name of a `base`", node, path);
                Self::stand_in()
            }
        }
    }

    fn write(&self) -> Node {
        Node::block([("base", self.base.write()), ("cluster", self.cluster.write())])
    }
}

plain_data!(Inherits, Data);
