//! `iam`: roles of the cluster and of the service accounts inside it.

use indexmap::IndexMap;

use super::inline_document::InlineDocument;
use super::object::eksctl_object;
use super::pod_identity::PodIdentityAssociation;

eksctl_object! {
    /// `iam`: the cluster's service role, OIDC provider, and the roles of service accounts.
    pub struct ClusterIam, builder {
        /// ARN of an existing cluster service role; absent: eksctl creates one.
        #[doc(alias = "serviceRoleARN")]
        pub service_role_arn: Option<String>,
        /// ARN of the permissions boundary of the roles that eksctl creates.
        pub service_role_permissions_boundary: Option<String>,
        /// ARN of an existing Fargate pod execution role; absent: eksctl creates one when there are Fargate profiles.
        #[doc(alias = "fargatePodExecutionRoleARN")]
        pub fargate_pod_execution_role_arn: Option<String>,
        /// ARN of the permissions boundary of the Fargate pod execution role.
        pub fargate_pod_execution_role_permissions_boundary: Option<String>,
        /// Whether eksctl creates the OIDC provider that IRSA needs; absent: it does not.
        #[doc(alias = "withOIDC")]
        pub with_oidc: Option<bool>,
        /// Service accounts with IRSA roles; they need `withOIDC`.
        pub service_accounts: Vec<ClusterIamServiceAccount>,
        /// Service accounts with EKS Pod Identity roles; they need the `eks-pod-identity-agent` add-on.
        pub pod_identity_associations: Vec<PodIdentityAssociation>,
        /// Whether the service role may run the VPC resource controller; absent: it may.
        pub vpc_resource_controller_policy: Option<bool>,
    }
}

eksctl_object! {
    /// A Kubernetes service account and its IRSA role.
    ///
    /// eksctl wants at least one of `wellKnownPolicies`, `attachPolicyARNs`, `attachPolicy` and `attachRoleARN`.
    pub struct ClusterIamServiceAccount, builder {
        /// Name, namespace and labels of the service account.
        pub metadata: Option<ClusterIamMeta>,
        /// ARNs of the policies to attach.
        #[doc(alias = "attachPolicyARNs")]
        pub attach_policy_arns: Vec<String>,
        /// Policies that eksctl knows by name.
        pub well_known_policies: Option<WellKnownPolicies>,
        /// A policy document to attach.
        pub attach_policy: Option<InlineDocument>,
        /// ARN of an existing role, used instead of creating one.
        #[doc(alias = "attachRoleARN")]
        pub attach_role_arn: Option<String>,
        /// ARN of the permissions boundary of the role that eksctl creates.
        pub permissions_boundary: Option<String>,
        /// What eksctl created; it writes this when it describes a cluster and ignores it on the way in.
        pub status: Option<ClusterIamServiceAccountStatus>,
        /// Name of the role; absent: CloudFormation makes one up.
        pub role_name: Option<String>,
        /// Whether only the role is created, as when a Helm chart owns the service account.
        pub role_only: Option<bool>,
        /// Tags on the role.
        pub tags: IndexMap<String, String>,
        /// Pattern on the subject in the trust policy instead of the exact service account.
        pub subject_pattern: Option<String>,
    }
}

eksctl_object! {
    /// Name and labels of a service account.
    pub struct ClusterIamMeta {
        /// Name; eksctl requires it.
        pub name: Option<String>,
        /// Namespace; absent: `default`.
        pub namespace: Option<String>,
        /// Labels of the service account.
        pub labels: IndexMap<String, String>,
        /// Annotations of the service account; eksctl adds the role's.
        pub annotations: IndexMap<String, String>,
    }
}

eksctl_object! {
    /// What eksctl created for a service account: output, ignored as input.
    pub struct ClusterIamServiceAccountStatus {
        /// ARN of the role.
        #[doc(alias = "roleARN")]
        pub role_arn: Option<String>,
        /// CloudFormation stack of the role.
        pub stack_name: Option<String>,
        /// Tags of the stack.
        pub tags: IndexMap<String, String>,
        /// CloudFormation capabilities of the stack.
        pub capabilities: Vec<String>,
    }
}

eksctl_object! {
    /// IAM policies that eksctl knows by name; each absent one is off.
    pub struct WellKnownPolicies {
        /// Full access to ECR.
        pub image_builder: Option<bool>,
        /// What cluster-autoscaler needs.
        pub auto_scaler: Option<bool>,
        /// What the AWS Load Balancer Controller needs.
        pub aws_load_balancer_controller: Option<bool>,
        /// What external-dns needs on Route 53.
        #[doc(alias = "externalDNS")]
        pub external_dns: Option<bool>,
        /// What cert-manager needs to solve DNS01 challenges on Route 53.
        pub cert_manager: Option<bool>,
        /// What the EBS CSI controller needs.
        #[doc(alias = "ebsCSIController")]
        pub ebs_csi_controller: Option<bool>,
        /// What the EFS CSI controller needs.
        #[doc(alias = "efsCSIController")]
        pub efs_csi_controller: Option<bool>,
    }
}
