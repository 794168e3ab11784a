//! The road of eksml: spec → rules → gate → manifests. See `ARCHITECTURE.md` for the map.
//!
//! Use it through the facade crate `eksml`.

pub mod catalog;
pub mod derived;
pub mod eksctl;
#[doc(hidden)]
pub mod expansion;
pub mod findings;
#[cfg(feature = "import")]
pub mod import;
pub mod patterns;
pub mod rules;
pub mod source;
pub mod spec;
pub mod units;

#[cfg(feature = "k8s")]
pub mod builder;
#[cfg(feature = "k8s")]
pub mod output;
#[cfg(feature = "k8s")]
pub mod raw;
#[cfg(feature = "k8s")]
pub mod reachability;
#[cfg(feature = "k8s")]
pub mod render;
#[cfg(feature = "k8s")]
pub mod yaml;

/// The types of Kubernetes, of the minor that was chosen.
#[cfg(feature = "k8s")]
pub use k8s_openapi;
