//! What keeps a service up while nodes and zones go away.

use crate::findings::Severity;
use crate::rules::example::service;
use crate::rules::home::{groups, zones};
use crate::rules::known::listed;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, Environment, Inference, Purchase};

pub(super) const SCH_06: Rule = Rule {
    id: "SCH-06",
    name: "disruption-none-or-all",
    title: "maintenance takes some replicas down, neither none nor all",
    severity: Severity::Error,
    why: "a PodDisruptionBudget that allows nobody to leave blocks every node upgrade; one that allows everybody protects nothing",
    source: "AWS EKS best practices, reliability/application; Kubernetes, disruptions",
    check: Check::Inference(some_stay_and_some_go),
    bad: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4, serves: Inference }";
        "on: cpu, replicas: 3, max_unavailable: 0, cpu: \"2\", memory: \"8Gi\""
    ),
    good: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4, serves: Inference }";
        "on: cpu, replicas: 3, max_unavailable: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};

fn some_stay_and_some_go(_: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    let Some(down) = service.max_unavailable().get() else { return };
    let replicas = *service.replicas();
    if *down == 0 {
        findings.report(
            &down,
            format!("no Pod of `{}` may ever leave its node: nodes cannot be upgraded or scaled down", *service.name()),
            "write `max_unavailable: 1`, or leave it out",
        );
    } else if replicas > 1 && *down >= replicas {
        findings.report(
            &down,
            format!("all {replicas} replicas of `{}` may be down at once ({} allowed)", *service.name(), *down),
            format!("write `max_unavailable: {}` or less", replicas - 1),
        );
    }
}

pub(super) const SCH_07: Rule = Rule {
    id: "SCH-07",
    name: "replicas-cannot-spread",
    title: "replicas in production can spread over zones",
    severity: Severity::Error,
    why: "replicas are spread over zones so that one zone's failure leaves some; where all nodes are in one zone they fail together",
    source: "AWS EKS best practices, reliability/application: spread replicas over availability zones",
    check: Check::Inference(zones_are_several),
    bad: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4, serves: Inference, zone: \"us-west-2a\" }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\""
    ),
    good: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4, serves: Inference, zones: [\"us-west-2a\", \"us-west-2b\"] }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\""
    ),
};

fn zones_are_several(scope: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    let replicas = *service.replicas();
    if replicas < 2 || *scope.cluster.environment() != Environment::Production {
        return;
    }
    let workload = Workload::Inference(*service);
    let groups = groups(scope, &workload);
    let mut over: Vec<String> = groups.iter().flat_map(|group| zones(scope, group)).map(|zone| zone.to_string()).collect();
    over.sort();
    over.dedup();
    let all = scope.cluster.vpc().zones().names(&scope.region());
    // A VPC of one zone is NET-05's.
    let ([only], true) = (over.as_slice(), all.len() > 1) else { return };
    let names: Vec<_> = groups.iter().map(|group| group.name().to_string()).collect();
    let others: Vec<_> = all.iter().map(|zone| format!("\"{zone}\"")).collect();
    // EFA and reservations hold a group to its zone.
    let pinned = groups.iter().any(|group| {
        *group.efa() || group.purchase().is(|it| matches!(it, Purchase::Reservation(_) | Purchase::CapacityBlock(_)))
    });
    let fix = if pinned {
        "declare a second group in another zone and `select` both by a label".to_owned()
    } else {
        format!("write `zones: [{}]` in the node group", others.join(", "))
    };
    findings.report(
        &workload.placement(),
        format!("all {replicas} replicas of `{}` are in {only}: {} has nodes nowhere else", *service.name(), listed(&names)),
        fix,
    );
}
