//! Nodes that wait: production keeps some, the rest does not.

use crate::derived::AcceleratorKind;
use crate::findings::{Edit, Fix, Severity};
use crate::rules::home::groups;
use crate::rules::known::listed;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Environment, Management, NodeGroup, Scaler, Use};

pub(super) const CST_13: Rule = Rule {
    id: "CST-13",
    name: "production-inference-without-node",
    title: "production inference keeps a node",
    severity: Severity::Error,
    why: "a group that may shrink to nothing answers the first request after a node has been bought, booted and the model loaded: \
          minutes later",
    source: "cluster-autoscaler FAQ, scaling a node group to 0",
    check: Check::NodeGroup(a_node_stays),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, serves: Inference }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 2..=4, serves: Inference }"),
};

fn a_node_stays(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let scale = group.scale();
    let least = scale.min();
    if *least > 0 || *scope.cluster.environment() != Environment::Production {
        return;
    }
    // Pods keep the nodes of a pool: as long as a service has replicas, it has their nodes.
    if group.management().is(|management| matches!(management, Management::NodePool(_))) {
        return;
    }
    let name = group.name();
    let only_home = |workload: &Workload<'_>| {
        let groups = groups(scope, workload);
        matches!(workload, Workload::Inference(_)) && matches!(groups.as_slice(), [only] if *only.name() == *name)
    };
    let subject = if *group.serves() == Use::Inference {
        "serves inference in production".to_owned()
    } else {
        let services: Vec<_> =
            Workload::all(&scope.cluster).filter(only_home).map(|service| service.name().to_string()).collect();
        if services.is_empty() {
            return;
        }
        format!("is the only home of {}", listed(&services))
    };
    let most = *scale.max();
    findings.report(
        &least,
        format!("node group `{}` {subject} and may shrink to nothing", *name),
        format!("write `scale: {}..={}`", most.clamp(1, 2), most.max(1)),
    );
}

pub(super) const CST_14: Rule = Rule {
    id: "CST-14",
    name: "idle-accelerators-linger",
    title: "idle accelerators go within half an hour outside production",
    severity: Severity::Error,
    why: "the last experiment of the day keeps its GPU nodes for as long as the autoscaler waits, at tens of dollars an hour each",
    source: "cluster-autoscaler FAQ, --scale-down-unneeded-time",
    check: Check::Cluster(idle_nodes_go),
    bad: Example::Cluster(
        "environment: Development,\nscaler: ClusterAutoscaler { scale_down_after_minutes: 240 }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }",
    ),
    good: Example::Cluster(
        "environment: Development,\nscaler: ClusterAutoscaler { scale_down_after_minutes: 20 }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }",
    ),
};

/// Minutes after which an idle accelerator is waste.
const LONGEST_IDLE: u32 = 30;

fn idle_nodes_go(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    if *scope.cluster.environment() == Environment::Production {
        return;
    }
    let scaler = scope.cluster.scaler();
    let autoscaler = scaler.variant(|scaler| match scaler {
        Scaler::ClusterAutoscaler(autoscaler) => Some(autoscaler),
        _ => None,
    });
    let Some(minutes) = autoscaler.and_then(|autoscaler| autoscaler.scale_down_after_minutes().get()) else { return };
    let costly: Vec<_> = scope
        .cluster
        .node_groups()
        .iter()
        .filter(|group| group.instances().iter().any(|it| AcceleratorKind::of(it.facts()).is_some()))
        .map(|group| group.name().to_string())
        .collect();
    if *minutes > LONGEST_IDLE && !costly.is_empty() {
        findings.report(
            &minutes,
            format!("idle nodes of {} stay for {} minutes", listed(&costly), *minutes),
            Fix::decision([Edit::set(&minutes, LONGEST_IDLE)]).saying("{} or less"),
        );
    }
}
