//! `ClusterConfig`: the document that `eksctl create cluster -f` reads.

use super::access::AccessConfig;
use super::addon::{Addon, AddonsConfig};
use super::auto_mode::AutoModeConfig;
use super::capability::Capability;
use super::control_plane::{
    ControlPlaneScalingConfig, KubeApiServerConfig, KubeControllerManagerConfig, KubeSchedulerConfig, SecretsEncryption,
    ZonalShiftConfig,
};
use super::fargate::FargateProfile;
use super::gitops::GitOps;
use super::iam::ClusterIam;
use super::identity::{IamIdentityMapping, IdentityProvider};
use super::karpenter::Karpenter;
use super::keyword::keyword;
use super::logging::ClusterCloudWatch;
use super::managed_node_group::ManagedNodeGroup;
use super::metadata::{ClusterMeta, UpgradePolicy};
use super::network::KubernetesNetworkConfig;
use super::object::eksctl_object;
use super::outpost::Outpost;
use super::private_cluster::PrivateCluster;
use super::remote_network::RemoteNetworkConfig;
use super::self_managed_node_group::SelfManagedNodeGroup;
use super::vpc::ClusterVpc;

eksctl_object! {
    /// One cluster as eksctl reads it; alone in its file, because eksctl ignores every further document.
    pub struct ClusterConfig, builder {
        /// Always `ClusterConfig`.
        pub kind: Kind = only,
        /// Always `eksctl.io/v1alpha5`.
        pub api_version: ApiVersion = only,
        /// Name, region, Kubernetes version.
        pub metadata: ClusterMeta,
        /// What happens at the end of standard support.
        pub upgrade_policy: Option<UpgradePolicy>,
        /// Address family and service addresses.
        pub kubernetes_network_config: Option<KubernetesNetworkConfig>,
        /// EKS Auto Mode; excludes node groups at creation.
        pub auto_mode_config: Option<AutoModeConfig>,
        /// Hybrid nodes.
        pub remote_network_config: Option<RemoteNetworkConfig>,
        /// Roles of the cluster and its service accounts.
        pub iam: Option<ClusterIam>,
        /// Entries of the aws-auth ConfigMap.
        pub iam_identity_mappings: Vec<IamIdentityMapping>,
        /// OIDC logins.
        pub identity_providers: Vec<IdentityProvider>,
        /// Access entries.
        pub access_config: Option<AccessConfig>,
        /// Network; absent: a new VPC, 192.168.0.0/16, one NAT gateway, a world-open API endpoint.
        pub vpc: Option<ClusterVpc>,
        /// EKS add-ons; eksctl adds vpc-cni, kube-proxy, coredns and metrics-server.
        pub addons: Vec<Addon>,
        /// Settings for all add-ons.
        pub addons_config: Option<AddonsConfig>,
        /// A cluster without a way out to the internet.
        pub private_cluster: Option<PrivateCluster>,
        /// `nodeGroups`: the self-managed ones.
        #[doc(alias = "nodeGroups")]
        pub self_managed_node_groups: Vec<SelfManagedNodeGroup>,
        /// Node groups run by EKS.
        pub managed_node_groups: Vec<ManagedNodeGroup>,
        /// Pods that run without nodes.
        pub fargate_profiles: Vec<FargateProfile>,
        /// Zones of a new VPC, at least two; absent: eksctl picks three. Excludes `vpc.subnets`.
        pub availability_zones: Vec<String>,
        /// Local zones of a new VPC, for self-managed node groups.
        pub local_zones: Vec<String>,
        /// Control-plane logs; absent: none.
        pub cloud_watch: Option<ClusterCloudWatch>,
        /// KMS key of Kubernetes secrets; absent: a key owned by EKS.
        pub secrets_encryption: Option<SecretsEncryption>,
        /// Flux.
        pub gitops: Option<GitOps>,
        /// Karpenter, installed by eksctl.
        pub karpenter: Option<Karpenter>,
        /// A control plane on AWS Outposts.
        pub outpost: Option<Outpost>,
        /// Provisioned control plane.
        pub control_plane_scaling_config: Option<ControlPlaneScalingConfig>,
        /// Zonal shift.
        pub zonal_shift_config: Option<ZonalShiftConfig>,
        /// Settings of kube-apiserver.
        #[doc(alias = "kubeAPIServerConfig")]
        pub kube_api_server_config: Option<KubeApiServerConfig>,
        /// Settings of kube-scheduler.
        pub kube_scheduler_config: Option<KubeSchedulerConfig>,
        /// Settings of kube-controller-manager.
        pub kube_controller_manager_config: Option<KubeControllerManagerConfig>,
        /// Argo CD, ACK and kro, run by EKS.
        pub capabilities: Vec<Capability>,
    }
}

keyword! {
    /// The kind of document.
    #[derive(Default)]
    pub enum Kind {
        /// A cluster and its node groups.
        #[default]
        ClusterConfig = "ClusterConfig",
    }
}

keyword! {
    /// The version of eksctl's configuration format.
    #[derive(Default)]
    pub enum ApiVersion {
        /// The only one that eksctl reads.
        #[default]
        V1Alpha5 = "eksctl.io/v1alpha5",
    }
}
