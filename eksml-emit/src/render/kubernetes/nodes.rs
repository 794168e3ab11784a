//! Which nodes a Pod goes to: affinity to node groups, and the taints it tolerates there.

use k8s_openapi::api::core::v1::{Affinity, NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, Toleration};
use serde_json::json;

use crate::derived::{self, GROUP_LABEL};
use crate::render::ClusterView;
use crate::spec::{Cluster, NodeGroup, Sharing, Taint, TaintEffect, Tolerate, Use};

/// Only the nodes of these groups.
pub(super) fn only_on(groups: &[&NodeGroup]) -> Affinity {
    only_where(of_groups(groups))
}

fn only_where(nodes: NodeSelectorRequirement) -> Affinity {
    let term = NodeSelectorTerm { match_expressions: Some(vec![nodes]), ..NodeSelectorTerm::default() };
    let node_affinity = NodeAffinity {
        required_during_scheduling_ignored_during_execution: Some(NodeSelector { node_selector_terms: vec![term] }),
        ..NodeAffinity::default()
    };
    Affinity { node_affinity: Some(node_affinity), ..Affinity::default() }
}

/// The same, but where MIG cuts the GPUs only once they are cut: who holds a GPU keeps the MIG manager from it, and the DaemonSet
/// controller takes its Pods away where the label is another.
pub(super) fn once_cut(groups: &[&NodeGroup]) -> Affinity {
    let (cut, whole): (Vec<&NodeGroup>, Vec<&NodeGroup>) =
        groups.iter().partition(|group| matches!(group.sharing, Sharing::Mig(_)));
    let mut affinity = only_on(if whole.is_empty() { &cut } else { &whole });
    let terms = affinity
        .node_affinity
        .as_mut()
        .and_then(|nodes| nodes.required_during_scheduling_ignored_during_execution.as_mut())
        .map(|nodes| &mut nodes.node_selector_terms);
    if let Some(terms) = terms.filter(|_| !cut.is_empty()) {
        let state = NodeSelectorRequirement {
            key: "nvidia.com/mig.config.state".to_owned(),
            operator: "In".to_owned(),
            values: Some(vec!["success".to_owned()]),
        };
        let done = NodeSelectorTerm { match_expressions: Some(vec![of_groups(&cut), state]), ..NodeSelectorTerm::default() };
        if whole.is_empty() { *terms = vec![done] } else { terms.push(done) }
    }
    affinity
}

fn of_groups(groups: &[&NodeGroup]) -> NodeSelectorRequirement {
    NodeSelectorRequirement {
        key: GROUP_LABEL.to_owned(),
        operator: "In".to_owned(),
        values: Some(groups.iter().map(|group| group.name.to_string()).collect()),
    }
}

/// Source: EKS user guide, "Enable or Disable Built-in NodePools": `system` has the taint `CriticalAddonsOnly`.
fn of_built_in_pools(cluster: &Cluster) -> NodeSelectorRequirement {
    let mut pools = vec!["system".to_owned()];
    if derived::has_general_purpose(cluster) {
        pools.insert(0, "general-purpose".to_owned());
    }
    NodeSelectorRequirement { key: "karpenter.sh/nodepool".to_owned(), operator: "In".to_owned(), values: Some(pools) }
}

/// What a device agent on these groups tolerates: their taints whatever the value, or what the user listed (ACC-03).
pub(super) fn agent_tolerations(cluster: &Cluster, groups: &[&NodeGroup]) -> Option<Vec<Toleration>> {
    let all = match &cluster.accelerators.tolerate {
        Tolerate::Only(keys) => keys.iter().map(|key| any_value(key.as_str(), None)).collect(),
        Tolerate::Derived => taints_of(groups).into_iter().map(|(key, effect)| any_value(key, Some(effect))).collect::<Vec<_>>(),
    };
    (!all.is_empty()).then_some(all)
}

/// A toleration of a taint's key with any value.
pub(super) fn any_value(key: &str, effect: Option<&TaintEffect>) -> Toleration {
    Toleration {
        key: Some(key.to_owned()),
        operator: Some("Exists".to_owned()),
        effect: effect.map(|effect| format!("{effect:?}")),
        ..Toleration::default()
    }
}

/// A toleration of exactly this taint.
pub(super) fn exactly(taint: &Taint) -> Toleration {
    let (key, value, effect) = taint.parts();
    Toleration {
        key: Some(key.to_owned()),
        operator: Some("Equal".to_owned()),
        value: Some(value.to_owned()),
        effect: Some(format!("{effect:?}")),
        ..Toleration::default()
    }
}

/// Where controllers live: the system groups, if the cluster has any (SCH-04), with their taints tolerated. In EKS Auto Mode that is its
/// built-in pools, which are on-demand: a pool of Spot nodes without a taint would be as good to the scheduler.
pub(in crate::render) fn system_home(view: &ClusterView<'_>) -> (Option<Affinity>, Option<Vec<Toleration>>) {
    if derived::is_auto_mode(view.cluster) {
        return (Some(only_where(of_built_in_pools(view.cluster))), Some(vec![any_value("CriticalAddonsOnly", None)]));
    }
    let groups: Vec<&NodeGroup> = view.cluster.node_groups.iter().filter(|group| group.serves == Use::System).collect();
    if groups.is_empty() {
        return (None, None);
    }
    let tolerations: Vec<_> = taints_of(&groups).into_iter().map(|(key, effect)| any_value(key, Some(effect))).collect();
    (Some(only_on(&groups)), (!tolerations.is_empty()).then_some(tolerations))
}

/// The same as a node selector, for charts that take nothing else.
pub(super) fn system_selector(view: &ClusterView<'_>) -> serde_json::Value {
    match (derived::is_auto_mode(view.cluster), derived::has_general_purpose(view.cluster)) {
        (true, true) => json!({ "karpenter.sh/nodepool": "general-purpose" }),
        (true, false) => json!({ "karpenter.sh/nodepool": "system" }),
        (false, _) => json!({ derived::USE_LABEL: derived::workload_type(&Use::System) }),
    }
}

/// Key and effect of every taint that keeps Pods off one of the groups, each once.
fn taints_of<'a>(groups: &[&'a NodeGroup]) -> Vec<(&'a str, &'a TaintEffect)> {
    let mut all = Vec::new();
    for taint in groups.iter().flat_map(|group| &group.taints) {
        let (key, _, effect) = taint.parts();
        if *effect != TaintEffect::PreferNoSchedule && !all.contains(&(key, effect)) {
            all.push((key, effect));
        }
    }
    all
}
