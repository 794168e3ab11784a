//! Jobs that eksml adds to namespaces of the user's own, beside the workloads: what each container may use.

use crate::catalog::node_agents::Asks;

/// A container of a job that eksml adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SideContainer {
    /// What it asks for.
    pub requests: Asks,
    /// What it may use at most.
    pub limits: Asks,
}

/// The Pod that stops a notebook for the night.
pub const NOTEBOOK_STOP: SideContainer = SideContainer { requests: Asks::new(50, 128), limits: Asks::new(500, 128) };

/// The Pod that reads the newest checkpoints of a namespace to prove that they can be read.
pub const RESTORE_DRILL: SideContainer = SideContainer { requests: Asks::new(250, 512), limits: Asks::new(250, 512) };
