//! What eksml writes: manifests from a platform that passed every rule, and the folder they go to.
//!
//! The crate to depend on is `eksml`, which shows all of this as its own. It is a crate of its own because nothing in it needs
//! `platform!`: Cargo builds it while the compiler is still busy with what the macro is made of.

pub mod findings;
pub mod output;
pub mod raw;
pub mod reachability;
pub mod render;

pub use eksml_core::{builder, catalog, components, derived, eksctl, patterns, rules, source, spec, units, yaml};
/// The types of Kubernetes, of the minor that was chosen.
pub use k8s_openapi;
pub use spec::Platform;
