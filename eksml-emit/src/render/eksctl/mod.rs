//! The eksctl `ClusterConfig` of a cluster, and the steps around it that ClusterConfig has no words for.
//!
//! What it says is in [`crate::derived::cluster_config`]: rules judge it before it is written.

mod add_ons;
mod auto_mode;
mod karpenter;
mod node_groups;
mod steps;

pub use node_groups::{create as create_node_groups, delete as delete_nodes};
pub use steps::{after_apply, before_create, flags, nodes_wait_for_endpoints, remarks};

use super::{ClusterFiles, ClusterView, RenderError};
use crate::derived;
use crate::spec::Scaler;

/// The file it is in, alone: eksctl ignores later documents of a file.
pub const CLUSTER_CONFIG: &str = "00-cluster.eksctl.yaml";

/// Whether a file is eksctl's alone: nobody applies it to a cluster.
pub fn is_eksctls(file: &str) -> bool {
    file.ends_with(".eksctl.yaml")
}

/// Adds the ClusterConfig, and the node groups that come after it.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    match view.cluster.scaler {
        Scaler::Karpenter(_) => files.text(karpenter::STACK, karpenter::stack(view)?),
        Scaler::AutoMode(_) if derived::makes_node_role(view.cluster) => files.text(auto_mode::STACK, auto_mode::stack(view)?),
        Scaler::Fixed | Scaler::ClusterAutoscaler(_) | Scaler::AutoMode(_) => {}
    }
    let (config, later) = node_groups::split(view, derived::cluster_config(view.platform, view.cluster));
    let (config, add_ons) = add_ons::split(config);
    if let Some(add_ons) = &add_ons {
        files.add(add_ons::FILE, add_ons)?;
    }
    if let Some(later) = &later {
        files.add(node_groups::FILE, later)?;
    }
    files.add(CLUSTER_CONFIG, &config)
}
