//! The raw door: any Kubernetes object, by its type or as YAML, for what the spec has no words for.
//!
//! What comes in here is emitted as it is, and held against the rules all the same: over the whole set, when everything else is
//! rendered, because that is where its names and selectors lead.

mod check;
mod door;
mod monitors;
mod pod;
mod rbac;
mod secrets;
mod selects;
mod set_secrets;
mod tree;

pub(crate) use check::check;
pub use door::{NotAnObject, RawDoor};
pub(crate) use set_secrets::check as check_set;
