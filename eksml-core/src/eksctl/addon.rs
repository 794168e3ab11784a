//! `addons`, `addonsConfig`: EKS add-ons, their settings and their IAM.

use indexmap::IndexMap;

use super::iam::WellKnownPolicies;
use super::inline_document::InlineDocument;
use super::keyword::keyword;
use super::object::eksctl_object;
use super::pod_identity::PodIdentityAssociation;

eksctl_object! {
    /// One EKS add-on.
    ///
    /// IAM comes from at most one of `wellKnownPolicies`, `serviceAccountRoleARN`, `attachPolicyARNs` and `attachPolicy` (IRSA), or
    /// from `podIdentityAssociations`, or from `useDefaultPodIdentityAssociations`; eksctl refuses any mixture.
    pub struct Addon, builder {
        /// Name, such as `vpc-cni` or `aws-ebs-csi-driver`.
        pub name: String,
        /// Add-on version, or `latest`; absent: the default that EKS recommends for the Kubernetes version.
        pub version: Option<String>,
        /// ARN of an existing IRSA role.
        #[doc(alias = "serviceAccountRoleARN")]
        pub service_account_role_arn: Option<String>,
        /// ARNs of the policies of the IRSA role that eksctl creates.
        #[doc(alias = "attachPolicyARNs")]
        pub attach_policy_arns: Vec<String>,
        /// A policy document for the IRSA role that eksctl creates.
        pub attach_policy: Option<InlineDocument>,
        /// ARN of the permissions boundary of the role that eksctl creates.
        pub permissions_boundary: Option<String>,
        /// Policies that eksctl knows by name, for the IRSA role that it creates.
        pub well_known_policies: Option<WellKnownPolicies>,
        /// Tags on the add-on.
        pub tags: IndexMap<String, String>,
        /// What EKS does with values that were changed in the cluster; absent: EKS refuses conflicting changes.
        pub resolve_conflicts: Option<ResolveConflicts>,
        /// Service accounts of the add-on and their Pod Identity roles.
        pub pod_identity_associations: Vec<PodIdentityAssociation>,
        /// Whether the associations that EKS recommends for the add-on are created; absent: they are not.
        pub use_default_pod_identity_associations: Option<bool>,
        /// Settings as JSON or YAML text, checked against the add-on's own schema by EKS only.
        pub configuration_values: Option<String>,
        /// Namespace to install into; cannot be changed later.
        pub namespace_config: Option<AddonNamespaceConfig>,
        /// Filter of `eksctl utils describe-addon-versions`: publishers.
        pub publishers: Vec<String>,
        /// Filter of `eksctl utils describe-addon-versions`: types.
        pub types: Vec<String>,
        /// Filter of `eksctl utils describe-addon-versions`: owners.
        pub owners: Vec<String>,
    }
}

eksctl_object! {
    /// Where an add-on is installed.
    pub struct AddonNamespaceConfig {
        /// Namespace: a DNS label of at most 63 characters that starts with a letter.
        pub namespace: Option<String>,
    }
}

keyword! {
    /// What EKS does with add-on values that were changed in the cluster; read in any case.
    pub enum ResolveConflicts, any case {
        /// Leaves the value; the change may fail.
        None = "none",
        /// Sets the value back to the add-on's default.
        Overwrite = "overwrite",
        /// Keeps the changed value.
        Preserve = "preserve",
    }
}

eksctl_object! {
    /// `addonsConfig`: settings for all add-ons.
    pub struct AddonsConfig {
        /// Whether every add-on that needs IAM gets the Pod Identity associations EKS recommends; absent: none does.
        pub auto_apply_pod_identity_associations: Option<bool>,
        /// Whether vpc-cni, kube-proxy, coredns and metrics-server stay out unless listed; absent: eksctl adds them.
        pub disable_default_addons: Option<bool>,
    }
}
