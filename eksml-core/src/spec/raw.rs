//! Objects of the user's own, beside what the spec has words for.

use super::reader::{Reader, Spec};
use super::shape::{Kind, Shape};
use crate::source::{Node, Path};

/// A Kubernetes object of the user's own, as plain data. It comes in by `Platform::with_object` or `Platform::with_yaml`, and is held
/// against the same rules as what eksml emits.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawObject {
    /// What it is called in messages: kind and name.
    pub shown: String,
    /// The object as JSON.
    pub json: String,
}

/// The objects of a cluster, in the order in which they came in.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct RawObjects(pub Vec<RawObject>);

impl Spec for RawObjects {
    const SHAPE: &'static Shape = &Shape { rust: "RawObjects", kind: Kind::Text };

    fn stand_in() -> Self {
        Self::default()
    }

    fn read(_: &Node, _: &Path, _: &mut Reader) -> Self {
        Self::default()
    }
}
