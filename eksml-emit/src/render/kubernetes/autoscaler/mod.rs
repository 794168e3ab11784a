//! The Cluster Autoscaler: permissions, Deployment, metrics Service, PodDisruptionBudget, and the priorities of the groups.

mod deployment;
mod flags;
mod permissions;
mod priorities;

use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Scaler;

const FILE: &str = "41-scaling.yaml";
const NAME: &str = "cluster-autoscaler";
const NAMESPACE: &str = "kube-system";

/// Adds it, if it is the cluster's scaler.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Scaler::ClusterAutoscaler(settings) = &view.cluster.scaler else { return Ok(()) };
    permissions::render(files)?;
    priorities::render(view, settings, files)?;
    deployment::render(view, settings, files)
}
