//! Device plugins: NVIDIA with GPU sharing, Neuron, EFA. Each runs on exactly the groups that carry its device.

mod efa;
mod neuron;
mod nvidia;
mod sharing;

use crate::render::{ClusterFiles, ClusterView, RenderError};

pub(super) use efa::requirements;

const FILE: &str = "40-gpu.yaml";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    nvidia::render(view, files)?;
    neuron::render(view, files)?;
    efa::render(view, files)
}
