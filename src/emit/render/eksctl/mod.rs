//! The eksctl `ClusterConfig` of a cluster, and the steps around it that ClusterConfig has no words for.
//!
//! What it says is in [`crate::derived::cluster_config`]: rules judge it before it is written.

mod auto_mode;
mod karpenter;
mod steps;

pub use steps::{after_apply, before_create, flags, nodes_wait_for_endpoints, remarks};

use super::{ClusterFiles, ClusterView, RenderError};
use crate::derived;
use crate::spec::Scaler;

/// The file it is in, alone: eksctl ignores later documents of a file.
pub const CLUSTER_CONFIG: &str = "00-cluster.eksctl.yaml";

/// Adds the ClusterConfig.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    match view.cluster.scaler {
        Scaler::Karpenter(_) => files.text(karpenter::STACK, karpenter::stack(view)?),
        Scaler::AutoMode(_) if derived::makes_node_role(view.cluster) => files.text(auto_mode::STACK, auto_mode::stack(view)?),
        Scaler::Fixed | Scaler::ClusterAutoscaler(_) | Scaler::AutoMode(_) => {}
    }
    files.add(CLUSTER_CONFIG, &derived::cluster_config(view.platform, view.cluster))
}
