//! The traits of this door describe eksml's own types alone: nobody else can claim to be a tainted node group.

/// Implemented by eksml's own types only.
pub trait Sealed {}
