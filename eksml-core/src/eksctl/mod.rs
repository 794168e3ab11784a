//! The complete typed eksctl `ClusterConfig`, as eksctl itself reads it.
//!
//! All 422 keys of `eksctl.io/v1alpha5` (eksctl 0.231.0-dev at 99984adb), one file per topic, written in eksctl's own order. The
//! types carry what a single value can carry: closed vocabularies are enums, sizes cannot be negative, keys of which exactly one may
//! be set are enums. They say nothing about combinations across keys; that is the work of the rules, which see the whole platform.
//!
//! # Conventions
//!
//! - Names are eksctl's, in Rust case; `type` is `kind`, and `nodeGroups` is `self_managed_node_groups`.
//! - An option that is not set is not written, and null is read as not set.
//! - Reading is strict, whatever the format: an unknown key, a key in the wrong case (which eksctl drops silently, eksctl #753) or an
//!   unquoted `1.34` is refused with its path, everything at once. The feature `import` reads files as eksctl's own YAML 1.1 reader does.
//! - Every object is part of the spec's machinery ([`crate::spec`]): it is read from any source of words, rules look at it through a
//!   lens ([`crate::spec::At`]), and none of it needs Kubernetes types.
//! - Large objects have a builder that takes plain values for options and any iterable for lists and maps; small ones are written as
//!   literals, with `..Default::default()` wherever no key is required.
//!
//! ```
//! use eksml_core::eksctl::{AmiFamily, ClusterConfig, ClusterMeta, ManagedNodeGroup, NodeGroupTaint, TaintEffect};
//!
//! let gpu = ManagedNodeGroup::builder()
//!     .name("inference-gpu")
//!     .ami_family(AmiFamily::AmazonLinux2023)
//!     .instance_types(["g6e.2xlarge", "g6e.4xlarge"])
//!     .private_networking(true)
//!     .min_size(0)
//!     .max_size(10)
//!     .labels([("workload", "inference")])
//!     .taints([NodeGroupTaint::new("nvidia.com/gpu", "true", TaintEffect::NoSchedule)])
//!     .build();
//! let config = ClusterConfig::builder()
//!     .metadata(ClusterMeta::builder().name("acme-ml").region("us-west-2").version("1.34").build())
//!     .managed_node_groups([gpu])
//!     .build();
//!
//! let written = serde_json::to_value(&config).expect("plain data");
//! assert_eq!(written["managedNodeGroups"][0]["privateNetworking"], true);
//! assert!(written["managedNodeGroups"][0].get("spot").is_none());
//!
//! let misspelt = r#"{"metadata": {"name": "a", "region": "us-west-2"}, "managedNodeGroups": [{"name": "b", "minsize": 1}]}"#;
//! let error = serde_json::from_str::<ClusterConfig>(misspelt).unwrap_err().to_string();
//! assert!(error.contains("managedNodeGroups[0]: no key `minsize` here, and eksctl drops it without a word: write `minSize`"), "{error}");
//! ```

mod access;
mod addon;
mod auto_mode;
mod block;
mod capability;
mod capacity;
mod choice;
mod cluster_config;
mod control_plane;
mod fargate;
mod gitops;
mod homes;
mod iam;
mod identity;
mod inline_document;
mod json;
mod karpenter;
mod key_path;
mod keyword;
mod logging;
mod managed_node_group;
mod metadata;
mod network;
mod node_group;
mod node_group_iam;
mod node_update;
mod object;
mod older;
mod outpost;
mod pod_identity;
mod private_cluster;
mod remote_network;
mod self_managed_node_group;
mod taint;
mod volume;
mod vpc;

pub use access::{AccessConfig, AccessEntry, AccessEntryType, AccessPolicy, AccessScope, AccessScopeType, AuthenticationMode};
pub use addon::{Addon, AddonNamespaceConfig, AddonsConfig, ResolveConflicts};
pub use auto_mode::{AutoModeConfig, AutoModeNodePool};
pub use block::{
    AccessConfigBlock, AutoModeConfigBlock, ClusterBlock, ClusterIamBlock, ClusterMetaBlock, ClusterVpcBlock,
    InstancesDistributionBlock, NodeGroupBlock, NodeRepairBlock,
};
pub use capability::{
    ArgoCdAwsIdc, ArgoCdConfiguration, ArgoCdNetworkAccess, ArgoCdRole, ArgoCdRoleMapping, Capability, CapabilityConfiguration,
    CapabilityType, DeletePropagationPolicy, SsoIdentity, SsoIdentityType,
};
pub use capacity::{
    CapacityReservation, CapacityReservationPreference, CapacityReservationTarget, CpuArchitecture, InstanceMarketOptions,
    InstanceSelector, MarketType, NodeGroupInstancesDistribution, Placement, SpotAllocationStrategy,
};
pub use cluster_config::{ApiVersion, ClusterConfig, Kind};
pub use control_plane::{
    ControlPlaneScalingConfig, ControlPlaneTier, HorizontalPodAutoscalerControllerConfig, KubeApiServerConfig,
    KubeControllerManagerConfig, KubeSchedulerConfig, NodeResourcesFitConfig, ResourceWeight, ScoringStrategy,
    ScoringStrategyType, SecretsEncryption, ServiceNodePortRange, ZonalShiftConfig,
};
pub use fargate::{FargateProfile, FargateProfileSelector};
pub use gitops::{Flux, GitOps};
pub(crate) use homes::homes_of_key;
pub use iam::{ClusterIam, ClusterIamMeta, ClusterIamServiceAccount, ClusterIamServiceAccountStatus, WellKnownPolicies};
pub use identity::{IamIdentityMapping, IdentityProvider, IdentityProviderType};
pub use inline_document::InlineDocument;
pub use json::Json;
pub use karpenter::Karpenter;
pub use key_path::{file_path, key_path};
pub(crate) use key_path::{key_path_in, spelt_path};
pub use logging::{ClusterCloudWatch, ClusterCloudWatchLogging, ClusterLogType, LogRetentionDays};
pub use managed_node_group::{LaunchTemplate, ManagedNodeGroup};
pub use metadata::{ClusterMeta, RollbackConfig, SupportType, UpgradePolicy};
pub use network::{IpFamily, KubernetesNetworkConfig};
pub use node_group::{AmiFamily, AsgProcess, NodeGroupBottlerocket};
pub use node_group_iam::{NodeGroupIam, NodeGroupIamAddonPolicies, NodeGroupSgs, NodeGroupSsh};
pub use node_update::{NodeGroupNodeRepairConfig, NodeGroupUpdateConfig, NodeRepairConfigOverride, RepairAction};
pub use older::spelt_anew;
pub use outpost::Outpost;
pub use pod_identity::PodIdentityAssociation;
pub use private_cluster::{EndpointService, PrivateCluster};
pub use remote_network::{RemoteNetwork, RemoteNetworkConfig, RemoteNodesIam, RemoteNodesProvider};
pub use self_managed_node_group::{ContainerRuntime, CpuCredits, MetricsCollection, SelfManagedNodeGroup};
pub use taint::{NodeGroupTaint, TaintEffect};
pub use volume::{VolumeMapping, VolumeType};
pub use vpc::{
    AzSubnetSpec, ClusterEndpoints, ClusterNat, ClusterSubnets, ClusterVpc, ControlPlaneEgressMode, HostnameType, NatGateway,
    subnet_of,
};
