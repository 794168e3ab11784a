//! Where a workload can run: the node groups its placement leads to.

use super::{Scope, Workload};
use crate::catalog::Zone;
use crate::derived;
use crate::spec::{At, DevicePlane, NodeGroup, Placement, Purchase, Selection, TaintEffect};
use crate::units::{LabelKey, LabelValue, Name};

/// Where a placement leads.
#[derive(Debug)]
pub(super) enum Home<'a> {
    /// To these groups.
    Groups(Vec<At<'a, NodeGroup>>),
    /// To a group that is not declared.
    Undeclared(&'a Name),
    /// Nowhere: no group's nodes carry all the labels.
    Nowhere(At<'a, Selection>),
    /// To these groups, but each has a taint in the way.
    KeptOut(At<'a, Selection>, Vec<At<'a, NodeGroup>>),
}

/// Where `workload` leads.
pub(super) fn home<'a>(scope: &Scope<'a>, workload: &Workload<'a>) -> Home<'a> {
    let placement = workload.placement();
    let on = placement.variant(|placement| match placement {
        Placement::On(name) => Some(name),
        Placement::Select(_) => None,
    });
    if let Some(name) = on {
        let name = name.whole();
        return scope.node_group(name).map_or(Home::Undeclared(name), |group| Home::Groups(vec![group]));
    }
    let select = placement.variant(|placement| match placement {
        Placement::Select(selection) => Some(selection),
        Placement::On(_) => None,
    });
    let Some(selection) = select else { return Home::Groups(Vec::new()) };
    let labels = selection.labels();
    let matching: Vec<_> = scope
        .cluster
        .node_groups()
        .iter()
        .filter(|group| labels.iter().all(|(key, value)| carries(scope, group, key, value.whole())))
        .collect();
    if matching.is_empty() {
        return Home::Nowhere(selection);
    }
    let tolerated = selection.tolerate();
    let open: Vec<_> = matching.iter().filter(|group| in_the_way(group, &tolerated).is_empty()).copied().collect();
    if open.is_empty() { Home::KeptOut(selection, matching) } else { Home::Groups(open) }
}

/// The groups `workload` can run on; none where SCH-01 has to speak first.
pub(super) fn groups<'a>(scope: &Scope<'a>, workload: &Workload<'a>) -> Vec<At<'a, NodeGroup>> {
    match home(scope, workload) {
        Home::Groups(groups) => groups,
        _ => Vec::new(),
    }
}

/// The keys of the group's taints that keep Pods away which tolerate only `tolerated`.
pub(super) fn in_the_way(group: &At<'_, NodeGroup>, tolerated: &[LabelKey]) -> Vec<String> {
    let mut keys = Vec::new();
    for taint in group.taints().whole() {
        let (key, _, effect) = taint.parts();
        let open = *effect == TaintEffect::PreferNoSchedule || tolerated.iter().any(|known| known.as_str() == key);
        if !open && !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
    keys
}

/// Who offers the GPUs of a group, where it is said: in the group, or else for the cluster ([`derived::plane_of`]).
pub(super) fn plane<'a>(scope: &Scope<'a>, group: &At<'a, NodeGroup>) -> At<'a, DevicePlane> {
    derived::plane_of(scope.cluster, group)
}

/// Whether Pods claim the GPUs of a group ([`derived::claims_devices`]).
pub(super) fn claims_devices(scope: &Scope<'_>, group: &At<'_, NodeGroup>) -> bool {
    derived::claims_devices(scope.cluster, group)
}

/// The labels by which placements find the nodes of a group ([`derived::placement_labels`]).
pub(super) fn labels(scope: &Scope<'_>, group: &At<'_, NodeGroup>) -> indexmap::IndexMap<String, String> {
    derived::placement_labels(scope.cluster, group)
}

/// The zones a group's nodes can be in.
pub(super) fn zones(scope: &Scope<'_>, group: &At<'_, NodeGroup>) -> Vec<Zone> {
    derived::zones_of_group(scope.platform, scope.cluster, group)
}

/// The values that nodes of these groups have for a label of their own.
pub(super) fn label_values(scope: &Scope<'_>, groups: &[At<'_, NodeGroup>], key: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for group in groups {
        let own = match key {
            "topology.kubernetes.io/zone" => zones(scope, group).iter().map(ToString::to_string).collect(),
            "node.kubernetes.io/instance-type" => group.instances().iter().map(|instance| instance.to_string()).collect(),
            key => derived::placement_label(scope.cluster, group, key).into_iter().collect::<Vec<_>>(),
        };
        values.extend(own);
    }
    values.sort();
    values.dedup();
    values
}

/// Whether nodes of the group carry a label: one of its own, or one that Kubernetes and EKS put on every node.
pub(super) fn carries(scope: &Scope<'_>, group: &At<'_, NodeGroup>, key: &LabelKey, value: &LabelValue) -> bool {
    let value = value.as_str();
    match key.as_str() {
        "kubernetes.io/os" => value == "linux",
        "kubernetes.io/arch" => group.instances().iter().any(|instance| instance.facts().arch.as_str() == value),
        "node.kubernetes.io/instance-type" => group.instances().iter().any(|instance| instance.as_str() == value),
        "topology.kubernetes.io/region" => scope.region().as_str() == value,
        "topology.kubernetes.io/zone" => zones(scope, group).iter().any(|zone| zone.to_string() == value),
        "eks.amazonaws.com/nodegroup" | "alpha.eksctl.io/nodegroup-name" => group.name().as_str() == value,
        "karpenter.sh/nodepool" => derived::pool(group).is_some() && group.name().as_str() == value,
        "alpha.eksctl.io/cluster-name" => scope.cluster.name().as_str() == value,
        "eks.amazonaws.com/capacityType" => {
            value
                == match *group.purchase() {
                    Purchase::Spot => "SPOT",
                    Purchase::CapacityBlock(_) => "CAPACITY_BLOCK",
                    Purchase::OnDemand | Purchase::Reservation(_) => "ON_DEMAND",
                }
        }
        key => derived::placement_label(scope.cluster, group, key).is_some_and(|own| own == value),
    }
}
