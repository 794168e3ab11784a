//! A replica of several nodes: a LeaderWorkerSet in the place of a Deployment, for a model that one node cannot hold (SCH-08).

use k8s_openapi::api::core::v1::{PodSpec, PodTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::leader_worker_set::{LeaderWorkerSet, LeaderWorkerSetSpec, LeaderWorkerTemplate, RollingUpdate, RolloutStrategy};
use super::pod::Work;
use crate::spec::{Inference, NodesPerReplica};

/// The set of a service whose leader is `leader`.
pub(super) fn set(service: &Inference, over: &NodesPerReplica, work: &Work<'_>, leader: PodTemplateSpec) -> LeaderWorkerSet {
    let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let spec = LeaderWorkerSetSpec {
        replicas: service.autoscale.is_none().then(|| count(service.replicas)),
        leader_worker_template: LeaderWorkerTemplate {
            size: count(over.nodes),
            // Half a model serves nobody, and a new worker cannot join the others' collective.
            restart_policy: "RecreateGroupOnPodRestart",
            worker_template: workers(over, work, leader.clone()),
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
    LeaderWorkerSet::new(work.owned(service.name.as_str()), spec)
}

/// The workers are the leader without HTTP: no port, no probes, nothing to leave gracefully.
fn workers(over: &NodesPerReplica, work: &Work<'_>, leader: PodTemplateSpec) -> PodTemplateSpec {
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
    PodTemplateSpec { metadata: Some(ObjectMeta { labels: Some(work.labels()), ..ObjectMeta::default() }), spec: Some(pod) }
}
