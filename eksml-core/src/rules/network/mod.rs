//! Family NET: the address plan.

mod addresses;
mod capacity;
mod disjoint;
mod lustre_place;
mod max_pods;
mod node_security;
mod own_subnets;
mod zones;

use super::{Rule, Scope};
use crate::spec::{At, Cluster};
use crate::units::Cidr;

pub(super) const RULES: &[Rule] = &[
    addresses::NET_01,
    addresses::NET_02,
    disjoint::NET_03,
    addresses::NET_04,
    zones::NET_05,
    capacity::NET_06,
    max_pods::NET_07,
    max_pods::NET_08,
    capacity::NET_09,
    zones::NET_10,
    zones::NET_11,
    addresses::NET_13,
    disjoint::NET_14,
    lustre_place::NET_15,
    lustre_place::NET_16,
    own_subnets::NET_17,
    node_security::NET_18,
    node_security::NET_19,
    node_security::NET_20,
    node_security::NET_21,
];

/// Every block that is known to be taken around a cluster's VPC: by the VPCs of the other clusters, and by all Services and peers.
fn taken_around(scope: &Scope<'_>) -> Vec<Cidr> {
    let clusters = scope.platform.clusters().iter();
    let taken =
        |cluster: At<'_, Cluster>| if cluster.path() == scope.cluster.path() { beside(&cluster) } else { blocks(&cluster) };
    clusters.flat_map(taken).collect()
}

/// The blocks that a cluster is known to have: its VPC's, its Services', and its peers'.
fn blocks(cluster: &At<'_, Cluster>) -> Vec<Cidr> {
    cluster.vpc().cidr().known().copied().into_iter().chain(beside(cluster)).collect()
}

/// The blocks that a cluster is known to have beside its VPC.
fn beside(cluster: &At<'_, Cluster>) -> Vec<Cidr> {
    let vpc = cluster.vpc();
    let services = vpc.service_cidr().known().copied().flatten();
    services.into_iter().chain(vpc.peers().iter().filter_map(|peer| peer.cidr().known().copied())).collect()
}
