//! Who offers devices: plugins for NVIDIA with GPU sharing, Neuron and EFA, each on exactly the groups that carry its device; or, for
//! NVIDIA, the GPU Operator or Dynamic Resource Allocation in the plugin's place, on the groups whose plane they are.

mod dra;
mod efa;
mod neuron;
mod nvidia;
mod operator;
mod sharing;

pub(in crate::render) use dra::values as dra_driver_values;
pub(in crate::render) use operator::values as gpu_operator_values;

use crate::derived;
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};

const FILE: &str = "40-gpu.yaml";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    // EKS Auto Mode brings its own (CL-13).
    if derived::is_auto_mode(view.cluster) {
        return Ok(());
    }
    // Each on the groups of its plane alone. The driver that claims are made of comes by its chart; there is nothing else to it.
    nvidia::render(view, files)?;
    operator::render(view, files)?;
    neuron::render(view, files)?;
    efa::render(view, files)
}

/// What to know about the devices of a cluster.
pub(super) fn remarks(view: &ClusterView<'_>) -> impl Iterator<Item = Remark> {
    efa::remark(view).into_iter().chain(operator::remark(view))
}
