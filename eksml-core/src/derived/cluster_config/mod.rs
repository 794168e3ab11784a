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
mod view;

pub(crate) use addons::derived_addon;
pub use addons::vpc_cni;
pub use karpenter::interruption_queue;
pub(crate) use karpenter::permissions as karpenter_permissions;
pub use origin::ConfigOrigin;
pub use placement::group_name as placement_group;

use std::cell::RefCell;

use self::view::View;
use crate::eksctl::ClusterConfig;
use crate::source::Path;
use crate::spec::{At, Cluster, Lens, Platform};

/// The ClusterConfig of a cluster, its `eksctl` blocks included.
pub fn cluster_config<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> ClusterConfig {
    cluster::config(View { platform: platform.into(), cluster: cluster.into(), unknown: None })
}

/// The same, and what of it is unknown: the parts that depend on unknown parts of the platform.
pub(crate) fn cluster_config_with_unknown(platform: At<'_, Platform>, cluster: At<'_, Cluster>) -> (ClusterConfig, Vec<Path>) {
    let unknown = RefCell::default();
    let view = View { platform, cluster, unknown: Some(&unknown) };
    let config = view.whole(|| cluster::config(view));
    (config, unknown.take())
}
