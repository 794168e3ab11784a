//! `capabilities`: Argo CD, ACK and kro, run by EKS outside the cluster.

use indexmap::IndexMap;

use super::access::AccessPolicy;
use super::inline_document::InlineDocument;
use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// One EKS capability.
    ///
    /// `create cluster` dereferences a missing `configuration` of Argo CD and panics once the cluster stands (eksctl #8701).
    pub struct Capability, builder {
        /// Name.
        pub name: String,
        /// `type` of the capability.
        #[doc(alias = "type")]
        pub kind: CapabilityType,
        /// ARN of an existing role; absent: eksctl creates one.
        pub role_arn: Option<String>,
        /// What becomes of the managed resources on deletion.
        pub delete_propagation_policy: Option<DeletePropagationPolicy>,
        /// Settings; only Argo CD has any, and must have them.
        pub configuration: Option<CapabilityConfiguration>,
        /// Tags on the AWS resources of the capability.
        pub tags: IndexMap<String, String>,
        /// Access policies of the capability's role in the cluster.
        pub access_policies: Vec<AccessPolicy>,
        /// ARNs of the policies of the role that eksctl creates.
        #[doc(alias = "attachPolicyARNs")]
        pub attach_policy_arns: Vec<String>,
        /// A policy document for the role that eksctl creates.
        pub attach_policy: Option<InlineDocument>,
        /// ARN of the permissions boundary of the role that eksctl creates.
        pub permissions_boundary: Option<String>,
    }
}

keyword! {
    /// Kind of capability.
    pub enum CapabilityType {
        /// AWS Controllers for Kubernetes.
        Ack = "ACK",
        /// kro, the Kube Resource Orchestrator.
        Kro = "KRO",
        /// Argo CD.
        ArgoCd = "ARGOCD",
    }
}

keyword! {
    /// What becomes of the resources that a capability manages when it is deleted (EKS API).
    pub enum DeletePropagationPolicy {
        /// They stay.
        Retain = "RETAIN",
    }
}

eksctl_object! {
    /// `configuration` of a capability.
    pub struct CapabilityConfiguration {
        /// Settings of Argo CD.
        #[doc(alias = "argocd")]
        pub argo_cd: Option<ArgoCdConfiguration>,
    }
}

eksctl_object! {
    /// Settings of the Argo CD capability.
    pub struct ArgoCdConfiguration {
        /// Namespace of its resources; absent: `argocd`.
        pub namespace: Option<String>,
        /// Who can reach it.
        pub network_access: Option<ArgoCdNetworkAccess>,
        /// Who may do what in it.
        pub rbac_role_mappings: Vec<ArgoCdRoleMapping>,
        /// Its IAM Identity Center; EKS requires it.
        pub aws_idc: Option<ArgoCdAwsIdc>,
    }
}

eksctl_object! {
    /// Reach of the Argo CD server.
    pub struct ArgoCdNetworkAccess {
        /// VPC endpoints it is reached through; absent: the public endpoint.
        pub vpce_ids: Vec<String>,
    }
}

eksctl_object! {
    /// Identities that hold one role in Argo CD.
    pub struct ArgoCdRoleMapping {
        /// The role.
        pub role: ArgoCdRole,
        /// Who holds it.
        pub identities: Vec<SsoIdentity>,
    }
}

keyword! {
    /// Role in Argo CD.
    pub enum ArgoCdRole {
        /// Everything.
        Admin = "ADMIN",
        /// Applications.
        Editor = "EDITOR",
        /// Reading.
        Viewer = "VIEWER",
    }
}

eksctl_object! {
    /// A user or group of IAM Identity Center.
    pub struct SsoIdentity {
        /// ID in the identity store.
        pub id: String,
        /// `type` of the identity.
        #[doc(alias = "type")]
        pub kind: SsoIdentityType,
    }
}

keyword! {
    /// Kind of identity in IAM Identity Center.
    pub enum SsoIdentityType {
        /// One user.
        User = "SSO_USER",
        /// A group.
        Group = "SSO_GROUP",
    }
}

eksctl_object! {
    /// IAM Identity Center of Argo CD.
    pub struct ArgoCdAwsIdc {
        /// ARN of the instance.
        pub idc_instance_arn: String,
        /// Region of the instance; absent: the cluster's.
        pub idc_region: Option<String>,
    }
}
