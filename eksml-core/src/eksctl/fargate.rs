//! `fargateProfiles`: pods that run without nodes.

use indexmap::IndexMap;

use super::object::eksctl_object;

eksctl_object! {
    /// Which pods run on Fargate; `create cluster` does not check it, EKS does.
    pub struct FargateProfile, builder {
        /// Name; must not start with `eks-`.
        pub name: String,
        /// ARN of an existing pod execution role; absent: the cluster's.
        #[doc(alias = "podExecutionRoleARN")]
        pub pod_execution_role_arn: Option<String>,
        /// Pods that the profile takes, at least one selector.
        pub selectors: Vec<FargateProfileSelector>,
        /// Private subnets of the pods; absent: all private subnets of the cluster.
        pub subnets: Vec<String>,
        /// Tags on the profile.
        pub tags: IndexMap<String, String>,
        /// State of the profile: output, ignored as input.
        pub status: Option<String>,
    }
}

eksctl_object! {
    /// Pods by namespace and labels.
    pub struct FargateProfileSelector {
        /// Namespace of the pods.
        pub namespace: String,
        /// Labels that the pods must carry, all of them.
        pub labels: IndexMap<String, String>,
    }
}
