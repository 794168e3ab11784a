//! SCH-22: what a queue gives nodes to has the time to become ready.

use crate::derived::{self, LOADING_SECONDS};
use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::service;
use crate::rules::{Check, Findings, Rule, Scope, Workload};

pub(super) const SCH_22: Rule = Rule {
    id: "SCH-22",
    name: "too-little-time-to-load",
    title: "a service that waits in a queue has time to load its model",
    severity: Severity::Error,
    why: "Kueue takes the nodes back from what is not ready in time: a service whose model takes longer loads it, loses its nodes, \
          waits for new ones and begins again, for ever",
    source: "Kueue, waitForPodsReady",
    check: Check::Cluster(models_can_be_loaded),
    bad: service!(
        "queues { queue serving { share gpu { nodes: 4 } } ready_within: \"10m\" }",
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, serves: Inference, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", over { nodes: 2 }"
    ),
    good: service!(
        "queues { queue serving { share gpu { nodes: 4 } } }",
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, serves: Inference, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", over { nodes: 2 }"
    ),
};

fn models_can_be_loaded(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(within) = scope.cluster.queues().get().and_then(|queues| queues.ready_within().get()) else { return };
    let queued = |workload: &Workload<'_>| {
        matches!(workload, Workload::Inference(_)) && derived::queue_of(scope.cluster, workload).is_some()
    };
    let Some(service) = Workload::all(&scope.cluster).find(queued) else { return };
    if within.seconds() <= LOADING_SECONDS {
        findings.report(
            &within,
            format!(
                "{} has {} minutes to load its model, and Kueue takes its nodes back after {}, the time to buy them included",
                service.shown(),
                LOADING_SECONDS / 60,
                *within
            ),
            Fix::decision([Edit::set(&within, "1h")]).saying("{}, or leave it out"),
        );
    }
}
