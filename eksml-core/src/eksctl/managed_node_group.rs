//! `managedNodeGroups`: groups whose nodes EKS provisions, updates and repairs.

use indexmap::IndexMap;

use super::capacity::{CapacityReservation, InstanceMarketOptions, InstanceSelector, Placement};
use super::node_group::{AmiFamily, AsgProcess, NodeGroupBottlerocket, node_group};
use super::node_group_iam::{NodeGroupIam, NodeGroupSgs, NodeGroupSsh};
use super::node_update::{NodeGroupNodeRepairConfig, NodeGroupUpdateConfig};
use super::object::eksctl_object;
use super::taint::NodeGroupTaint;
use super::volume::{VolumeMapping, VolumeType};

node_group! {
    /// A node group run by EKS.
    ///
    /// Spot is `spot` with `instance_types`; its allocation strategy cannot be chosen (eksctl #6208).
    pub struct ManagedNodeGroup {
        /// Instance types, in order of preference; the first accelerated one decides the image of all. Excludes `instanceType`.
        pub instance_types: Vec<String>,
        /// Whether the nodes are Spot instances; absent: they are on demand.
        pub spot: Option<bool>,
        /// Taints; eksctl never adds any, for GPUs neither.
        pub taints: Vec<NodeGroupTaint>,
        /// How many nodes may be down at a time during an update.
        pub update_config: Option<NodeGroupUpdateConfig>,
        /// An existing launch template; excludes most keys that would shape one.
        pub launch_template: Option<LaunchTemplate>,
        /// AMI release, such as `1.34.2-20260120`; absent: the newest of the Kubernetes version.
        pub release_version: Option<String>,
        /// Repair of broken nodes; absent: off.
        pub node_repair_config: Option<NodeGroupNodeRepairConfig>,
    }
    refuses {
        "instancesDistribution" by "NG-01": "`instancesDistribution` is a key of `nodeGroups`; eksctl refuses it in `managedNodeGroups`",
            "write `instanceTypes: […]` and `spot: true`, or move the group to `nodeGroups`";
        "kubeletExtraConfig" by "NG-01": "`kubeletExtraConfig` is a key of `nodeGroups`; eksctl refuses it in `managedNodeGroups`",
            "move the group to `nodeGroups`, or set the kubelet in `overrideBootstrapCommand` or `bottlerocket`";
    }
}

eksctl_object! {
    /// An existing EC2 launch template.
    pub struct LaunchTemplate {
        /// ID (`lt-…`).
        pub id: String,
        /// Version as a quoted whole number from 1; absent: the template's default. `$Latest` and `$Default` are refused.
        pub version: Option<String>,
    }
}
