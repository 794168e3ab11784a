//! `accessConfig`: which IAM principals may do what in the cluster.

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// `accessConfig`: authentication mode and access entries.
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
    pub enum AuthenticationMode {
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
    pub struct AccessEntry, builder {
        /// ARN of an existing IAM user or role, unique in the list.
        #[doc(alias = "principalARN")]
        pub principal_arn: String,
        /// `type` of the entry; absent: `STANDARD`.
        #[doc(alias = "type")]
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
    pub enum AccessEntryType {
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
        #[doc(alias = "policyARN")]
        pub policy_arn: String,
        /// Where the policy holds.
        pub access_scope: AccessScope,
    }
}

eksctl_object! {
    /// Where an access policy holds: the whole cluster, or at least one namespace; eksctl refuses any other combination.
    pub struct AccessScope {
        /// `type` of the scope.
        #[doc(alias = "type")]
        pub kind: AccessScopeType,
        /// The namespaces, where the type is `namespace`; `*` is a wildcard.
        pub namespaces: Vec<String>,
    }
}

impl AccessScope {
    /// Everywhere in the cluster.
    pub fn cluster() -> Self {
        Self { kind: AccessScopeType::Cluster, namespaces: Vec::new() }
    }

    /// In these namespaces.
    pub fn namespaces(namespaces: Vec<String>) -> Self {
        Self { kind: AccessScopeType::Namespace, namespaces }
    }
}

keyword! {
    /// `accessScope.type` as eksctl spells it.
    pub enum AccessScopeType {
        /// Everywhere in the cluster.
        Cluster = "cluster",
        /// In the named namespaces.
        Namespace = "namespace",
    }
}
