//! `trainer.kubeflow.org/v1alpha1`, as served by Kubeflow Trainer 2.3: a TrainJob and the TrainingRuntime it runs on.
//!
//! The runtime is the platform's part: nodes, devices, identity, image, how a lost node is survived. The TrainJob is its team's, who
//! may run others on the same runtime.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::EnvVar;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use super::job_set::JobSetSpec;
use super::pod::Work;
use super::training::{WORKERS, first_worker, metadata};
use super::{FILE, env};
use crate::derived::AcceleratorKind;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Training;

const API: &str = "trainer.kubeflow.org/v1alpha1";
/// The label by which Trainer finds the Job whose Pods are the workers; their container must be called `node`.
/// Source: Kubeflow Trainer, operator guides, "Job Template", ancestor label.
const STEP: &str = "trainer.kubeflow.org/trainjob-ancestor-step";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<S> {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: S,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuntimeSpec {
    ml_policy: MlPolicy,
    template: Template,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MlPolicy {
    num_nodes: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    torch: Option<Torch>,
}

#[derive(Serialize)]
struct Torch {}

#[derive(Serialize)]
struct Template {
    spec: JobSetSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TrainJobSpec {
    runtime_ref: RuntimeRef,
    trainer: Trainer,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuntimeRef {
    api_group: &'static str,
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Trainer {
    num_nodes: u32,
    /// Processes on each node, for torchrun.
    #[serde(skip_serializing_if = "Option::is_none")]
    num_proc_per_node: Option<u32>,
    env: Vec<EnvVar>,
}

/// Adds both.
pub(super) fn render(
    view: &ClusterView<'_>,
    job: &Training,
    work: &Work<'_>,
    nodes: u32,
    mut gang: JobSetSpec,
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    for workers in &mut gang.replicated_jobs {
        workers.template.metadata =
            Some(ObjectMeta { labels: Some(BTreeMap::from([(STEP.to_owned(), "trainer".to_owned())])), ..ObjectMeta::default() });
        let pod = workers.template.spec.as_mut().and_then(|job| job.template.spec.as_mut());
        for container in pod.into_iter().flat_map(|pod| &mut pod.containers) {
            WORKERS.clone_into(&mut container.name);
        }
    }
    let gpus = work.accelerators().filter(|(kind, _)| *kind == AcceleratorKind::Nvidia).map(|(_, count)| count);
    let runtime = RuntimeSpec {
        // Trainer counts CPUs where torchrun finds no GPU, and Neuron cores not at all: there the variables below do.
        ml_policy: MlPolicy { num_nodes: nodes, torch: gpus.map(|_| Torch {}) },
        template: Template { spec: gang },
    };
    let owned = work.owned(job.name.as_str());
    files.add(FILE, &Object { api_version: API, kind: "TrainingRuntime", metadata: owned, spec: runtime })?;
    let mut variables = env::checkpoints(view, job);
    variables.extend(env::rendezvous(&first_worker(job), nodes, work.accelerators()));
    if gpus.is_some() {
        // Trainer sets torchrun's own variables, and refuses a TrainJob that does.
        variables.retain(|variable| !variable.name.starts_with("PET_"));
    }
    let spec = TrainJobSpec {
        runtime_ref: RuntimeRef { api_group: "trainer.kubeflow.org", kind: "TrainingRuntime", name: job.name.to_string() },
        trainer: Trainer { num_nodes: nodes, num_proc_per_node: gpus, env: variables },
    };
    files.add(FILE, &Object { api_version: API, kind: "TrainJob", metadata: metadata(view, job, work), spec })
}
