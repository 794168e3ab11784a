//! The eksctl `ClusterConfig` of a cluster, and the steps around it that ClusterConfig has no words for.

mod access;
mod addons;
mod cluster;
mod iam;
mod instance_store;
mod managed_group;
mod nodes;
mod placement;
mod policy_document;
mod scaling_tags;
mod self_managed_group;
mod steps;

pub use steps::{after_apply, flags, requirements};

use super::{ClusterFiles, ClusterView, RenderError};

/// The file it is in, alone: eksctl ignores later documents of a file.
pub const CLUSTER_CONFIG: &str = "00-cluster.eksctl.yaml";

/// Adds the ClusterConfig.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    files.add(CLUSTER_CONFIG, &cluster::config(view))
}
