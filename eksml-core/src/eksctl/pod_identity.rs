//! EKS Pod Identity: a service account bound to an IAM role, without OIDC.

use indexmap::IndexMap;

use super::iam::WellKnownPolicies;
use super::inline_document::InlineDocument;
use super::object::eksctl_object;

eksctl_object! {
    /// A service account and the role that its pods receive through EKS Pod Identity.
    ///
    /// eksctl wants a role source: `roleARN`, or at least one of `permissionPolicy`, `permissionPolicyARNs` and
    /// `wellKnownPolicies`, never both kinds. Inside an add-on, `wellKnownPolicies` and `tags` are refused and the namespace
    /// and service account must match the add-on's own.
    pub struct PodIdentityAssociation, builder {
        /// Namespace of the service account; eksctl requires it.
        pub namespace: Option<String>,
        /// Name of the service account; eksctl requires it.
        pub service_account_name: Option<String>,
        /// ARN of an existing role.
        #[doc(alias = "roleARN")]
        pub role_arn: Option<String>,
        /// Whether eksctl creates the service account; absent: it does not.
        pub create_service_account: Option<bool>,
        /// Name of the role that eksctl creates; absent: CloudFormation makes one up.
        pub role_name: Option<String>,
        /// ARN of the permissions boundary of the role that eksctl creates.
        #[doc(alias = "permissionsBoundaryARN")]
        pub permissions_boundary_arn: Option<String>,
        /// ARNs of the policies to attach.
        #[doc(alias = "permissionPolicyARNs")]
        pub permission_policy_arns: Vec<String>,
        /// Name of the inline policy; only with `permissionPolicy`.
        pub permission_policy_name: Option<String>,
        /// A policy document to attach.
        pub permission_policy: Option<InlineDocument>,
        /// Policies that eksctl knows by name.
        pub well_known_policies: Option<WellKnownPolicies>,
        /// Tags on role and association.
        pub tags: IndexMap<String, String>,
        /// ARN of a role in another account that the role assumes on behalf of the pods.
        #[doc(alias = "targetRoleARN")]
        pub target_role_arn: Option<String>,
        /// Whether EKS leaves its session tags (cluster, namespace, service account) off the session.
        pub disable_session_tags: Option<bool>,
        /// Session policy as JSON text of at most 2048 characters that narrows the role further; EKS then wants
        /// `disableSessionTags: true`.
        pub policy: Option<String>,
    }
}
