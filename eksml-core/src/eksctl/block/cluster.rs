//! `eksctl { … }` in a cluster.

use indexmap::IndexMap;

use super::super::access::AccessEntry;
use super::super::addon::{Addon, AddonsConfig};
use super::super::capability::Capability;
use super::super::control_plane::{
    ControlPlaneScalingConfig, KubeApiServerConfig, KubeControllerManagerConfig, KubeSchedulerConfig, ZonalShiftConfig,
};
use super::super::fargate::FargateProfile;
use super::super::gitops::GitOps;
use super::super::iam::ClusterIamServiceAccount;
use super::super::identity::IdentityProvider;
use super::super::metadata::RollbackConfig;
use super::super::object::eksctl_object;
use super::super::pod_identity::PodIdentityAssociation;
use super::super::private_cluster::PrivateCluster;
use super::super::remote_network::RemoteNetworkConfig;
use super::super::vpc::{ClusterSubnets, ControlPlaneEgressMode, HostnameType};

eksctl_object! {
    /// eksctl's own keys of a ClusterConfig, beside what the cluster's words say. Lists are added to what follows from the words.
    pub struct ClusterBlock, block {
        /// Tags, annotations, and how version updates go.
        pub metadata: Option<ClusterMetaBlock>,
        /// Hybrid nodes.
        pub remote_network_config: Option<RemoteNetworkConfig>,
        /// Role of the nodes of EKS Auto Mode; whether and with which pools it runs is the word `scaler: AutoMode`.
        pub auto_mode_config: Option<AutoModeConfigBlock>,
        /// Roles of the cluster, and service accounts beside the identities.
        pub iam: Option<ClusterIamBlock>,
        /// OIDC logins.
        pub identity_providers: Vec<IdentityProvider>,
        /// Access entries beside admins, viewers and teams.
        pub access_config: Option<AccessConfigBlock>,
        /// An existing VPC, security groups, further ranges.
        pub vpc: Option<ClusterVpcBlock>,
        /// Further EKS add-ons, and versions, tags and conflict settings of those that follow from the words (CL-22).
        pub addons: Vec<Addon>,
        /// Settings for all add-ons.
        pub addons_config: Option<AddonsConfig>,
        /// A cluster without a way out to the internet.
        pub private_cluster: Option<PrivateCluster>,
        /// Pods that run without nodes.
        pub fargate_profiles: Vec<FargateProfile>,
        /// Local zones of the VPC, for self-managed node groups.
        pub local_zones: Vec<String>,
        /// Flux.
        pub gitops: Option<GitOps>,
        /// Provisioned control plane.
        pub control_plane_scaling_config: Option<ControlPlaneScalingConfig>,
        /// Zonal shift; absent: on in production.
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
    refuses {
        "apiVersion" by "DSL-04": "the ClusterConfig has its head already", "remove the key";
        "kind" by "DSL-04": "the ClusterConfig has its head already", "remove the key";
        "upgradePolicy" by "CL-04": "what happens when support ends has a word of its own", "write `support: Extended` in the cluster";
        "kubernetesNetworkConfig" by "NET-04": "the addresses of Services have a word of their own, and clusters are IPv4 here", "write `vpc { service_cidr: \"172.20.0.0/16\" }` in the cluster",
            in keys "keep this cluster in its eksctl file; the source needs `ipFamily: IPv4`",
            limit "eksml has no word for IPv6: of the network of this cluster only what eksctl itself refuses is told";
        "iamIdentityMappings" by "CL-05": "the aws-auth ConfigMap is not read in authentication mode API", "declare principals: `access { admins: [\"…\"] }` in the cluster",
            in keys "for the source, name the principals in `accessConfig: {accessEntries: [{principalARN: …}]}`",
            limit "eksml has no word for `iamIdentityMappings`: its clusters read access entries, and no aws-auth ConfigMap";
        "nodeGroups" by "NG-01": "node groups have a word of their own", "write `node_group … { management: SelfManaged { } }` in the cluster";
        "managedNodeGroups" by "NG-01": "node groups have a word of their own", "write `node_group … { }` in the cluster";
        "availabilityZones" by "DSL-04": "the zones have a word of their own", "write `vpc { zones: 3 }` in the cluster";
        "cloudWatch" by "CL-10": "logs have a word of their own", "write `logs { retention_days: 90 }` in the cluster";
        "secretsEncryption" by "CL-08": "the key of Secrets has a word of its own", "write `secrets_key: \"arn:aws:kms:…\"` in the cluster";
        "karpenter" by "NG-31": "eksctl lets Karpenter's nodes in by the aws-auth ConfigMap, which clusters in authentication mode API do not read",
            "write `scaler: Karpenter { version: \"…\" }` in the cluster, and `management: NodePool` in the groups it buys nodes for",
            in keys "for the source, install it from its chart, with its nodes' role in `accessConfig.accessEntries`",
            limit "eksml has no word for `karpenter`: eksctl lets its nodes in by the aws-auth ConfigMap, which no cluster of eksml reads";
        "outpost" by "EK-30": "a control plane on AWS Outposts takes few of the settings that follow from the words", "keep this cluster in an eksctl file of its own",
            limit "eksml has no word for AWS Outposts: only what eksctl itself refuses there is told";
    }
}

eksctl_object! {
    /// `metadata` beside name, region and version.
    pub struct ClusterMetaBlock {
        /// Whether a version update overrides upgrade-blocking insights; absent: it does not.
        pub force_update_version: Option<bool>,
        /// How long EKS waits before it cancels a version update in progress.
        pub rollback_config: Option<RollbackConfig>,
        /// Further tags on every AWS resource that eksctl creates.
        pub tags: IndexMap<String, String>,
        /// Free text for people and tools; eksctl ignores it.
        pub annotations: IndexMap<String, String>,
    }
    refuses {
        "name" by "DSL-04": "the cluster has its name already", "remove the key";
        "region" by "DSL-04": "the region has a word of its own", "write `region: \"…\"` in the platform or the cluster";
        "version" by "CL-03": "the version has a word of its own", "write `version: V1_35` in the cluster";
    }
}

eksctl_object! {
    /// `autoModeConfig` beside what `scaler: AutoMode` says.
    pub struct AutoModeConfigBlock {
        /// ARN of an existing node role, for the built-in pools and for the cluster's own; absent: created.
        #[doc(alias = "nodeRoleARN")]
        pub node_role_arn: Option<String>,
        /// ARN of the permissions boundary of the node role that eksctl creates; it creates one where the cluster has no pools of its own.
        #[doc(alias = "permissionsBoundaryARN")]
        pub permissions_boundary_arn: Option<String>,
    }
    refuses {
        "enabled" by "CL-13": "EKS Auto Mode is what adds and removes nodes, and excludes any other", "write `scaler: AutoMode` in the cluster";
        "nodePools" by "CL-13": "the built-in pool `general-purpose` has a word of its own, and `system` is home to the controllers",
            "write `scaler: AutoMode { general_purpose: false }` in the cluster";
    }
}

eksctl_object! {
    /// `iam` beside what identities need.
    pub struct ClusterIamBlock {
        /// ARN of an existing cluster service role; absent: eksctl creates one.
        #[doc(alias = "serviceRoleARN")]
        pub service_role_arn: Option<String>,
        /// ARN of the permissions boundary of the roles that eksctl creates.
        pub service_role_permissions_boundary: Option<String>,
        /// ARN of an existing Fargate pod execution role.
        #[doc(alias = "fargatePodExecutionRoleARN")]
        pub fargate_pod_execution_role_arn: Option<String>,
        /// ARN of the permissions boundary of the Fargate pod execution role.
        pub fargate_pod_execution_role_permissions_boundary: Option<String>,
        /// Whether the OIDC provider is created although no service account here needs it: for IRSA roles that are made elsewhere.
        #[doc(alias = "withOIDC")]
        pub with_oidc: Option<bool>,
        /// Service accounts with IRSA roles beside the identities; the OIDC provider they need is then created.
        pub service_accounts: Vec<ClusterIamServiceAccount>,
        /// Service accounts with EKS Pod Identity roles beside the identities.
        pub pod_identity_associations: Vec<PodIdentityAssociation>,
        /// Whether the service role may run the VPC resource controller; absent: it may.
        pub vpc_resource_controller_policy: Option<bool>,
    }
}

eksctl_object! {
    /// `accessConfig` beside admins, viewers and teams.
    pub struct AccessConfigBlock {
        /// Further principals and what they may do.
        pub access_entries: Vec<AccessEntry>,
    }
    refuses {
        "authenticationMode" by "CL-05": "clusters are always in authentication mode API", "remove the key",
            in keys "for the source, write `authenticationMode: API`",
            limit "eksml has no word for `authenticationMode`: its clusters are all in mode API";
        "bootstrapClusterCreatorAdminPermissions" by "CL-06": "the creator of a cluster gets nothing by itself", "name it among `access { admins: [\"…\"] }`",
            in keys "for the source, write `bootstrapClusterCreatorAdminPermissions: false`, and name the creator in `accessEntries`",
            limit "eksml has no word for `bootstrapClusterCreatorAdminPermissions`: in its clusters the creator gets nothing by itself";
    }
}

eksctl_object! {
    /// `vpc` beside its range, its NAT gateways and the API endpoint.
    pub struct ClusterVpcBlock {
        /// ID of an existing VPC (`vpc-…`); `subnets` name its subnets.
        pub id: Option<String>,
        /// Existing subnets, at least two of a kind; nodes stay in the private ones.
        pub subnets: Option<ClusterSubnets>,
        /// Existing security group of the control plane; excludes `controlPlaneSecurityGroupIDs`.
        pub security_group: Option<String>,
        /// Host names of EC2 instances in a VPC that eksctl creates; absent: `ip-name`.
        pub hostname_type: Option<HostnameType>,
        /// Bring-your-own IPv6 range.
        pub ipv6_cidr: Option<String>,
        /// Address pool that `ipv6Cidr` comes from.
        pub ipv6_pool: Option<String>,
        /// Further IPv4 ranges, such as those of pod subnets; they are allowed to reach the control plane.
        #[doc(alias = "extraCIDRs")]
        pub extra_cidrs: Vec<String>,
        /// Further IPv6 ranges.
        #[doc(alias = "extraIPv6CIDRs")]
        pub extra_ipv6_cidrs: Vec<String>,
        /// Existing security group shared by all nodes.
        pub shared_node_security_group: Option<String>,
        /// Whether eksctl adds rules between the cluster's and the shared node security group; absent: it does.
        pub manage_shared_node_security_group_rules: Option<bool>,
        /// Whether the VPC also gets a /56 IPv6 range.
        #[doc(alias = "autoAllocateIPv6")]
        pub auto_allocate_ipv6: Option<bool>,
        /// Subnets of the control plane's network interfaces; absent: all subnets of the cluster.
        #[doc(alias = "controlPlaneSubnetIDs")]
        pub control_plane_subnet_ids: Vec<String>,
        /// Whether the control plane's network interfaces stay out of public subnets.
        pub control_plane_on_private_subnets: Option<bool>,
        /// Existing security groups of the control plane.
        #[doc(alias = "controlPlaneSecurityGroupIDs")]
        pub control_plane_security_group_ids: Vec<String>,
        /// Route of the control plane's outgoing traffic; absent: `AWS_MANAGED`.
        pub control_plane_egress_mode: Option<ControlPlaneEgressMode>,
    }
    refuses {
        "cidr" by "DSL-04": "the range has a word of its own", "write `vpc { cidr: \"10.0.0.0/16\" }` in the cluster";
        "nat" by "NET-10": "NAT gateways have a word of their own", "write `vpc { nat: PerZone }` in the cluster";
        "clusterEndpoints" by "CL-09": "who reaches the API server is one choice", "write `endpoint: Private` in the cluster";
        "publicAccessCIDRs" by "CL-09": "who reaches the API server is one choice", "write `endpoint: PrivateAndPublic { from: [\"203.0.113.0/24\"] }` in the cluster";
    }
}
