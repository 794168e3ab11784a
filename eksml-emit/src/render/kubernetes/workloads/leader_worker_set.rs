//! `leaderworkerset.x-k8s.io/v1`, as served by LeaderWorkerSet 0.10: replicas of several nodes that live and die together.

use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

/// The label with a Pod's number in its replica; the leader's is 0.
pub(super) const WORKER_INDEX: &str = "leaderworkerset.sigs.k8s.io/worker-index";

/// Replicas of several Pods.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LeaderWorkerSet {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: LeaderWorkerSetSpec,
}

impl LeaderWorkerSet {
    /// A LeaderWorkerSet.
    pub(super) fn new(metadata: ObjectMeta, spec: LeaderWorkerSetSpec) -> Self {
        Self { api_version: "leaderworkerset.x-k8s.io/v1", kind: "LeaderWorkerSet", metadata, spec }
    }
}

/// How many replicas of what, and how they change.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LeaderWorkerSetSpec {
    /// Replicas; absent where something else scales them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replicas: Option<i32>,
    /// What a replica is made of.
    pub(super) leader_worker_template: LeaderWorkerTemplate,
    /// How replicas are replaced.
    pub(super) rollout_strategy: RolloutStrategy,
    /// When workers start.
    pub(super) startup_policy: &'static str,
}

/// What a replica is made of.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LeaderWorkerTemplate {
    /// Pods of a replica, its leader among them.
    pub(super) size: i32,
    /// What a lost Pod means for the others.
    pub(super) restart_policy: &'static str,
    /// The leader.
    pub(super) leader_template: PodTemplateSpec,
    /// The others.
    pub(super) worker_template: PodTemplateSpec,
}

/// How replicas are replaced.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RolloutStrategy {
    /// The one way there is.
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    /// How many at once.
    pub(super) rolling_update_configuration: RollingUpdate,
}

/// How many replicas are replaced at once.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RollingUpdate {
    /// So many may be missing.
    pub(super) max_unavailable: i32,
    /// So many may be there in addition.
    pub(super) max_surge: i32,
}
