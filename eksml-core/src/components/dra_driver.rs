//! NVIDIA's driver for Dynamic Resource Allocation, where groups have it in the device plugin's place.

use super::Component;
use crate::catalog::charts;
use crate::derived::{DEVICE_NAMESPACE, served_by};
use crate::spec::DevicePlane;

/// The driver. Its images are not moved to a mirror (SEC-24).
pub static DRA_DRIVER: Component = Component {
    name: "NVIDIA's DRA driver",
    chart: Some(&charts::DRA_DRIVER_NVIDIA),
    namespace: DEVICE_NAMESPACE,
    is_needed: |cluster| !served_by(cluster, &DevicePlane::Dra).is_empty(),
    comes_first: false,
    ..Component::NEW
};
