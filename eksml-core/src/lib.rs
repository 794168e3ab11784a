//! The half of eksml that judges: the spec of a platform, the rules about it, the catalogue of facts, and what follows from them.
//! No Kubernetes type and no output is in it, so the compiler can load it for `platform!`. See `ARCHITECTURE.md` for the map.
//!
//! Use it through the crate `eksml`.

pub mod applied;
pub mod builder;
pub mod catalog;
pub mod components;
pub mod derived;
pub mod eksctl;
#[doc(hidden)]
pub mod expansion;
pub mod findings;
pub mod patterns;
pub mod rules;
pub mod source;
pub mod spec;
pub mod units;
pub mod yaml;
