//! EC2 placement groups of node groups.

use crate::derived;
use crate::spec::{Cluster, Lens, NodeGroup, PlacementGroup, Purchase};

/// The placement group that must exist before the cluster is created: eksctl makes one for EFA groups alone, and takes any other by
/// its name only.
pub fn group_name<'a>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'a, NodeGroup>) -> Option<String> {
    let group = group.into();
    // For pools eksctl makes none at all, and a reservation has its place already.
    let reserved = || group.purchase().is(|it| matches!(it, Purchase::Reservation(_) | Purchase::CapacityBlock(_)));
    let together = *group.placement() == PlacementGroup::Cluster;
    let by_hand = match derived::pool(group) {
        Some(_) => (*group.efa() || together) && !reserved(),
        None => together && !*group.efa(),
    };
    by_hand.then(|| format!("{}-{}", cluster.into().name(), group.name()))
}
