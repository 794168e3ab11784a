//! `jobset.x-k8s.io/v1alpha2`, as served by JobSet 0.12: the fields that a training job of several nodes needs.

use k8s_openapi::api::batch::v1::JobTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

/// Jobs that start, fail and restart together.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct JobSet {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: JobSetSpec,
}

impl JobSet {
    /// A JobSet.
    pub(super) fn new(metadata: ObjectMeta, spec: JobSetSpec) -> Self {
        Self { api_version: "jobset.x-k8s.io/v1alpha2", kind: "JobSet", metadata, spec }
    }
}

/// What a JobSet runs and how it deals with failure.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct JobSetSpec {
    /// The names of its Pods in DNS.
    pub(super) network: Network,
    /// What happens when a Job fails.
    pub(super) failure_policy: FailurePolicy,
    /// Its Jobs.
    pub(super) replicated_jobs: Vec<ReplicatedJob>,
}

/// The names of a JobSet's Pods in DNS.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Network {
    /// Whether every Pod has a name: `<set>-<job>-<replica>-<index>.<set>`.
    #[serde(rename = "enableDNSHostnames")]
    pub(super) enable_dns_hostnames: bool,
    /// Whether the names answer before the Pods are ready, as workers that look for each other need.
    pub(super) publish_not_ready_addresses: bool,
}

/// What happens when a Job of a set fails.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FailurePolicy {
    /// How often the set starts again before it has failed.
    pub(super) max_restarts: i32,
    /// How it starts again.
    pub(super) restart_strategy: &'static str,
    /// Failures that are treated otherwise.
    pub(super) rules: Vec<FailureRule>,
}

/// A kind of failure that is treated otherwise.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FailureRule {
    /// Its name.
    pub(super) name: &'static str,
    /// What happens.
    pub(super) action: &'static str,
    /// The reasons of the Job's failure it is about.
    pub(super) on_job_failure_reasons: Vec<&'static str>,
}

/// Jobs of one template.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReplicatedJob {
    /// The name, part of the Pods' names.
    pub(super) name: &'static str,
    /// How many.
    pub(super) replicas: i32,
    /// The template.
    pub(super) template: JobTemplateSpec,
}
