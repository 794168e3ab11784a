//! `ray.io/v1`, as served by KubeRay 1.7: a RayJob, whose nodes are the head and its workers.
//!
//! The head is one of the job's nodes, with its accelerators: beside the workers it would need a node that does nothing else.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use super::pod::Work;
use super::training::{RETRIES, metadata};
use super::{FILE, talk};
use crate::render::kubernetes::queues;
use crate::render::{ClusterFiles, ClusterView, RenderError, shell};
use crate::spec::Training;

/// The port of a head's dashboard, at which jobs are submitted (Ray, "Configuring Ray: ports").
const DASHBOARD: u16 = 8265;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RayJob {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: RayJobSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RayJobSpec {
    entrypoint: String,
    submission_mode: &'static str,
    backoff_limit: i32,
    shutdown_after_job_finishes: bool,
    ray_cluster_spec: RayClusterSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RayClusterSpec {
    head_group_spec: HeadGroup,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    worker_group_specs: Vec<WorkerGroup>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HeadGroup {
    ray_start_params: BTreeMap<&'static str, String>,
    template: PodTemplateSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WorkerGroup {
    group_name: &'static str,
    replicas: u32,
    min_replicas: u32,
    max_replicas: u32,
    ray_start_params: BTreeMap<&'static str, String>,
    template: PodTemplateSpec,
}

/// Adds it, with the policy by which the operator reaches its dashboard.
pub(super) fn render(
    view: &ClusterView<'_>,
    job: &Training,
    work: &Work<'_>,
    nodes: u32,
    mut template: PodTemplateSpec,
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    talk::from_ray_operator(view, work, DASHBOARD, files)?;
    // Ray's own command is KubeRay's to write; the job's is what Ray runs.
    for container in template.spec.iter_mut().flat_map(|pod| &mut pod.containers) {
        container.command = None;
    }
    if let Some(annotations) = template.metadata.as_mut().and_then(|meta| meta.annotations.as_mut()).filter(|_| nodes > 1) {
        // To Kueue the head and the workers are two sets of Pods, each of which would be placed for itself.
        queues::keep_as_one(annotations, "nodes");
    }
    let mut start = BTreeMap::new();
    if let Some(bytes) = work.shared_memory() {
        // Ray keeps objects in shared memory: more than there is would go to the disk.
        start.insert("object-store-memory", (bytes * 1024 * 1024 / 10 * 9).to_string());
    }
    let mut head = start.clone();
    head.insert("dashboard-host", "0.0.0.0".to_owned());
    let workers = nodes - 1;
    let worker = WorkerGroup {
        group_name: "workers",
        replicas: workers,
        min_replicas: workers,
        max_replicas: workers,
        ray_start_params: start,
        template: template.clone(),
    };
    let spec = RayJobSpec {
        entrypoint: job.command.iter().map(|word| shell::word(word)).collect::<Vec<_>>().join(" "),
        // Over HTTP by the operator itself: a Pod that only submits would need a place and a part of the queue.
        submission_mode: "HTTPMode",
        // Each try has a Ray cluster of its own.
        backoff_limit: RETRIES,
        // A cluster without a job would hold its nodes; Kueue takes no other.
        shutdown_after_job_finishes: true,
        ray_cluster_spec: RayClusterSpec {
            head_group_spec: HeadGroup { ray_start_params: head, template },
            worker_group_specs: if workers > 0 { vec![worker] } else { Vec::new() },
        },
    };
    let metadata = metadata(view, job, work);
    files.add(FILE, &RayJob { api_version: "ray.io/v1", kind: "RayJob", metadata, spec })
}
