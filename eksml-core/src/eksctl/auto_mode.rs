//! `autoModeConfig`: EKS Auto Mode, where AWS runs the nodes.

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// `autoModeConfig`: whether and with which built-in node pools EKS Auto Mode runs; excludes every node group at creation.
    pub struct AutoModeConfig {
        /// Whether Auto Mode is on.
        pub enabled: Option<bool>,
        /// ARN of an existing node role; absent: eksctl creates one.
        #[doc(alias = "nodeRoleARN")]
        pub node_role_arn: Option<String>,
        /// ARN of the permissions boundary of the node role that eksctl creates; excludes `nodeRoleARN`.
        #[doc(alias = "permissionsBoundaryARN")]
        pub permissions_boundary_arn: Option<String>,
        /// Built-in node pools; absent: both. Some(empty) means none, and is written as an empty list.
        pub node_pools: Option<Vec<AutoModeNodePool>>,
    }
}

keyword! {
    /// A node pool that EKS Auto Mode brings along.
    pub enum AutoModeNodePool {
        /// On-demand C, M and R instances of generation 5 and later, amd64, for ordinary workloads.
        GeneralPurpose = "general-purpose",
        /// Nodes for cluster-critical add-ons, tainted `CriticalAddonsOnly`, amd64 and arm64.
        System = "system",
    }
}
