//! The architecture document's patterns as ordinary functions over the spec: each gives a platform that breaks no rule and carries no
//! workload yet. What they give is plain data: change it, add to it, or write a pattern of your own from the same parts.
//!
//! | pattern | clusters | for whom |
//! |---|---|---|
//! | [`shared`] | one, isolated by namespace | up to about fifty people with similar security requirements |
//! | [`per_workload`] | training, inference, development | several teams, different compliance, blast radius by kind of work |
//! | [`hybrid`] | production inference, batch training, development | one service with an SLA, everything else may wait |
//! | [`hub_and_spoke`] | a hub of shared services, a spoke per team | several business units under one governance |
//!
//! [`share_idle_nodes`] adds a queue to the hub, from which jobs go to nodes that spokes leave idle.
//!
//! [`Base`] is what makes many clusters of one: they inherit it, and the emitted README lists what each has otherwise.
//!
//! "Hybrid" is the document's word for clusters of different weight; nodes on premises (EKS Hybrid Nodes) are something else.

mod base;
mod ground;
mod hub_and_spoke;
mod hybrid;
mod idle_nodes;
pub mod parts;
mod per_workload;
mod shared;

pub use base::Base;
pub use ground::{Ground, Site, Team};
pub use hub_and_spoke::hub_and_spoke;
pub use hybrid::hybrid;
pub use idle_nodes::share_idle_nodes;
pub use per_workload::{Sites, per_workload};
pub use shared::shared;
