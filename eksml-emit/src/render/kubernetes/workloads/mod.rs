//! What the platform is for: training jobs, inference services, data processing, notebooks.

mod claims;
mod data;
mod env;
mod expose;
mod inference;
mod job_set;
mod keda;
mod leader_worker_set;
mod notebook;
mod notebook_stop;
mod pod;
mod processing;
mod ray_job;
mod replica_of_nodes;
mod scaling;
mod spread;
mod stay;
mod talk;
mod told;
mod train_job;
mod training;

use crate::derived;
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};

pub(super) use expose::{READINESS_GATE, gates};
pub(super) use pod::USER;

const FILE: &str = "70-workloads.yaml";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    expose::classes(view, files)?;
    for job in &view.cluster.training {
        training::render(view, job, files)?;
    }
    for service in &view.cluster.inference {
        inference::render(view, service, files)?;
    }
    for of in &view.cluster.processing {
        processing::render(view, of, files)?;
    }
    for of in &view.cluster.notebooks {
        notebook::render(view, of, files)?;
    }
    Ok(())
}

/// What workloads wait for, and how they are reached.
pub(super) fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    let mut all = told::remarks(view);
    all.extend(expose::remarks(view));
    all.extend(once(view));
    all
}

/// What runs once has run as long as it is there.
fn once(view: &ClusterView<'_>) -> Option<Remark> {
    let jobs = view.cluster.training.iter().map(|job| (&job.namespace, &job.name, derived::job_form(job).kind()));
    let work = view.cluster.processing.iter().filter(|work| work.schedule.is_none());
    let (namespace, name, kind) = jobs.chain(work.map(|work| (&work.namespace, &work.name, "Job"))).next()?;
    Some(Remark::Know(format!(
        "training and data processing without a schedule run once, and stay as the record that they ran: applied again they are left \
         as they are, and a change is refused. To run one again, delete it first: `kubectl -n {namespace} delete {} {name}`",
        kind.to_ascii_lowercase()
    )))
}
