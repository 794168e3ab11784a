//! Network policies beside those that every namespace gets.

use super::Waiver;
use super::declare::spec;
use crate::units::{Cidr, LabelKey, LabelValue, Name};
use indexmap::IndexMap;

spec! {
    /// A NetworkPolicy: further connections for some Pods of a namespace.
    pub struct NetworkPolicy {
        /// Its name.
        name: Name = name;
        /// The namespace it is in (NP-04).
        namespace: Name = required;
        /// The Pods it is about, by their labels; all of the namespace when absent.
        pods: IndexMap<LabelKey, LabelValue> = optional;
        /// Connections in.
        allow_from: Vec<Traffic> = each "allow_in";
        /// Connections out.
        allow_to: Vec<Traffic> = each "allow_out";
        /// Rules set aside for this policy.
        waivers: Vec<Waiver> = each "waive";
    }
}

spec! {
    /// Connections with some peers on some ports.
    pub struct Traffic {
        /// The other side; an empty list would mean everyone and is refused (NP-01).
        peers: Vec<Peers> = required;
        /// TCP ports; all when absent. Port 53 goes to `ClusterDns` alone (NP-03).
        ports: Vec<u16> = optional;
    }
}

spec! {
    /// The other side of a connection.
    pub enum Peers {
        /// The VPC's own addresses: interface endpoints, load balancers, FSx.
        Vpc,
        /// The Pods of one namespace (NP-04).
        Namespace(Name),
        /// The Pods of the policy's own namespace.
        SameNamespace,
        /// The cluster's DNS Pods.
        ClusterDns,
        /// These addresses.
        Cidr(Cidr),
        /// Every public address, for the stated reason: private ranges and instance metadata stay closed (NP-01).
        Internet(String),
    }
}
