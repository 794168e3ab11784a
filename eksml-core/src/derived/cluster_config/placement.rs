//! EC2 placement groups of node groups.

use crate::derived::{self, ClusterView};
use crate::spec::{NodeGroup, PlacementGroup, Purchase};

/// The placement group that must exist before the cluster is created: eksctl makes one for EFA groups alone, and takes any other by
/// its name only.
pub fn group_name(view: &ClusterView<'_>, group: &NodeGroup) -> Option<String> {
    // For pools eksctl makes none at all, and a reservation has its place already.
    let reserved = matches!(group.purchase, Purchase::Reservation(_) | Purchase::CapacityBlock(_));
    let by_hand = match derived::pool(group) {
        Some(_) => (group.efa || matches!(group.placement, PlacementGroup::Cluster)) && !reserved,
        None => matches!(group.placement, PlacementGroup::Cluster) && !group.efa,
    };
    by_hand.then(|| format!("{}-{}", view.cluster.name, group.name))
}
