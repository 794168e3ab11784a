//! `remoteNetworkConfig`: hybrid nodes, machines outside AWS that join the cluster.

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// `remoteNetworkConfig`: the networks and credentials of hybrid nodes.
    pub struct RemoteNetworkConfig {
        /// How hybrid nodes obtain IAM credentials.
        pub iam: Option<RemoteNodesIam>,
        /// Transit gateway (`tgw-…`) or virtual private gateway (`vgw-…`) towards the remote networks.
        ///
        /// eksctl's JSON schema calls it required; its code does not, and refuses it beside `vpc.id`.
        #[doc(alias = "vpcGatewayID")]
        pub vpc_gateway_id: Option<String>,
        /// CIDRs of the machines; eksctl accepts exactly one network.
        pub remote_node_networks: Vec<RemoteNetwork>,
        /// CIDRs of the pods on those machines; at most one network.
        pub remote_pod_networks: Vec<RemoteNetwork>,
    }
}

eksctl_object! {
    /// A network outside the VPC.
    pub struct RemoteNetwork {
        /// IPv4 ranges of the network.
        pub cidrs: Vec<String>,
    }
}

eksctl_object! {
    /// `remoteNetworkConfig.iam`: the credentials of hybrid nodes.
    pub struct RemoteNodesIam {
        /// Service that issues the credentials; absent: SSM.
        pub provider: Option<RemoteNodesProvider>,
        /// Existing role of the nodes; absent: eksctl creates role and provider set-up.
        #[doc(alias = "roleARN")]
        pub role_arn: Option<String>,
        /// PEM bundle of the trust anchor: required with IAM Roles Anywhere, refused with SSM.
        pub ca_bundle_cert: Option<String>,
    }
}

keyword! {
    /// Service that issues IAM credentials to hybrid nodes; read in any case.
    pub enum RemoteNodesProvider, any case {
        /// AWS Systems Manager hybrid activations.
        Ssm = "ssm",
        /// IAM Roles Anywhere.
        Ira = "ira",
    }
}
