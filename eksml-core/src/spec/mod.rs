//! The platform as plain data: what `platform!`, the builders and every other door produce, and the only thing that is checked
//! and rendered. No I/O, no Kubernetes types.
//!
//! Every type is declared once with `spec!` (see `declare.rs`), which makes the struct, the reader that understands the words
//! of `platform!`, the lens that rules look through, and the shape that the macro turns into struct literals.

mod accelerators;
mod access;
mod admission;
pub mod at;
mod bucket;
mod cluster;
mod data;
mod declare;
mod helm;
mod identity;
mod inherits;
mod leaves;
mod monitoring;
mod namespace;
mod network;
mod network_policy;
mod node_group;
mod node_pool;
mod notebook;
mod placement;
mod platform;
mod priority;
mod processing;
mod queues;
mod raw;
mod reader;
mod scale;
mod scaler;
mod serving;
pub mod shape;
mod storage;
mod talk;
mod unit_leaves;
mod waiver;
mod workload;
mod written;

pub use accelerators::*;
pub use access::*;
pub use admission::*;
pub use at::{At, Knowledge};
pub use bucket::*;
pub use cluster::*;
pub use data::*;
pub use helm::*;
pub use identity::*;
pub use inherits::*;
pub use leaves::MapKey;
pub use monitoring::*;
pub use namespace::*;
pub use network::*;
pub use network_policy::*;
pub use node_group::*;
pub use node_pool::*;
pub use notebook::*;
pub use placement::*;
pub use platform::*;
pub use priority::*;
pub use processing::*;
pub use queues::*;
pub use raw::*;
pub use reader::{Block, Dialect, Reader, Spec, expects};
pub use scale::*;
pub use scaler::*;
pub use serving::*;
pub use storage::*;
pub use talk::*;
pub use unit_leaves::unit;
pub use waiver::*;
pub use workload::*;
pub use written::{Spot, Written};
