//! From a sound spec to manifests. [`manifests`] is the gate: the only way to output, and it passes nothing that breaks a rule.
//!
//! One folder per kind of output; inside it one file per concern. A renderer reads the spec through [`ClusterView`] and adds objects
//! to [`ClusterFiles`]; it judges nothing (rules do) and derives nothing that a rule also needs (that lives in [`crate::derived`]).

mod cloudformation;
mod cluster_files;
pub mod eksctl;
mod fleet;
mod gate;
mod gitops;
mod helm;
mod index;
pub mod kubernetes;
mod mirror;
mod overrides;
mod read_back;
mod remarks;
mod runbook;
pub mod shell;

pub use crate::derived::ClusterView;
pub use cluster_files::{ClusterFiles, RenderError};
pub use gate::{Gate, Refusal, Verdict, judge, manifests};
pub use index::commands;
pub(crate) use read_back::objects;
pub use remarks::{Remark, remarks};
