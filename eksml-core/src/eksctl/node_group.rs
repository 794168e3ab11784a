//! What managed and self-managed node groups share: 41 keys in eksctl's order, stamped into both structs.

use super::inline_document::InlineDocument;
use super::keyword::keyword;
use super::object::eksctl_object;

/// Declares a node group struct: the shared keys first, as eksctl orders them, then its own.
///
/// A shared struct within would be a key of its own, which eksctl does not have.
macro_rules! node_group {
    ($(#[$($meta:tt)*])* pub struct $name:ident { $($own:tt)* } refuses { $($refused:tt)* }) => {
        $crate::eksctl::object::eksctl_object! {
            $(#[$($meta)*])*
            pub struct $name, builder {
                /// Name, unique among all node groups of the cluster; it becomes a label value and part of a stack name, so letters,
                /// digits and hyphens, at most 63.
                pub name: String,
                /// Operating system; absent: AmazonLinux2023. eksctl wants it written for custom AMIs and `bottlerocket`.
                pub ami_family: Option<AmiFamily>,
                /// The only EC2 instance type; absent: `m5.large`. A type eksctl does not know is taken for an x86 CPU type.
                pub instance_type: Option<String>,
                /// Zones of the nodes; absent: all zones of the cluster. Excludes `subnets`.
                pub availability_zones: Vec<String>,
                /// Subnets of the nodes, by ID or by their key in `vpc.subnets`. Excludes `availabilityZones`.
                pub subnets: Vec<String>,
                /// Prefix of the instances' `Name` tag.
                pub instance_prefix: Option<String>,
                /// The instances' `Name` tag; absent: cluster, node group and `Node`.
                pub instance_name: Option<String>,
                /// Nodes at creation; absent: `minSize`, or 2 if no size is given.
                pub desired_capacity: Option<u32>,
                /// Fewest nodes; absent: 2, or `desiredCapacity`.
                pub min_size: Option<u32>,
                /// Most nodes; absent: the larger of the other two sizes, at least 1.
                pub max_size: Option<u32>,
                /// Root volume in GiB; absent: 80. On Bottlerocket this is the data volume.
                pub volume_size: Option<u32>,
                /// SSH access; absent: none.
                pub ssh: Option<NodeGroupSsh>,
                /// Node labels; eksctl adds the cluster's and the node group's names.
                pub labels: IndexMap<String, String>,
                /// Whether the nodes stay in private subnets; absent: they stand in public ones with public addresses.
                pub private_networking: Option<bool>,
                /// Tags on the group and its instances.
                pub tags: IndexMap<String, String>,
                /// Instance role; absent: eksctl creates one.
                pub iam: Option<NodeGroupIam>,
                /// `ami-…` for a custom image, `auto` or `auto-ssm` for the newest of the family; absent: the EKS optimised one.
                pub ami: Option<String>,
                /// Security groups.
                pub security_groups: Option<NodeGroupSgs>,
                /// Pod limit of the kubelet; absent: what the instance type's network interfaces allow.
                pub max_pods_per_node: Option<u32>,
                /// Processes of the Auto Scaling group that are suspended; eksctl checks them on self-managed groups only.
                pub asg_suspend_processes: Vec<AsgProcess>,
                /// Whether the instances are EBS-optimised; absent: as the instance type comes.
                pub ebs_optimized: Option<bool>,
                /// Root volume type; absent: gp3.
                pub volume_type: Option<VolumeType>,
                /// Device name of the root volume; absent: the image's. Self-managed groups need `volumeSize` with it.
                pub volume_name: Option<String>,
                /// Whether the root volume is encrypted; absent: the account's default holds.
                pub volume_encrypted: Option<bool>,
                /// KMS key of the root volume: key ID or ARN; only with `volumeEncrypted: true`.
                #[doc(alias = "volumeKmsKeyID")]
                pub volume_kms_key_id: Option<String>,
                /// IOPS of the root volume: gp3 3000 to 16000 (absent: 3000), io1 100 to 64000, io2 100 to 256000; refused for others.
                #[doc(alias = "volumeIOPS")]
                pub volume_iops: Option<u32>,
                /// Throughput of the root volume, gp3 only: 125 to 1000 MiB/s; absent: 125.
                pub volume_throughput: Option<u32>,
                /// Volumes beside the root volume.
                pub additional_volumes: Vec<VolumeMapping>,
                /// Commands run before the node joins; refused for Bottlerocket.
                pub pre_bootstrap_commands: Vec<String>,
                /// Replaces eksctl's bootstrap script; on AmazonLinux2023 a nodeadm NodeConfig that is merged into eksctl's.
                pub override_bootstrap_command: Option<String>,
                /// Whether labels and taints are copied to tags of the Auto Scaling group, where cluster-autoscaler finds them to scale
                /// from zero; absent: they are not. At most 50 tags.
                #[doc(alias = "propagateASGTags")]
                pub propagate_asg_tags: Option<bool>,
                /// Whether instance metadata needs IMDSv2 tokens; absent: it does.
                #[doc(alias = "disableIMDSv1")]
                pub disable_imds_v1: Option<bool>,
                /// Whether pods outside the host network are kept from instance metadata; absent: they are not (hop limit 2).
                #[doc(alias = "disablePodIMDS")]
                pub disable_pod_imds: Option<bool>,
                /// Placement group; absent: none, or with `efaEnabled` a `cluster` group that eksctl creates.
                pub placement: Option<Placement>,
                /// Whether instances get every EFA interface their type has; needs exactly one zone or subnet.
                pub efa_enabled: Option<bool>,
                /// Instance types by their properties; excludes `instanceType`.
                pub instance_selector: Option<InstanceSelector>,
                /// Settings of Bottlerocket nodes; dropped silently on managed groups of another family.
                pub bottlerocket: Option<NodeGroupBottlerocket>,
                /// Whether EC2 metrics come every minute instead of every five; absent: they do not.
                pub enable_detailed_monitoring: Option<bool>,
                /// Reserved capacity; ignored silently beside `launchTemplate`.
                pub capacity_reservation: Option<CapacityReservation>,
                /// Capacity blocks; only with `capacityReservation`.
                pub instance_market_options: Option<InstanceMarketOptions>,
                /// ARN of the Outpost of the nodes; refused for managed groups.
                #[doc(alias = "outpostARN")]
                pub outpost_arn: Option<String>,
                $($own)*
            }
            refuses { $($refused)* }
        }
    };
}

pub(super) use node_group;

keyword! {
    /// Operating system of the nodes; read in any case, as eksctl does.
    pub enum AmiFamily, any case {
        /// Amazon Linux 2023; eksctl's default, and the family with NVIDIA and Neuron drivers in its images.
        AmazonLinux2023 = "AmazonLinux2023",
        /// Amazon Linux 2; refused from Kubernetes 1.33 on.
        AmazonLinux2 = "AmazonLinux2",
        /// Ubuntu Pro 26.04.
        UbuntuPro2604 = "UbuntuPro2604",
        /// Ubuntu 26.04; Kubernetes 1.35 or later.
        Ubuntu2604 = "Ubuntu2604",
        /// Ubuntu Pro 24.04.
        UbuntuPro2404 = "UbuntuPro2404",
        /// Ubuntu 24.04; Kubernetes 1.31 or later. No GPU driver.
        Ubuntu2404 = "Ubuntu2404",
        /// Ubuntu Pro 22.04.
        UbuntuPro2204 = "UbuntuPro2204",
        /// Ubuntu 22.04; Kubernetes 1.29 or later. No GPU driver.
        Ubuntu2204 = "Ubuntu2204",
        /// Ubuntu Pro 20.04.
        UbuntuPro2004 = "UbuntuPro2004",
        /// Ubuntu 20.04; up to Kubernetes 1.29.
        Ubuntu2004 = "Ubuntu2004",
        /// Bottlerocket, with NVIDIA drivers and device plugin built in for GPU types.
        Bottlerocket = "Bottlerocket",
        /// Bottlerocket with FIPS cryptography.
        BottlerocketFips = "BottlerocketFips",
        /// Windows Server 2019 Core.
        WindowsServer2019Core = "WindowsServer2019CoreContainer",
        /// Windows Server 2019 Full.
        WindowsServer2019Full = "WindowsServer2019FullContainer",
        /// Windows Server 2022 Core; Kubernetes 1.23 or later.
        WindowsServer2022Core = "WindowsServer2022CoreContainer",
        /// Windows Server 2022 Full; Kubernetes 1.23 or later.
        WindowsServer2022Full = "WindowsServer2022FullContainer",
        /// Windows Server 2025 Core; Kubernetes 1.35 or later.
        WindowsServer2025Core = "WindowsServer2025CoreContainer",
        /// Windows Server 2025 Full; Kubernetes 1.35 or later.
        WindowsServer2025Full = "WindowsServer2025FullContainer",
    }
}

impl AmiFamily {
    /// Whether the family is Bottlerocket, with or without FIPS.
    pub const fn is_bottlerocket(self) -> bool {
        matches!(self, Self::Bottlerocket | Self::BottlerocketFips)
    }

    /// Whether the family is a Windows Server.
    pub const fn is_windows(self) -> bool {
        matches!(
            self,
            Self::WindowsServer2019Core
                | Self::WindowsServer2019Full
                | Self::WindowsServer2022Core
                | Self::WindowsServer2022Full
                | Self::WindowsServer2025Core
                | Self::WindowsServer2025Full
        )
    }
}

keyword! {
    /// A process of EC2 Auto Scaling that a group can suspend.
    pub enum AsgProcess {
        /// Starts instances.
        Launch = "Launch",
        /// Ends instances.
        Terminate = "Terminate",
        /// Registers instances with load balancers.
        AddToLoadBalancer = "AddToLoadBalancer",
        /// Reacts to CloudWatch alarms.
        AlarmNotification = "AlarmNotification",
        /// Evens zones out, ending instances without draining them; cluster-autoscaler advises suspending it.
        AzRebalance = "AZRebalance",
        /// Checks instances.
        HealthCheck = "HealthCheck",
        /// Replaces instances when the group changes.
        InstanceRefresh = "InstanceRefresh",
        /// Replaces unhealthy instances.
        ReplaceUnhealthy = "ReplaceUnhealthy",
        /// Scales by schedule.
        ScheduledActions = "ScheduledActions",
    }
}

eksctl_object! {
    /// `bottlerocket`: settings of Bottlerocket nodes.
    pub struct NodeGroupBottlerocket {
        /// Whether the admin container runs; absent: it does not.
        pub enable_admin_container: Option<bool>,
        /// Bottlerocket's own settings; labels, taints and pod limit belong into the node group's keys and are refused here.
        pub settings: Option<InlineDocument>,
    }
}
