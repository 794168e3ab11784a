//! What a cluster was made from.

use super::Cluster;
use super::reader::{Reader, Spec};
use super::shape::{Kind, Shape};
use crate::source::{Node, Path};
use crate::units::Name;

/// The base a cluster was made from. The emitted README lists what the cluster has otherwise: no override is silent.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "k8s", derive(serde::Serialize, serde::Deserialize))]
pub struct Inherits {
    /// What the base is called.
    pub base: Name,
    /// The base as it was, with the cluster's own name and addresses.
    pub cluster: Box<Cluster>,
}

impl Spec for Inherits {
    const SHAPE: &'static Shape = &Shape { rust: "Inherits", kind: Kind::Text };

    fn stand_in() -> Self {
        Self { base: Name::stand_in(), cluster: Box::default() }
    }

    fn read(_: &Node, _: &Path, _: &mut Reader) -> Self {
        Self::stand_in()
    }
}
