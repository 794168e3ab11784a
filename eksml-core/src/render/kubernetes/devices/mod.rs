//! Device plugins: NVIDIA with GPU sharing, Neuron, EFA. Each runs on exactly the groups that carry its device.

mod efa;
mod neuron;
mod nvidia;
mod sharing;

use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Scaler;

pub(super) use efa::requirements;

const FILE: &str = "40-gpu.yaml";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    // EKS Auto Mode brings its own (CL-13).
    if matches!(view.cluster.scaler, Scaler::AutoMode(_)) {
        return Ok(());
    }
    nvidia::render(view, files)?;
    neuron::render(view, files)?;
    efa::render(view, files)
}
