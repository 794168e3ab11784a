//! Family NET: the address plan.

mod addresses;
mod capacity;
mod disjoint;
mod lustre_place;
mod max_pods;
mod zones;

use super::{Rule, Scope};
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
];

/// Every block that is known to be taken around a cluster's VPC: its Services, the VPCs of the other clusters, and all peers.
fn taken_around(scope: &Scope<'_>) -> Vec<Cidr> {
    let mut taken: Vec<_> = scope.cluster.vpc().service_cidr().known().copied().flatten().into_iter().collect();
    for cluster in scope.platform.clusters().iter() {
        let vpc = cluster.vpc();
        if cluster.path() != scope.cluster.path() {
            taken.extend(vpc.cidr().known());
        }
        taken.extend(vpc.peers().iter().filter_map(|peer| peer.cidr().known().copied()));
    }
    taken
}
