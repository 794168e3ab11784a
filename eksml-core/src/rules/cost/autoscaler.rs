//! The Cluster Autoscaler finds its groups.

use crate::findings::{Edit, Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::Scaler;

pub(super) const CST_08: Rule = Rule {
    id: "CST-08",
    name: "discovery-of-another-cluster",
    title: "auto-discovery names this cluster",
    severity: Severity::Error,
    why: "the autoscaler looks for groups tagged with another cluster's name: it finds none and never adds a node, or it resizes the \
          other cluster's",
    source: "cluster-autoscaler cloudprovider/aws/README.md, auto-discovery",
    check: Check::Cluster(discovery_names_this_cluster),
    bad: Example::Cluster("scaler: ClusterAutoscaler { discovery_cluster: ai_cluster }"),
    good: Example::Cluster("scaler: ClusterAutoscaler { expander: LeastWaste }"),
};

fn discovery_names_this_cluster(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let scaler = scope.cluster.scaler();
    let autoscaler = scaler.variant(|scaler| match scaler {
        Scaler::ClusterAutoscaler(autoscaler) => Some(autoscaler),
        _ => None,
    });
    let Some(named) = autoscaler.and_then(|autoscaler| autoscaler.discovery_cluster().get()) else { return };
    let name = scope.cluster.name();
    if *named != *name {
        findings.report(
            &named,
            format!("the autoscaler of cluster `{}` looks for groups of `{}`", *name, *named),
            Fix::decision([Edit::remove(&named)]).saying("{}: the tag follows from the cluster's name"),
        );
    }
}

pub(super) const CST_10: Rule = Rule {
    id: "CST-10",
    name: "groups-discovered-twice",
    title: "groups are found in one way",
    severity: Severity::Error,
    why: "the autoscaler refuses to start when groups are both listed and discovered",
    source: "cluster-autoscaler main.go: --nodes and --node-group-auto-discovery exclude each other",
    check: Check::Form,
    bad: Example::Cluster("scaler: ClusterAutoscaler { nodes: [\"1:10:training\"] }"),
    good: Example::Cluster("scaler: ClusterAutoscaler { expander: LeastWaste }"),
};
