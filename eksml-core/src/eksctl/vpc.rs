//! `vpc`: the network of the cluster, created by eksctl or brought along.

use indexmap::IndexMap;

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// `vpc`: addresses, subnets, NAT and the reach of the Kubernetes API endpoint.
    ///
    /// With `id` or `subnets` eksctl uses an existing VPC and refuses `availabilityZones`; otherwise it creates one.
    pub struct ClusterVpc, builder {
        /// ID of an existing VPC (`vpc-…`).
        pub id: Option<String>,
        /// IPv4 range, /16 to /24 for a VPC that eksctl creates; absent: 192.168.0.0/16.
        pub cidr: Option<String>,
        /// Bring-your-own IPv6 range; only with `ipv6Pool` and an IPv6 cluster.
        pub ipv6_cidr: Option<String>,
        /// Address pool that `ipv6Cidr` comes from.
        pub ipv6_pool: Option<String>,
        /// Existing security group of the control plane; excludes `controlPlaneSecurityGroupIDs`.
        pub security_group: Option<String>,
        /// Existing subnets, at least two of a kind.
        pub subnets: Option<ClusterSubnets>,
        /// Host names of EC2 instances in a VPC that eksctl creates; absent: `ip-name`.
        pub hostname_type: Option<HostnameType>,
        /// Further IPv4 ranges, such as those of pod subnets; they are allowed to reach the control plane.
        #[doc(alias = "extraCIDRs")]
        pub extra_cidrs: Vec<String>,
        /// Further IPv6 ranges; only for IPv6 clusters.
        #[doc(alias = "extraIPv6CIDRs")]
        pub extra_ipv6_cidrs: Vec<String>,
        /// Existing security group shared by all nodes.
        pub shared_node_security_group: Option<String>,
        /// Whether eksctl adds rules between the cluster's and the shared node security group; absent: it does.
        pub manage_shared_node_security_group_rules: Option<bool>,
        /// Whether an IPv4 cluster's VPC also gets a /56 IPv6 range.
        #[doc(alias = "autoAllocateIPv6")]
        pub auto_allocate_ipv6: Option<bool>,
        /// NAT gateways; refused for IPv6 clusters.
        pub nat: Option<ClusterNat>,
        /// Who can reach the Kubernetes API endpoint; absent: public only.
        pub cluster_endpoints: Option<ClusterEndpoints>,
        /// Ranges that may reach the public endpoint; absent: the whole internet.
        #[doc(alias = "publicAccessCIDRs")]
        pub public_access_cidrs: Vec<String>,
        /// Subnets of the control plane's network interfaces; absent: all subnets of the cluster.
        #[doc(alias = "controlPlaneSubnetIDs")]
        pub control_plane_subnet_ids: Vec<String>,
        /// Whether the control plane's network interfaces stay out of public subnets; excludes `controlPlaneSubnetIDs`, needs
        /// private subnets in two zones (eksctl #8793).
        pub control_plane_on_private_subnets: Option<bool>,
        /// Existing security groups of the control plane.
        #[doc(alias = "controlPlaneSecurityGroupIDs")]
        pub control_plane_security_group_ids: Vec<String>,
        /// Route of the control plane's outgoing traffic; absent: `AWS_MANAGED`.
        pub control_plane_egress_mode: Option<ControlPlaneEgressMode>,
    }
}

eksctl_object! {
    /// `vpc.subnets`: existing subnets, keyed by zone name or by an alias that node groups refer to.
    pub struct ClusterSubnets {
        /// Subnets without a route to an internet gateway.
        pub private: IndexMap<String, AzSubnetSpec>,
        /// Subnets with a route to an internet gateway; they must assign public addresses.
        pub public: IndexMap<String, AzSubnetSpec>,
    }
}

/// The subnet that a node group means by a name or an ID, with its name.
pub fn subnet_of<'a>(of: &'a IndexMap<String, AzSubnetSpec>, named: &str) -> Option<(&'a String, &'a AzSubnetSpec)> {
    of.get_key_value(named).or_else(|| of.iter().find(|(_, subnet)| subnet.id.as_deref() == Some(named)))
}

eksctl_object! {
    /// One existing subnet, named by its ID, its range, or both.
    pub struct AzSubnetSpec {
        /// Subnet ID (`subnet-…`).
        pub id: Option<String>,
        /// Availability zone or local zone; absent: the key is the zone.
        pub az: Option<String>,
        /// IPv4 range of the subnet.
        pub cidr: Option<String>,
    }
}

eksctl_object! {
    /// `vpc.nat`: how private subnets reach the internet.
    pub struct ClusterNat {
        /// Number of NAT gateways; absent: one for all zones.
        pub gateway: Option<NatGateway>,
    }
}

keyword! {
    /// NAT gateways of a VPC that eksctl creates.
    pub enum NatGateway {
        /// One NAT gateway per zone.
        HighlyAvailable = "HighlyAvailable",
        /// One NAT gateway for all zones: its zone's outage cuts off every private node; eksctl's default.
        Single = "Single",
        /// No NAT gateway: private nodes need VPC endpoints to join.
        Disable = "Disable",
    }
}

eksctl_object! {
    /// `vpc.clusterEndpoints`: who can reach the Kubernetes API.
    ///
    /// An absent key keeps eksctl's default at creation and the cluster's present value on update, so both are better written
    /// out: see [`public`](Self::public), [`private`](Self::private) and [`public_and_private`](Self::public_and_private).
    /// Both off is refused by eksctl.
    pub struct ClusterEndpoints {
        /// Whether the API is reachable from inside the VPC; absent: it is not.
        pub private_access: Option<bool>,
        /// Whether the API is reachable from the internet; absent: it is.
        pub public_access: Option<bool>,
    }
}

impl ClusterEndpoints {
    /// Reachable from the internet only; nodes then talk to it through NAT.
    pub fn public() -> Self {
        Self { private_access: Some(false), public_access: Some(true) }
    }

    /// Reachable from inside the VPC only; eksctl itself must then run inside it.
    pub fn private() -> Self {
        Self { private_access: Some(true), public_access: Some(false) }
    }

    /// Reachable from the internet (narrow it with `publicAccessCIDRs`) and, without leaving it, from the VPC.
    pub fn public_and_private() -> Self {
        Self { private_access: Some(true), public_access: Some(true) }
    }
}

keyword! {
    /// How EC2 names the hosts of a VPC that eksctl creates.
    pub enum HostnameType {
        /// From the private IPv4 address: `ip-10-0-1-2.…`.
        IpName = "ip-name",
        /// From the instance ID: `i-0abc….…`.
        ResourceName = "resource-name",
    }
}

keyword! {
    /// How the control plane's outgoing traffic is routed.
    pub enum ControlPlaneEgressMode {
        /// Through AWS-managed networking; the default.
        AwsManaged = "AWS_MANAGED",
        /// Through the customer's VPC and its routes.
        CustomerRouted = "CUSTOMER_ROUTED",
    }
}
