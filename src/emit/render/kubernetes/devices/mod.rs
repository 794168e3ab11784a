//! Who offers devices: plugins for NVIDIA with GPU sharing, Neuron and EFA, each on exactly the groups that carry its device; or, for
//! NVIDIA, the GPU Operator or Dynamic Resource Allocation in the plugin's place.

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
use crate::spec::DevicePlane;

const FILE: &str = "40-gpu.yaml";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    // EKS Auto Mode brings its own (CL-13).
    if derived::is_auto_mode(view.cluster) {
        return Ok(());
    }
    match view.cluster.accelerators.plane {
        DevicePlane::DevicePlugin => nvidia::render(view, files)?,
        DevicePlane::GpuOperator => operator::render(view, files)?,
        // The driver comes by its chart; there is nothing else to it.
        DevicePlane::Dra => {}
    }
    neuron::render(view, files)?;
    efa::render(view, files)
}

/// What to know about the devices of a cluster.
pub(super) fn remarks(view: &ClusterView<'_>) -> impl Iterator<Item = Remark> {
    let by_operator = view.cluster.accelerators.plane == DevicePlane::GpuOperator;
    efa::remark(view).into_iter().chain(if by_operator { operator::remark(view) } else { None })
}
