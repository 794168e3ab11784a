//! `privateCluster`: a cluster whose nodes have no way out to the internet.

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// `privateCluster`: no NAT, VPC endpoints instead; every node group must set `privateNetworking`.
    pub struct PrivateCluster {
        /// Whether the cluster is fully private; excludes `vpc.clusterEndpoints`.
        pub enabled: Option<bool>,
        /// Whether eksctl leaves the VPC endpoints to you; absent: it creates them.
        pub skip_endpoint_creation: Option<bool>,
        /// Services that get a VPC endpoint beside those every node needs; no duplicates, not with `skipEndpointCreation`.
        pub additional_endpoint_services: Vec<EndpointService>,
    }
}

keyword! {
    /// A service that eksctl can add a VPC endpoint for.
    pub enum EndpointService {
        /// CloudFormation.
        CloudFormation = "cloudformation",
        /// EC2 Auto Scaling: what cluster-autoscaler talks to.
        AutoScaling = "autoscaling",
        /// CloudWatch Logs.
        Logs = "logs",
    }
}
