//! `outpost`: a control plane on AWS Outposts.

use super::capacity::Placement;
use super::object::eksctl_object;

eksctl_object! {
    /// `outpost`: a local cluster; excludes managed node groups, Fargate, Karpenter, add-ons, OIDC, KMS and GitOps.
    pub struct Outpost {
        /// ARN of the Outpost; eksctl requires it.
        #[doc(alias = "controlPlaneOutpostARN")]
        pub control_plane_outpost_arn: Option<String>,
        /// Instance type of the control plane; absent: the smallest that fits the number of nodes.
        pub control_plane_instance_type: Option<String>,
        /// Placement of the control-plane instances.
        pub control_plane_placement: Option<Placement>,
        /// Instance type of etcd.
        pub etcd_instance_type: Option<String>,
        /// Placement of the etcd instances; needs `etcdInstanceType`.
        pub etcd_placement: Option<Placement>,
    }
}
