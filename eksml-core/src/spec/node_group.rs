//! A group of worker nodes.

use indexmap::IndexMap;

use super::declare::spec;
use super::{DevicePlane, NodePool, Scale, Waiver};
use crate::catalog::{AmiFamily, InstanceType, Zone};
use crate::eksctl::NodeGroupBlock;
use crate::units::{CapacityReservationId, Date, KeyArn, LabelKey, LabelValue, Name};

spec! {
    /// A group of worker nodes of one shape. Always in private subnets (NG-03), with IMDSv2 (NG-16) and an encrypted root volume.
    pub struct NodeGroup {
        /// Its name, unique in the cluster.
        name: Name = name;
        /// EC2 instance types in order of preference; all of one shape under the Cluster Autoscaler (NG-04).
        instances: Vec<InstanceType> = required;
        /// The least and the most nodes (NG-02).
        scale: Scale = required;
        /// Nodes at creation; the least, or one for a group that must not start empty (NG-02).
        desired: Option<u32> = optional;
        /// What its nodes are for: gives the `workload-type` label, and rules that differ by use (ACC-07, CST-01).
        serves: Use = optional;
        /// How its nodes are bought (NG-20, CST-01).
        purchase: Purchase = optional;
        /// The last day of its Capacity Block, which ends at 11:30 UTC: alerts are raised before (MON-07).
        block_ends: Option<Date> = optional;
        /// Its availability zones; all of the cluster's when absent (NG-18, NG-20, NG-22, NG-24).
        zones: Vec<Zone> = each "zone";
        /// Taints: an accelerator group must carry its device's (NG-06).
        taints: Vec<Taint> = each "taint";
        /// Further node labels (NG-08).
        labels: IndexMap<LabelKey, LabelValue> = optional;
        /// Further tags of the Auto Scaling group (CST-05, CST-06).
        tags: IndexMap<TagKey, String> = optional;
        /// Elastic Fabric Adapter on every network card (NG-18).
        efa: bool = optional;
        /// EC2 placement group (NG-20).
        placement: PlacementGroup = optional;
        /// The nodes' operating system image (NG-05, NG-12, NG-13).
        ami: AmiFamily = optional;
        /// Who may read instance metadata, the node's role included (NG-16).
        imds: Imds = optional;
        /// The root volume.
        volume: Volume = optional;
        /// What becomes of the disks that come with the instance (STO-15).
        instance_store: InstanceStore = optional;
        /// One accelerator for several Pods (ACC-05, ACC-07, ACC-10, ACC-11).
        sharing: Sharing = optional;
        /// Who offers its NVIDIA GPUs to Pods; as the cluster's `accelerators` say when absent (ACC-01, ACC-18, ACC-23 to ACC-25, CL-16).
        plane: Option<DevicePlane> = optional;
        /// Whether a zone may be without nodes of this group (NG-23).
        zone_failure: ZoneFailure = optional;
        /// What EKS does with a node that is broken (NG-25).
        repair: Repair = optional;
        /// Which subnets its nodes join (NG-03).
        subnets: Subnets = optional;
        /// EKS managed, an Auto Scaling group of eksctl's own (NG-01), or a pool of Karpenter's or EKS Auto Mode's (NG-28).
        management: Management = optional;
        /// The most Pods a node takes; the catalogue's figure when absent (NET-08).
        max_pods: Option<u32> = optional;
        /// eksctl's own keys, where no word covers them; added to the ClusterConfig and judged there (NG-41).
        eksctl: NodeGroupBlock = optional;
        /// Rules set aside for this group.
        waivers: Vec<Waiver> = each "waive";
    }
    refuses {
        "private_networking" by "NG-03": "workers are always in private subnets; there is no switch for it",
            "remove the word; public subnets are for load balancers";
        "public" by "NG-03": "workers are always in private subnets; there is no switch for it",
            "remove the word; public subnets are for load balancers";
        "spot" by "NG-01": "`spot` is one of several ways to buy, and eksctl knows it for managed groups only",
            "write `purchase: Spot`";
        "instance_types" by "NG-01": "eksctl knows `instanceTypes` only for managed groups; here the types are `instances` of any group",
            "write `instances: [\"…\"]`";
        "min_size" by "NG-02": "least and most belong together", "write `scale: 0..=16`";
        "max_size" by "NG-02": "least and most belong together", "write `scale: 0..=16`";
        "ssh" by "SEC-18": "nodes take no SSH keys", "open a session with `aws ssm start-session --target INSTANCE`";
        "iam" by "NG-17": "policies on the node role are every Pod's policies", "declare an `identity` for the workload that needs them";
        "with_addon_policies" by "NG-17": "policies on the node role are every Pod's policies, and eksctl refuses them beside hop limit 1",
            "declare an `identity` for the workload that needs them";
        "instances_distribution" by "NG-01": "only self-managed groups mix on-demand and Spot",
            "write `management: SelfManaged { distribution { on_demand_base: 1, on_demand_percent: 0 } }`";
        "disable_imds_v1" by "NG-16": "IMDSv1 is off and the hop limit is 1; there is no switch for it", "remove the word";
        "disable_pod_imds" by "NG-16": "IMDSv1 is off and the hop limit is 1; there is no switch for it", "remove the word";
        "pre_bootstrap_commands" by "NG-27": "nodes boot as their image says; Bottlerocket runs no commands at all, and eksctl refuses them there",
            "put what must run on every node into a DaemonSet of your own";
        "override_bootstrap_command" by "NG-27": "nodes boot as their image says; Bottlerocket runs no commands at all, and eksctl refuses them there",
            "put what must run on every node into a DaemonSet of your own";
    }
}

spec! {
    /// What a group's nodes are for.
    pub enum Use {
        /// Anything that tolerates its taints.
        General,
        /// Controllers and CoreDNS: what keeps the cluster itself alive (SCH-04).
        System,
        /// Training jobs.
        Training,
        /// Inference services.
        Inference,
        /// Notebooks and experiments.
        Development,
    }
}

spec! {
    /// How nodes are bought: one way per group.
    pub enum Purchase {
        /// By the hour, until given back.
        OnDemand,
        /// Spare capacity, taken back at two minutes' notice (CST-01, CST-02).
        Spot,
        /// From an On-Demand Capacity Reservation.
        Reservation(CapacityReservationId),
        /// From a Capacity Block for ML: bought ahead, ended on time (NG-20).
        CapacityBlock(CapacityReservationId),
    }
}

spec! {
    /// A mark that keeps Pods away which do not tolerate it.
    pub enum Taint {
        /// `nvidia.com/gpu=true:NoSchedule`.
        NvidiaGpu,
        /// `aws.amazon.com/neuron=true:NoSchedule`.
        AwsNeuron,
        /// Any other.
        Custom(CustomTaint),
    }
}

spec! {
    /// A taint spelled out.
    pub struct CustomTaint {
        /// Its key.
        key: LabelKey = required;
        /// Its value; never empty (NG-06).
        value: LabelValue = required;
        /// What it does to Pods that do not tolerate it (NG-09).
        effect: TaintEffect = optional;
    }
}

spec! {
    /// What a taint does to Pods that do not tolerate it.
    pub enum TaintEffect {
        /// They are not scheduled here.
        NoSchedule,
        /// They are not scheduled here, and running ones leave.
        NoExecute,
        /// The scheduler avoids the node if it can.
        PreferNoSchedule,
    }
}

impl Taint {
    /// Key, value and effect.
    pub fn parts(&self) -> (&str, &str, &TaintEffect) {
        match self {
            Self::NvidiaGpu => ("nvidia.com/gpu", "true", &TaintEffect::NoSchedule),
            Self::AwsNeuron => ("aws.amazon.com/neuron", "true", &TaintEffect::NoSchedule),
            Self::Custom(custom) => (custom.key.as_str(), custom.value.as_str(), &custom.effect),
        }
    }

    /// `key=value:effect`, as kubectl writes it.
    pub fn shown(&self) -> String {
        let (key, value, effect) = self.parts();
        format!("{key}={value}:{effect:?}")
    }
}

spec! {
    /// An EC2 placement group.
    pub enum PlacementGroup {
        /// A cluster placement group where EFA needs one and no reservation fixes the place.
        Automatic,
        /// A cluster placement group whatever else is set; impossible with a reservation (NG-20).
        Cluster,
    }
}

spec! {
    /// Who may read instance metadata and with it the node role's credentials. IMDSv2 always.
    pub enum Imds {
        /// Only the node itself: hop limit 1.
        NodeOnly,
        /// Every Pod on the node, for the stated reason: hop limit 2 (NG-16).
        PodsToo(String),
        /// IMDSv1 as well, for the stated reason; never in production (NG-16).
        Version1(String),
    }
}

spec! {
    /// The root volume of a node: gp3, encrypted.
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
    pub struct Volume {
        /// Its size in GiB; 80 for CPU nodes and 200 for accelerator nodes when absent (NG-14).
        size_gib: Option<u32> = optional;
        /// I/O operations per second, 3,000 to 16,000 (NG-15).
        iops: Option<u32> = optional;
        /// MiB/s, 125 to 1,000 (NG-15).
        throughput: Option<u32> = optional;
        /// The KMS key, where it is not the account's default key.
        key: Option<KeyArn> = optional;
    }
    refuses {
        "encrypted" by "NG-14": "root volumes are always encrypted; there is no switch for it", "remove the word";
    }
}

spec! {
    /// What becomes of the NVMe disks that come with an instance, and go with it.
    pub enum InstanceStore {
        /// Nothing: images, logs and empty directories are on the root volume.
        Unused,
        /// All of them as one RAID 0, which holds images, logs and empty directories in place of the root volume.
        Raid0,
    }
}

spec! {
    /// One accelerator for several Pods; one way per group (ACC-05).
    pub enum Sharing {
        /// Every Pod has its accelerators to itself.
        None,
        /// So many Pods take turns on each GPU; no memory isolation (ACC-09).
        TimeSlicing(u32),
        /// So many Pods share each GPU through NVIDIA MPS, each with its part of the memory.
        Mps(u32),
        /// Each GPU cut into instances of this profile, such as `1g.10gb` (ACC-10, ACC-11).
        Mig(String),
    }
}

spec! {
    /// What a group promises when a zone fails.
    pub enum ZoneFailure {
        /// Nothing: Pods wait until nodes come up elsewhere.
        Tolerated,
        /// A node in every zone at all times (NG-23).
        Survived,
    }
}

spec! {
    /// What EKS does with a node whose monitoring agent reports it broken.
    pub enum Repair {
        /// Replaces it, or reboots where that helps.
        Automatic,
        /// Nothing.
        Off,
    }
    refuses {
        "Terminate" by "NG-25": "EKS knows no repair action `Terminate`: it replaces, reboots or does nothing, as the condition asks",
            "write `repair: Automatic`";
        "Restart" by "NG-25": "EKS knows no repair action `Restart`: it replaces, reboots or does nothing, as the condition asks",
            "write `repair: Automatic`";
        "Replace" by "NG-25": "EKS chooses between replacing and rebooting by the condition its monitoring agent reports",
            "write `repair: Automatic`";
        "Reboot" by "NG-25": "EKS chooses between replacing and rebooting by the condition its monitoring agent reports",
            "write `repair: Automatic`";
    }
}

spec! {
    /// Which subnets a group's nodes join.
    pub enum Subnets {
        /// Private ones, behind NAT.
        Private,
        /// Public ones, with a public address for every node: refused but under a waiver, for what is there already (NG-03).
        Public,
    }
}

spec! {
    /// Who runs the group's nodes.
    pub enum Management {
        /// EKS: upgrades and repairs it.
        Managed,
        /// eksctl's CloudFormation; several types and Spot are bought by a distribution (NG-01).
        SelfManaged(SelfManaged),
        /// Karpenter or EKS Auto Mode: nodes are bought one by one when Pods need them (NG-28).
        NodePool(NodePool),
    }
}

spec! {
    /// What only self-managed groups have.
    pub struct SelfManaged {
        /// How on-demand and Spot are mixed.
        distribution: Option<InstancesDistribution> = optional;
    }
}

spec! {
    /// How a self-managed group mixes on-demand and Spot.
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
    pub struct InstancesDistribution {
        /// Nodes that are always on-demand.
        on_demand_base: u32 = optional;
        /// Of the nodes above the base, the percentage that is on-demand.
        on_demand_percent: u32 = optional;
        /// How Spot pools are chosen.
        strategy: SpotStrategy = optional;
    }
}

spec! {
    /// How Spot pools are chosen.
    pub enum SpotStrategy {
        /// Deep pools first, price second: the fewest interruptions per dollar.
        PriceCapacityOptimized,
        /// The deepest pools.
        CapacityOptimized,
        /// The cheapest pools, which are interrupted most.
        LowestPrice,
    }
}

/// The key of an AWS tag: 1 to 128 characters, not beginning with `aws:`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TagKey(String);

impl TagKey {
    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for TagKey {
    type Err = crate::units::Invalid;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() || text.chars().count() > 128 || text.to_ascii_lowercase().starts_with("aws:") {
            return Err(crate::units::Invalid {
                rule: "EM-05",
                problem: format!("`{text}` cannot be the key of an AWS tag"),
                fix: Some("write 1 to 128 characters that do not begin with `aws:`".to_owned()),
            });
        }
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Display for TagKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

crate::units::serde_as_text!(TagKey);

impl crate::units::Unit for TagKey {
    const EXPECTS: &'static str = "a tag key such as \"cost-center\"";
}
