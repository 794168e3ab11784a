//! `nodeGroups`: groups of plain EC2 Auto Scaling, bootstrapped by eksctl and updated by you.

use indexmap::IndexMap;

use super::capacity::{CapacityReservation, InstanceMarketOptions, InstanceSelector, NodeGroupInstancesDistribution, Placement};
use super::inline_document::InlineDocument;
use super::keyword::keyword;
use super::node_group::{AmiFamily, AsgProcess, NodeGroupBottlerocket, node_group};
use super::node_group_iam::{NodeGroupIam, NodeGroupSgs, NodeGroupSsh};
use super::node_update::NodeGroupUpdateConfig;
use super::object::eksctl_object;
use super::taint::NodeGroupTaint;
use super::volume::{VolumeMapping, VolumeType};

node_group! {
    /// A node group run by an EC2 Auto Scaling group; eksctl calls it plainly a node group.
    ///
    /// It knows neither `instanceTypes` nor `spot`: several types and Spot are `instances_distribution`.
    pub struct SelfManagedNodeGroup {
        /// Several instance types and their Spot share; `instanceType` must then be absent or `mixed`.
        pub instances_distribution: Option<NodeGroupInstancesDistribution>,
        /// Metrics of the Auto Scaling group to collect; absent: none.
        pub asg_metrics_collection: Vec<MetricsCollection>,
        /// CPU credits of burstable (T) types; absent: the type's default.
        pub cpu_credits: Option<CpuCredits>,
        /// Classic load balancers that the nodes are registered with.
        pub classic_load_balancer_names: Vec<String>,
        /// Target groups that the nodes are registered with.
        #[doc(alias = "targetGroupARNs")]
        pub target_group_arns: Vec<String>,
        /// Taints; read as a list or as eksctl's older map of key to `value:effect`, written as a list.
        pub taints: Vec<NodeGroupTaint>,
        /// Accepted by eksctl and read by nothing.
        pub update_config: Option<NodeGroupUpdateConfig>,
        /// DNS server of the pods; absent: the cluster's.
        #[doc(alias = "clusterDNS")]
        pub cluster_dns: Option<String>,
        /// Kubelet settings; refused for Bottlerocket and Windows.
        pub kubelet_extra_config: Option<InlineDocument>,
        /// Container runtime; absent: containerd, the only one from Kubernetes 1.24 and on AmazonLinux2023.
        pub container_runtime: Option<ContainerRuntime>,
        /// Seconds after which an instance is replaced, at least 86400; absent: never.
        pub max_instance_lifetime: Option<u32>,
        /// Local zones of the nodes; excludes `availabilityZones`.
        pub local_zones: Vec<String>,
        /// Whether instances can run Nitro enclaves; absent: they cannot.
        pub enclave_enabled: Option<bool>,
    }
    refuses {
        "instanceTypes" by "NG-01": "`instanceTypes` is a key of `managedNodeGroups`; eksctl refuses it in `nodeGroups`",
            "move the group to `managedNodeGroups`, or write `instancesDistribution: {instanceTypes: […]}`";
        "spot" by "NG-01": "`spot` is a key of `managedNodeGroups`; eksctl refuses it in `nodeGroups`",
            "move the group to `managedNodeGroups`, or write `instancesDistribution: {onDemandPercentageAboveBaseCapacity: 0}`";
        "launchTemplate" by "NG-01": "`launchTemplate` is a key of `managedNodeGroups`; eksctl refuses it in `nodeGroups`",
            "move the group to `managedNodeGroups`";
        "nodeRepairConfig" by "NG-01": "`nodeRepairConfig` is a key of `managedNodeGroups`; eksctl refuses it in `nodeGroups`",
            "move the group to `managedNodeGroups`: EKS repairs nodes of the groups it manages";
        "releaseVersion" by "NG-01": "`releaseVersion` is a key of `managedNodeGroups`; eksctl refuses it in `nodeGroups`",
            "move the group to `managedNodeGroups`, or write `ami`";
    }
}

eksctl_object! {
    /// Metrics of an Auto Scaling group.
    pub struct MetricsCollection {
        /// How often; `1Minute` is all that EC2 Auto Scaling offers.
        pub granularity: String,
        /// Which; absent: all.
        pub metrics: Vec<String>,
    }
}

keyword! {
    /// What a burstable instance does without CPU credits.
    pub enum CpuCredits {
        /// It is throttled.
        Standard = "standard",
        /// It goes on, at a price.
        Unlimited = "unlimited",
    }
}

keyword! {
    /// Container runtime of a node.
    pub enum ContainerRuntime {
        /// containerd.
        Containerd = "containerd",
        /// Docker, before Kubernetes 1.24.
        Dockerd = "dockerd",
        /// Docker on Windows, before Kubernetes 1.24.
        Docker = "docker",
    }
}
