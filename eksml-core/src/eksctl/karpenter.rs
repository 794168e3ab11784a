//! `karpenter`: Karpenter, installed by eksctl.

use super::object::eksctl_object;

eksctl_object! {
    /// `karpenter`: eksctl installs the Helm chart and its roles; needs `iam.withOIDC` and the tag `karpenter.sh/discovery`.
    ///
    /// Its nodes are admitted through the aws-auth ConfigMap, so authentication mode `API` keeps them out.
    pub struct Karpenter {
        /// Chart version, 0.20.0 or later.
        pub version: String,
        /// Whether the Helm chart creates the service account; absent: eksctl does.
        pub create_service_account: Option<bool>,
        /// Instance profile of Karpenter's nodes; absent: eksctl creates one.
        pub default_instance_profile: Option<String>,
        /// Whether a queue for Spot interruption notices is set up; absent: it is not.
        pub with_spot_interruption_queue: Option<bool>,
    }
}
