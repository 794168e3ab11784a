//! SCH-08: a job of several nodes starts all or none.

use crate::findings::Severity;
use crate::rules::example::job;
use crate::rules::{Check, Findings, Rule, Scope};
use crate::spec::{At, Training};

pub(super) const SCH_08: Rule = Rule {
    id: "SCH-08",
    name: "job-without-gang",
    title: "a job of several nodes is one gang",
    severity: Severity::Error,
    why: "a job that gets five of its eight nodes holds them and waits; two such jobs wait for each other for ever",
    source: "Kueue README, all-or-nothing scheduling; JobSet",
    check: Check::Training(waits_in_a_queue),
    bad: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=8, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, nodes: 8, cpu: \"2\", memory: \"8Gi\""
    ),
    good: job!(
        "queues,",
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=8, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, nodes: 8, cpu: \"2\", memory: \"8Gi\""
    ),
};

fn waits_in_a_queue(scope: &Scope<'_>, job: &At<'_, Training>, findings: &mut Findings<'_>) {
    let Some(nodes) = job.nodes().get() else { return };
    if *nodes > 1 && scope.cluster.queues().get().is_none() {
        findings.report(
            &nodes,
            format!(
                "training job `{}` needs {} nodes at once, and cluster `{}` has no queues in which it could wait for all of them",
                *job.name(),
                *nodes,
                *scope.cluster.name()
            ),
            "add `queues` to the cluster: each namespace that trains then has a queue with its part of the nodes",
        );
    }
}
