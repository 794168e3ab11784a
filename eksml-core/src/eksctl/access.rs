//! `accessConfig`: which IAM principals may do what in the cluster.

use serde::{Deserialize, Serialize};

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// `accessConfig`: authentication mode and access entries.
    #[derive(Default)]
    pub struct AccessConfig {
        /// Where EKS looks principals up; absent: `API_AND_CONFIG_MAP`.
        pub authentication_mode: Option<AuthenticationMode>,
        /// Whether the creating principal becomes cluster admin; absent: it does.
        pub bootstrap_cluster_creator_admin_permissions: Option<bool>,
        /// Principals and what they may do; refused with mode `CONFIG_MAP`.
        pub access_entries: Vec<AccessEntry>,
    }
}

keyword! {
    /// Where EKS looks IAM principals up.
    ///
    /// eksctl does not check it on `create cluster`; a misspelt mode fails in CloudFormation.
    pub enum AuthenticationMode, "authentication mode" {
        /// Access entries only; the aws-auth ConfigMap is ignored.
        Api = "API",
        /// Access entries and the aws-auth ConfigMap; eksctl's default.
        ApiAndConfigMap = "API_AND_CONFIG_MAP",
        /// The aws-auth ConfigMap only; access entries are refused.
        ConfigMap = "CONFIG_MAP",
    }
}

eksctl_object! {
    /// One IAM principal's access to the cluster.
    #[derive(Default)]
    pub struct AccessEntry, builder {
        /// ARN of an existing IAM user or role, unique in the list.
        #[serde(rename = "principalARN")]
        pub principal_arn: String,
        /// `type` of the entry; absent: `STANDARD`.
        #[serde(rename = "type")]
        pub kind: Option<AccessEntryType>,
        /// Kubernetes groups of the principal; refused for node types.
        pub kubernetes_groups: Vec<String>,
        /// Kubernetes user name of the principal; refused for node types.
        pub kubernetes_username: Option<String>,
        /// EKS access policies; refused for node types.
        pub access_policies: Vec<AccessPolicy>,
    }
}

keyword! {
    /// What kind of principal an access entry admits.
    pub enum AccessEntryType, "access entry type" {
        /// Nodes of EKS Auto Mode.
        Ec2 = "EC2",
        /// Linux nodes on EC2.
        Ec2Linux = "EC2_LINUX",
        /// Windows nodes on EC2.
        Ec2Windows = "EC2_WINDOWS",
        /// Fargate pods.
        FargateLinux = "FARGATE_LINUX",
        /// Hybrid nodes.
        HybridLinux = "HYBRID_LINUX",
        /// People and programs; the only type that takes groups and policies beside `EC2`.
        Standard = "STANDARD",
    }
}

eksctl_object! {
    /// An EKS access policy and where it holds.
    pub struct AccessPolicy {
        /// ARN of the policy: `arn:aws:eks::aws:cluster-access-policy/…`.
        #[serde(rename = "policyARN")]
        pub policy_arn: String,
        /// Where the policy holds.
        pub access_scope: AccessScope,
    }
}

/// Where an access policy holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenScope", into = "WrittenScope")]
pub enum AccessScope {
    /// Everywhere in the cluster.
    Cluster,
    /// In the named namespaces, at least one; `*` is a wildcard.
    Namespaces(Vec<String>),
}

keyword! {
    /// `accessScope.type` as eksctl spells it.
    pub enum AccessScopeType, "access scope type" {
        /// Everywhere in the cluster.
        Cluster = "cluster",
        /// In the named namespaces.
        Namespace = "namespace",
    }
}

/// `accessScope` as eksctl writes it: the type beside namespaces that only one type allows.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenScope {
    #[serde(rename = "type")]
    kind: AccessScopeType,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    namespaces: Vec<String>,
}

impl TryFrom<WrittenScope> for AccessScope {
    type Error = &'static str;

    fn try_from(WrittenScope { kind, namespaces }: WrittenScope) -> Result<Self, Self::Error> {
        match (kind, namespaces.is_empty()) {
            (AccessScopeType::Cluster, true) => Ok(Self::Cluster),
            (AccessScopeType::Cluster, false) => Err("`namespaces` cannot be set when `type` is cluster"),
            (AccessScopeType::Namespace, true) => Err("`namespaces` must name at least one namespace when `type` is namespace"),
            (AccessScopeType::Namespace, false) => Ok(Self::Namespaces(namespaces)),
        }
    }
}

impl From<AccessScope> for WrittenScope {
    fn from(scope: AccessScope) -> Self {
        match scope {
            AccessScope::Cluster => Self { kind: AccessScopeType::Cluster, namespaces: Vec::new() },
            AccessScope::Namespaces(namespaces) => Self { kind: AccessScopeType::Namespace, namespaces },
        }
    }
}
