//! `eksctl { … }` in a node group.

use super::super::capacity::{CapacityReservation, InstanceSelector, Placement};
use super::super::inline_document::InlineDocument;
use super::super::managed_node_group::LaunchTemplate;
use super::super::node_group::{AsgProcess, NodeGroupBottlerocket};
use super::super::node_group_iam::{NodeGroupIam, NodeGroupSgs, NodeGroupSsh};
use super::super::node_update::{NodeGroupUpdateConfig, NodeRepairConfigOverride};
use super::super::object::eksctl_object;
use super::super::self_managed_node_group::{ContainerRuntime, CpuCredits, MetricsCollection};
use super::super::volume::{VolumeMapping, VolumeType};

eksctl_object! {
    /// eksctl's own keys of a node group, beside what its words say. Some exist for one kind of group only (NG-41).
    pub struct NodeGroupBlock, block {
        /// Prefix of the instances' `Name` tag.
        pub instance_prefix: Option<String>,
        /// The instances' `Name` tag; absent: cluster, node group and `Node`.
        pub instance_name: Option<String>,
        /// Instance role: an existing one, or the name, the boundary and the policies of the one that eksctl creates. Of policies, those
        /// alone that the node itself needs (NG-17).
        pub iam: Option<NodeGroupIam>,
        /// Subnets of the nodes, by their names or IDs: among the private ones of the cluster's `vpc.subnets` (NG-03), and in the zones
        /// that the group names (NG-41).
        pub subnets: Vec<String>,
        /// Properties that `instances` are chosen by. eksctl refuses the group where AWS has other types of these properties by then, or
        /// names them in another order; `eksctl create cluster --dry-run` prints them.
        pub instance_selector: Option<InstanceSelector>,
        /// SSH to the nodes; nothing but closed without a waiver (SEC-18).
        pub ssh: Option<NodeGroupSsh>,
        /// `ami-…` of an image of your own; its operating system is the word `ami` of the group.
        pub ami: Option<String>,
        /// Security groups.
        pub security_groups: Option<NodeGroupSgs>,
        /// Further processes of the Auto Scaling group that are suspended.
        pub asg_suspend_processes: Vec<AsgProcess>,
        /// Whether the instances are EBS-optimised; absent: as the instance type comes.
        pub ebs_optimized: Option<bool>,
        /// Type of the root volume; absent: gp3.
        pub volume_type: Option<VolumeType>,
        /// Device name of the root volume; absent: the image's.
        pub volume_name: Option<String>,
        /// Volumes beside the root volume.
        pub additional_volumes: Vec<VolumeMapping>,
        /// Commands run before the node joins; refused for Bottlerocket.
        pub pre_bootstrap_commands: Vec<String>,
        /// Replaces eksctl's bootstrap script; on AmazonLinux2023 a nodeadm NodeConfig that is merged into eksctl's.
        pub override_bootstrap_command: Option<String>,
        /// An existing placement group, by its name.
        pub placement: Option<Placement>,
        /// Settings of Bottlerocket nodes.
        pub bottlerocket: Option<NodeGroupBottlerocket>,
        /// Whether EC2 metrics come every minute instead of every five; absent: they do not.
        pub enable_detailed_monitoring: Option<bool>,
        /// Reserved capacity by preference or by resource group; a reservation by its ID is `purchase: Reservation(…)`.
        pub capacity_reservation: Option<CapacityReservation>,
        /// ARN of the Outpost of the nodes; self-managed groups only.
        #[doc(alias = "outpostARN")]
        pub outpost_arn: Option<String>,
        /// An existing launch template, which names no instance type. It does instead what the words of the group say of metadata service,
        /// volumes, EFA, reservation and Pod limit; no rule can look into it (NG-16). Managed groups only.
        pub launch_template: Option<LaunchTemplate>,
        /// How many nodes may be down at a time during an update; absent: one. Managed groups only.
        pub update_config: Option<NodeGroupUpdateConfig>,
        /// AMI release, such as `1.34.2-20260120`; absent: the newest of the Kubernetes version. Managed groups only.
        pub release_version: Option<String>,
        /// Limits and particular actions of node repair. Managed groups only.
        pub node_repair_config: Option<NodeRepairBlock>,
        /// Price, pools and rebalancing of the distribution. Self-managed groups only.
        pub instances_distribution: Option<InstancesDistributionBlock>,
        /// Metrics of the Auto Scaling group to collect; absent: none. Self-managed groups only.
        pub asg_metrics_collection: Vec<MetricsCollection>,
        /// CPU credits of burstable (T) types. Self-managed groups only.
        pub cpu_credits: Option<CpuCredits>,
        /// Classic load balancers that the nodes are registered with. Self-managed groups only.
        pub classic_load_balancer_names: Vec<String>,
        /// Target groups that the nodes are registered with. Self-managed groups only.
        #[doc(alias = "targetGroupARNs")]
        pub target_group_arns: Vec<String>,
        /// DNS server of the pods; absent: the cluster's. Self-managed groups only.
        #[doc(alias = "clusterDNS")]
        pub cluster_dns: Option<String>,
        /// Kubelet settings; refused for Bottlerocket. Self-managed groups only.
        pub kubelet_extra_config: Option<InlineDocument>,
        /// Container runtime; containerd is the only one from Kubernetes 1.24. Self-managed groups only.
        pub container_runtime: Option<ContainerRuntime>,
        /// Seconds after which an instance is replaced, at least 86400. Self-managed groups only.
        pub max_instance_lifetime: Option<u32>,
        /// Local zones of the nodes. Self-managed groups only.
        pub local_zones: Vec<String>,
        /// Whether instances can run Nitro enclaves. Self-managed groups only.
        pub enclave_enabled: Option<bool>,
    }
    refuses {
        "name" by "DSL-04": "the group has its name already", "remove the key";
        "amiFamily" by "DSL-04": "the operating system has a word of its own", "write `ami: Bottlerocket` in the node group";
        "instanceType" by "DSL-04": "the instance types have a word of their own", "write `instances: [\"…\"]` in the node group";
        "instanceTypes" by "DSL-04": "the instance types have a word of their own", "write `instances: [\"…\"]` in the node group";
        "spot" by "NG-01": "how nodes are bought has a word of its own", "write `purchase: Spot` in the node group";
        "instanceMarketOptions" by "NG-20": "how nodes are bought has a word of its own", "write `purchase: CapacityBlock(\"cr-…\")` in the node group",
            limit "eksml has no word for a Capacity Block whose reservation is not named";
        "availabilityZones" by "DSL-04": "the zones have a word of their own", "write `zone: \"…\"` in the node group";
        "desiredCapacity" by "NG-02": "the sizes have words of their own", "write `scale: 0..=16` and `desired: 1` in the node group";
        "minSize" by "NG-02": "least and most belong together", "write `scale: 0..=16` in the node group";
        "maxSize" by "NG-02": "least and most belong together", "write `scale: 0..=16` in the node group";
        "volumeSize" by "DSL-04": "the root volume has a word of its own", "write `volume { size_gib: 200 }` in the node group";
        "volumeIOPS" by "DSL-04": "the root volume has a word of its own", "write `volume { iops: 3000 }` in the node group";
        "volumeThroughput" by "DSL-04": "the root volume has a word of its own", "write `volume { throughput: 125 }` in the node group";
        "volumeKmsKeyID" by "DSL-04": "the root volume has a word of its own", "write `volume { key: \"arn:aws:kms:…\" }` in the node group";
        "volumeEncrypted" by "NG-14": "whoever gets a snapshot of a root volume that is not encrypted reads it: there is no switch to leave it open", "remove the key",
            in keys "write `volumeEncrypted: true`";
        "labels" by "DSL-04": "labels have a word of their own", "write `labels { \"example.com/team\": \"…\" }` in the node group";
        "taints" by "NG-06": "taints have a word of their own", "write `taint: nvidia_gpu` in the node group";
        "tags" by "DSL-04": "tags have a word of their own", "write `tags { \"…\": \"…\" }` in the node group";
        "privateNetworking" by "NG-03": "workers are always in private subnets; there is no switch for it", "remove the key";
        "maxPodsPerNode" by "DSL-04": "the Pod limit has a word of its own", "write `max_pods: 110` in the node group";
        "propagateASGTags" by "NG-28": "the tags that the scaler needs are always there; there is no switch for it", "remove the key";
        "disableIMDSv1" by "NG-16": "IMDSv1 is off and the hop limit is 1; there is no switch for it", "remove the key; `imds: PodsToo(\"why\")` is the exception";
        "disablePodIMDS" by "NG-16": "IMDSv1 is off and the hop limit is 1; there is no switch for it", "remove the key; `imds: PodsToo(\"why\")` is the exception";
        "efaEnabled" by "NG-18": "EFA has a word of its own", "write `efa: true` in the node group";
    }
}

eksctl_object! {
    /// Limits and particular actions of node repair; whether there is any is the word `repair` of the group.
    pub struct NodeRepairBlock {
        /// Share of unhealthy nodes, in %, above which repair stops.
        pub max_unhealthy_node_threshold_percentage: Option<u32>,
        /// Number of unhealthy nodes above which repair stops.
        pub max_unhealthy_node_threshold_count: Option<u32>,
        /// Share of unhealthy nodes, in %, that are repaired at a time.
        pub max_parallel_nodes_repaired_percentage: Option<u32>,
        /// Number of unhealthy nodes that are repaired at a time.
        pub max_parallel_nodes_repaired_count: Option<u32>,
        /// Other actions and waits for particular conditions.
        pub node_repair_config_overrides: Vec<NodeRepairConfigOverride>,
    }
    refuses {
        "enabled" by "NG-25": "whether nodes are repaired has a word of its own", "write `repair: Automatic` or `repair: Off` in the node group";
    }
}

eksctl_object! {
    /// What `management: SelfManaged { distribution { … } }` has no words for.
    pub struct InstancesDistributionBlock {
        /// Highest Spot price per instance in USD/h; absent: the on-demand price.
        pub max_price: Option<f64>,
        /// Number of cheapest Spot pools to draw from, 1 to 20; absent: 2. Refused with the capacity-optimized strategies.
        pub spot_instance_pools: Option<u32>,
        /// Whether instances at risk of interruption are replaced ahead of it; absent: they are not.
        pub capacity_rebalance: Option<bool>,
    }
    refuses {
        "instanceTypes" by "DSL-04": "the instance types have a word of their own", "write `instances: [\"…\"]` in the node group";
        "onDemandBaseCapacity" by "NG-01": "the mix has a word of its own", "write `management: SelfManaged { distribution { on_demand_base: 1 } }`";
        "onDemandPercentageAboveBaseCapacity" by "NG-01": "the mix has a word of its own", "write `management: SelfManaged { distribution { on_demand_percent: 0 } }`";
        "spotAllocationStrategy" by "NG-01": "the mix has a word of its own", "write `management: SelfManaged { distribution { strategy: CapacityOptimized } }`";
    }
}
