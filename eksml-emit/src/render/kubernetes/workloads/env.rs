//! What a workload's processes learn from their environment.

use k8s_openapi::api::core::v1::EnvVar;

use super::pod::Work;
use crate::derived::{AcceleratorKind, huge_pages_mib};
use crate::render::ClusterView;
use crate::render::kubernetes::pods::{env, env_of};
use crate::spec::{Store, Training};

/// The port of a job's first worker, where the others meet it. Source: torchrun, `--master-port`.
const RENDEZVOUS_PORT: u16 = 29_500;

/// For every Pod: the region, and a home that its user may write to. The user has no name in the image: programs that ask for one,
/// such as PyTorch for its caches, find it here, or fail.
pub(super) fn of_every_pod(view: &ClusterView<'_>) -> Vec<EnvVar> {
    vec![env("AWS_REGION", view.region().as_str()), env("HOME", "/tmp"), env("USER", "workload")]
}

/// For a Pod with EFA interfaces and without huge pages of its own: libfabric takes the node's unless it is told not to, and a container
/// that has asked for none dies of the first. Source: libfabric, `fi_efa(7)`.
pub(super) fn of_efa(work: &Work<'_>) -> Option<EnvVar> {
    let without = work.efa_interfaces().is_some() && huge_pages_mib(&work.groups).is_none();
    without.then(|| env("FI_EFA_USE_HUGE_PAGE", "0"))
}

/// Where checkpoints go and how often.
pub(super) fn checkpoints(view: &ClusterView<'_>, job: &Training) -> Vec<EnvVar> {
    let Some(checkpoint) = &job.checkpoint else { return Vec::new() };
    let Store::Bucket(name) = &checkpoint.to;
    let mut all = vec![env("CHECKPOINT_EVERY_SECONDS", checkpoint.every.seconds().to_string())];
    if let Some(bucket) = view.platform.buckets.iter().find(|bucket| bucket.name == *name) {
        all.push(env("CHECKPOINT_URI", format!("s3://{}/{}", bucket.s3, job.name)));
    }
    all
}

/// What every process of a job learns, however many nodes it has.
pub(super) fn of_job(view: &ClusterView<'_>, job: &Training, work: &Work<'_>) -> Vec<EnvVar> {
    let mut all = checkpoints(view, job);
    all.extend(processes(work.accelerators()));
    all
}

/// How torchrun starts one process per GPU.
fn processes(accelerators: Option<(AcceleratorKind, u32)>) -> Vec<EnvVar> {
    match accelerators {
        Some((AcceleratorKind::Nvidia, gpus)) => vec![env("PET_NPROC_PER_NODE", gpus.to_string())],
        // On Neuron there is a process per core, which is the framework's to count.
        _ => Vec::new(),
    }
}

/// How the workers of a job find each other: torchrun's own variables (`PET_…`), and those that other launchers read.
pub(super) fn rendezvous(first_worker: &str, nodes: u32, accelerators: Option<(AcceleratorKind, u32)>) -> Vec<EnvVar> {
    const RANK: &str = "metadata.annotations['batch.kubernetes.io/job-completion-index']";
    let (nodes_text, port) = (nodes.to_string(), RENDEZVOUS_PORT.to_string());
    let mut all = vec![
        env("MASTER_ADDR", first_worker),
        env("MASTER_PORT", port.clone()),
        env("NNODES", nodes_text.clone()),
        env_of("NODE_RANK", RANK),
        env("PET_MASTER_ADDR", first_worker),
        env("PET_MASTER_PORT", port),
        env("PET_NNODES", nodes_text),
        env_of("PET_NODE_RANK", RANK),
    ];
    if let Some((AcceleratorKind::Nvidia, gpus)) = accelerators {
        all.push(env("WORLD_SIZE", nodes.saturating_mul(gpus).to_string()));
    }
    all
}
