//! The eksctl `ClusterConfig` that a cluster becomes: rules about ClusterConfigs judge it, the renderer writes it.

mod access;
mod addons;
mod auto_mode;
mod capabilities;
mod cluster;
mod iam;
mod instance_store;
mod karpenter;
mod managed_group;
mod nodes;
mod origin;
mod overlay;
mod placement;
mod policy_document;
mod scaling_tags;
mod self_managed_group;

pub use addons::vpc_cni;
pub use karpenter::interruption_queue;
pub use origin::ConfigOrigin;
pub use placement::group_name as placement_group;

use super::ClusterView;
use crate::eksctl::ClusterConfig;
use crate::spec::{Cluster, Platform};

/// The ClusterConfig of a cluster, its `eksctl` blocks included.
pub fn cluster_config(platform: &Platform, cluster: &Cluster) -> ClusterConfig {
    cluster::config(&ClusterView { platform, cluster })
}
