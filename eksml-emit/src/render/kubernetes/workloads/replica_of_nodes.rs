//! A replica of several nodes: a LeaderWorkerSet in the place of a Deployment, for a model that one node cannot hold (SCH-08).

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{PodSpec, PodTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::leader_worker_set::{LeaderWorkerSet, LeaderWorkerSetSpec, LeaderWorkerTemplate, RollingUpdate, RolloutStrategy};
use super::pod::Work;
use crate::derived;
use crate::render::ClusterView;
use crate::render::kubernetes::queues;
use crate::spec::{Inference, NodesPerReplica};

/// The set of a service whose leader is `leader`.
pub(super) fn set(
    view: &ClusterView<'_>,
    service: &Inference,
    over: &NodesPerReplica,
    work: &Work<'_>,
    mut leader: PodTemplateSpec,
) -> LeaderWorkerSet {
    let queue = derived::queue_of(view.cluster, service);
    let together = if queue.is_some() { together(view, work) } else { BTreeMap::new() };
    if !together.is_empty() {
        leader.metadata.get_or_insert_default().annotations.get_or_insert_default().extend(together.clone());
    }
    let mut metadata = work.owned(service.name.as_str());
    let priority = derived::priority_of(view.cluster, service);
    metadata.labels.get_or_insert_default().extend(queues::labels(queue.as_ref(), priority));
    let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let spec = LeaderWorkerSetSpec {
        replicas: service.autoscale.is_none().then(|| count(service.replicas)),
        leader_worker_template: LeaderWorkerTemplate {
            size: count(over.nodes),
            // Half a model serves nobody, and a new worker cannot join the others' collective.
            restart_policy: "RecreateGroupOnPodRestart",
            worker_template: workers(over, work, together, leader.clone()),
            leader_template: leader,
        },
        rollout_strategy: RolloutStrategy {
            kind: "RollingUpdate",
            // Whole nodes to spare are rarely there.
            rolling_update_configuration: RollingUpdate { max_unavailable: 1, max_surge: 0 },
        },
        // Workers load their part of the model while the leader loads its own.
        startup_policy: "LeaderCreated",
    };
    LeaderWorkerSet::new(metadata, spec)
}

/// What keeps the leader with its workers, which are two sets of Pods to Kueue: one flavor and one place for both.
fn together(view: &ClusterView<'_>, work: &Work<'_>) -> BTreeMap<String, String> {
    let mut annotations = queues::annotations(view, &work.groups);
    queues::keep_as_one(&mut annotations, "replica");
    annotations
}

/// The workers are the leader without HTTP: no port, no probes, nothing to leave gracefully.
fn workers(
    over: &NodesPerReplica,
    work: &Work<'_>,
    annotations: BTreeMap<String, String>,
    leader: PodTemplateSpec,
) -> PodTemplateSpec {
    let mut pod: PodSpec = leader.spec.unwrap_or_default();
    for container in &mut pod.containers {
        container.ports = None;
        container.startup_probe = None;
        container.readiness_probe = None;
        container.liveness_probe = None;
        container.lifecycle = None;
        if !over.worker_command.is_empty() {
            container.command = Some(over.worker_command.clone());
        }
    }
    let annotations = (!annotations.is_empty()).then_some(annotations);
    let metadata = ObjectMeta { labels: Some(work.labels()), annotations, ..ObjectMeta::default() };
    PodTemplateSpec { metadata: Some(metadata), spec: Some(pod) }
}
