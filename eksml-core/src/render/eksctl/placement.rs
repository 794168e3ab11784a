//! EC2 placement groups of node groups.

use crate::render::ClusterView;
use crate::spec::{NodeGroup, PlacementGroup};

/// The placement group that must exist before the cluster is created: eksctl makes one for EFA groups alone, and takes any other by
/// its name only.
pub(super) fn group_name(view: &ClusterView<'_>, group: &NodeGroup) -> Option<String> {
    let by_hand = matches!(group.placement, PlacementGroup::Cluster) && !group.efa;
    by_hand.then(|| format!("{}-{}", view.cluster.name, group.name))
}
