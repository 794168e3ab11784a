//! What the platform is for: training jobs and inference services.

mod data;
mod env;
mod inference;
mod job_set;
mod pod;
mod spread;
mod training;

use crate::render::{ClusterFiles, ClusterView, RenderError};

pub(super) use pod::USER;
pub(super) use training::requirements;

const FILE: &str = "70-workloads.yaml";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    for job in &view.cluster.training {
        training::render(view, job, files)?;
    }
    for service in &view.cluster.inference {
        inference::render(view, service, files)?;
    }
    Ok(())
}
