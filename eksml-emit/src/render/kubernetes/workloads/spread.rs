//! How the replicas of a service keep apart: over zones, then over nodes (SCH-07).

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::TopologySpreadConstraint;

use super::pod::Work;
use crate::derived::zones_of_group;
use crate::render::ClusterView;

/// Its constraints for so many replicas.
pub(super) fn constraints(view: &ClusterView<'_>, work: &Work<'_>, replicas: u32) -> Option<Vec<TopologySpreadConstraint>> {
    if replicas < 2 {
        return None;
    }
    let zones: BTreeSet<String> = work
        .groups
        .iter()
        .flat_map(|group| zones_of_group(view.platform, view.cluster, group))
        .map(|zone| zone.to_string())
        .collect();
    let zones = u32::try_from(zones.len()).unwrap_or(u32::MAX);
    let always: u32 = work.groups.iter().map(|group| group.scale.min).sum();
    // Strict only where every zone has a node at all times. The Cluster Autoscaler imagines a new node of a group in one of its
    // zones; a Pod that may go to another zone alone would wait for ever for a node that could have come.
    let strict = zones > 1 && replicas >= zones && always >= zones;
    let zone = TopologySpreadConstraint {
        when_unsatisfiable: if strict { "DoNotSchedule" } else { "ScheduleAnyway" }.to_owned(),
        ..apart("topology.kubernetes.io/zone", work)
    };
    Some(vec![zone, apart("kubernetes.io/hostname", work)])
}

fn apart(topology: &str, work: &Work<'_>) -> TopologySpreadConstraint {
    TopologySpreadConstraint {
        max_skew: 1,
        topology_key: topology.to_owned(),
        when_unsatisfiable: "ScheduleAnyway".to_owned(),
        label_selector: Some(work.selector()),
        // Nodes it cannot run on have no say in what is even.
        node_taints_policy: Some("Honor".to_owned()),
        // During an update old and new Pods would otherwise push each other aside.
        match_label_keys: Some(vec!["pod-template-hash".to_owned()]),
        ..TopologySpreadConstraint::default()
    }
}
