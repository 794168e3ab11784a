//! NVIDIA's GPU Operator, where groups have it in the device plugin's place.

use super::Component;
use crate::catalog::charts;
use crate::derived::{DEVICE_NAMESPACE, served_by};
use crate::spec::DevicePlane;

/// The GPU Operator. No one setting moves its dozen images to a mirror (SEC-24).
pub static GPU_OPERATOR: Component = Component {
    name: "the GPU Operator",
    chart: Some(&charts::GPU_OPERATOR),
    namespace: DEVICE_NAMESPACE,
    is_needed: |cluster| !served_by(cluster, &DevicePlane::GpuOperator).is_empty(),
    comes_first: false,
    ..Component::NEW
};
