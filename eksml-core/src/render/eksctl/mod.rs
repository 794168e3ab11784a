//! The eksctl `ClusterConfig` of a cluster, and the steps around it that ClusterConfig has no words for.

mod access;
mod addons;
mod auto_mode;
mod cluster;
mod iam;
mod instance_store;
mod karpenter;
mod managed_group;
mod nodes;
mod placement;
mod policy_document;
mod scaling_tags;
mod self_managed_group;
mod steps;

pub use karpenter::interruption_queue;
pub(in crate::render) use placement::group_name as placement_group;
pub use steps::{after_apply, before_create, flags, requirements};

use super::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Scaler;

/// The file it is in, alone: eksctl ignores later documents of a file.
pub const CLUSTER_CONFIG: &str = "00-cluster.eksctl.yaml";

/// Adds the ClusterConfig.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    match view.cluster.scaler {
        Scaler::Karpenter(_) => files.text(karpenter::STACK, karpenter::stack(view)?),
        Scaler::AutoMode(_) => files.text(auto_mode::STACK, auto_mode::stack(view)?),
        Scaler::Fixed | Scaler::ClusterAutoscaler(_) => {}
    }
    files.add(CLUSTER_CONFIG, &cluster::config(view))
}
