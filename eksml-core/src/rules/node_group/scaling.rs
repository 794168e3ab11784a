//! What adds nodes to groups.

use super::{Check, Example, Findings, Rule, Scope};
use crate::findings::Severity;
use crate::spec::{At, Cluster, Scaler};

pub(super) const NG_28: Rule = Rule {
    id: "NG-28",
    title: "nodes come from node groups, not from Karpenter's NodePools",
    severity: Severity::Error,
    why: "a NodePool that is declared but not emitted would be capacity you believe you have",
    source: "Karpenter 1.14 CRDs: a NodePool needs an EC2NodeClass, a node role and an interruption queue of its own",
    check: Check::Form,
    bad: Example::Cluster("scaler: Karpenter,"),
    good: Example::Cluster("scaler: ClusterAutoscaler,"),
};

pub(super) const NG_31: Rule = Rule {
    id: "NG-31",
    title: "every group that is to grow has exactly one scaler",
    severity: Severity::Error,
    why: "without a scaler Pods wait for nodes that nobody adds; two would undo each other's work",
    source: "AWS EKS best practices, cluster autoscaling",
    check: Check::Cluster(growing_groups_have_a_scaler),
    bad: Example::Cluster("scaler: Fixed,\nnode_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
    good: Example::Cluster("scaler: ClusterAutoscaler,\nnode_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
};

/// Whether the Cluster Autoscaler scales a cluster's groups.
pub(super) fn is_autoscaled(cluster: &At<'_, Cluster>) -> bool {
    cluster.scaler().is(|scaler| matches!(scaler, Scaler::ClusterAutoscaler(_)))
}

/// One finding for the cluster, not one for each group: they have one cause.
fn growing_groups_have_a_scaler(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let cluster = &scope.cluster;
    let scaler = cluster.scaler();
    if !scaler.is(|scaler| *scaler == Scaler::Fixed) {
        return;
    }
    let growing: Vec<String> = cluster
        .node_groups()
        .iter()
        .filter_map(|group| {
            let (min, max) = (*group.scale().min(), *group.scale().max());
            (min < max).then(|| format!("`{}` ({min} to {max} nodes)", *group.name()))
        })
        .collect();
    if growing.is_empty() {
        return;
    }
    findings.report(
        &scaler,
        format!("nothing scales cluster `{}`, but its node groups are to grow: {}", *cluster.name(), growing.join(", ")),
        "write `scaler: ClusterAutoscaler`, or give each group one size: `scale: 3`",
    );
}
