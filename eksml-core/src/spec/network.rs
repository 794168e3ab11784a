//! The cluster's network: address plan, zones, NAT, peers, and the door to its API server.

use super::AwsService;
use super::declare::{plain_data, spec};
use super::reader::{Reader, Spec};
use super::shape::{Kind, Shape};
use crate::catalog::{Region, Zone};
use crate::source::{Node, Path, Value};
use crate::units::{Cidr, Name};

spec! {
    /// The VPC that eksctl creates for the cluster.
    pub struct Vpc {
        /// Its addresses, /16 to /28 (NET-01).
        cidr: Cidr = required;
        /// The availability zones it spans, at least two (NET-05): a number, or their names.
        zones: Zones = optional;
        /// How nodes reach the internet (NET-10).
        nat: Nat = optional;
        /// The addresses of Services; eksctl's choice is 10.100.0.0/16 or 172.20.0.0/16 (NET-03).
        service_cidr: Option<Cidr> = optional;
        /// How Pods get their addresses (NET-06, NET-07).
        pod_addresses: PodAddresses = optional;
        /// AWS services with an endpoint in the VPC (NET-11).
        endpoints: Vec<AwsService> = optional;
        /// Networks it is, or will be, connected to; none may overlap it (NET-14).
        peers: Vec<Peer> = each "peer";
    }
    refuses {
        "public_subnets" by "NG-03": "workers never live in public subnets; eksctl creates public subnets for load balancers by itself",
            "remove the word";
        "private_subnets" by "NET-02": "subnets are cut from `cidr`, a private and a public one for each zone, so that they cannot overlap",
            "write `cidr` and `zones` alone";
        "subnets" by "NET-02": "subnets are cut from `cidr`, a private and a public one for each zone, so that they cannot overlap",
            "write `cidr` and `zones` alone";
        "existing" by "NET-02": "a VPC that is there already is eksctl's to name", "write its `cidr` and `zones` here, and `eksctl { vpc { id: \"vpc-…\", subnets { private { … } } } }` in the cluster";
        "id" by "NET-02": "a VPC that is there already is eksctl's to name", "write its `cidr` and `zones` here, and `eksctl { vpc { id: \"vpc-…\", subnets { private { … } } } }` in the cluster";
        "pod_cidr" by "NET-04": "Pods take addresses of the VPC's private subnets; custom networking with a block of their own is not written",
            "give the VPC enough addresses: `cidr: \"10.0.0.0/16\"`; NET-06 counts them";
        "secondary_cidr" by "NET-04": "Pods take addresses of the VPC's private subnets; custom networking with a block of their own is not written",
            "give the VPC enough addresses: `cidr: \"10.0.0.0/16\"`; NET-06 counts them";
        "ip_family" by "NET-13": "clusters are IPv4: an IPv6 cluster takes neither a service CIDR nor eksctl's NAT settings",
            "remove the word";
    }
}

spec! {
    /// A network that the VPC is connected to by peering, transit gateway or VPN.
    pub struct Peer {
        /// What it is called.
        name: Name = name;
        /// Its addresses.
        cidr: Cidr = required;
    }
}

spec! {
    /// How nodes in private subnets reach the internet.
    pub enum Nat {
        /// A NAT gateway in every zone: one zone's failure leaves the others connected.
        PerZone,
        /// One NAT gateway for all zones: cheaper, and its zone's failure cuts every node off (NET-10).
        Single,
    }
    refuses {
        "Disable" by "NET-11": "without NAT nodes in private subnets reach nothing but the AWS services that have an endpoint in the VPC, and no other registry",
            "write `nat: PerZone`, or say it of the cluster, which is held to it then: `eksctl { privateCluster { enabled: true } }`";
        "None" by "NET-11": "without NAT nodes in private subnets reach nothing but the AWS services that have an endpoint in the VPC, and no other registry",
            "write `nat: PerZone`, or say it of the cluster, which is held to it then: `eksctl { privateCluster { enabled: true } }`";
        "HighlyAvailable" by "NET-10": "eksctl's `HighlyAvailable` is called by what it is", "write `nat: PerZone`";
    }
}

spec! {
    /// How the VPC CNI gives Pods their addresses.
    pub enum PodAddresses {
        /// /28 prefixes on the node's interfaces: few calls to EC2, up to 110 Pods on small nodes.
        PrefixDelegation,
        /// Single secondary addresses.
        SecondaryAddresses,
    }
}

spec! {
    /// Who reaches the cluster's API server.
    pub enum Endpoint {
        /// Only the VPC and what is connected to it.
        Private,
        /// The VPC, and the named networks over the internet.
        PrivateAndPublic(PublicAccess),
        /// The internet alone, nodes included: refused but under a waiver, for what is there already (CL-09).
        Public(PublicOnly),
    }
}

spec! {
    /// The networks that may reach an API server without a private endpoint.
    pub struct PublicOnly {
        /// Their addresses; everybody when absent.
        from: Vec<Cidr> = optional;
    }
}

spec! {
    /// The networks that may reach the API server over the internet.
    pub struct PublicAccess {
        /// Their addresses; 0.0.0.0/0 is refused (CL-09).
        from: Vec<Cidr> = required;
    }
}

/// The availability zones of a VPC.
#[derive(Debug, Clone, PartialEq)]
pub enum Zones {
    /// The region's first so many, in the order of their letters.
    Count(u32),
    /// These.
    Named(Vec<Zone>),
}

impl Default for Zones {
    fn default() -> Self {
        Self::Count(3)
    }
}

impl Spec for Zones {
    const SHAPE: &'static Shape = &Shape { rust: "Zones", kind: Kind::CountOrList(<Zone as Spec>::SHAPE) };

    fn stand_in() -> Self {
        Self::default()
    }

    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        match node.value {
            Value::Int(_) => Self::Count(reader.payload(node, path)),
            Value::List(_) => Self::Named(reader.payload(node, path)),
            _ => {
                reader.expected("a number of zones or a list of their names", node, path);
                Self::default()
            }
        }
    }

    fn write(&self) -> Node {
        match self {
            Self::Count(count) => count.write(),
            Self::Named(zones) => zones.write(),
        }
    }
}

plain_data!(Zones, Data);

impl Zones {
    /// The zones' names in `region`. A count takes the region's first; what the region lacks is left to rule NG-22.
    pub fn names(&self, region: &Region) -> Vec<Zone> {
        match self {
            Self::Count(count) => region.usual_zones().take(*count as usize).collect(),
            Self::Named(zones) => zones.clone(),
        }
    }
}
