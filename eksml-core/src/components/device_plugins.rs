//! The device plugins of NVIDIA, Neuron and EFA: without them devices of a node cannot be used. By manifests of eksml's own.

use super::Component;
use crate::catalog::images;
use crate::catalog::node_agents::Asks;
use crate::derived::{DEVICE_NAMESPACE, DeviceAgent, device_agents, is_auto_mode, region, served_by};
use crate::spec::{At, Cluster, DevicePlane};

/// NVIDIA's, or what the group's plane has in its place.
pub static NVIDIA: Component = Component {
    name: "the NVIDIA device plugin",
    namespace: DEVICE_NAMESPACE,
    is_needed: |cluster| has(cluster, DeviceAgent::NvidiaPlugin),
    images: Some(|_, cluster| {
        let is_served = !served_by(cluster, &DevicePlane::DevicePlugin).is_empty();
        is_served.then(|| images::NVIDIA_DEVICE_PLUGIN.reference()).into_iter().collect()
    }),
    asks: Asks::new(50, 128),
    stands_for: &[("nvidia-device-plugin", "declare the GPU node group; its device plugin follows")],
    ..Component::NEW
};

/// Neuron's.
pub static NEURON: Component = Component {
    name: "the Neuron device plugin",
    namespace: DEVICE_NAMESPACE,
    is_needed: |cluster| has(cluster, DeviceAgent::NeuronPlugin),
    images: Some(|_, cluster| unless_auto(cluster, || images::NEURON_DEVICE_PLUGIN.reference())),
    asks: Asks::new(50, 128),
    stands_for: &[("neuron-helm-chart", "declare the Neuron node group; its device plugin follows")],
    ..Component::NEW
};

/// EFA's.
pub static EFA: Component = Component {
    name: "the EFA device plugin",
    namespace: DEVICE_NAMESPACE,
    is_needed: |cluster| has(cluster, DeviceAgent::EfaPlugin),
    images: Some(|platform, cluster| unless_auto(cluster, || images::efa_device_plugin(*region(platform, cluster)))),
    asks: Asks::new(10, 20),
    stands_for: &[("aws-efa-k8s-device-plugin", "write `efa: true` in the node group")],
    ..Component::NEW
};

pub(super) fn has(cluster: At<'_, Cluster>, agent: DeviceAgent) -> bool {
    device_agents(cluster).contains(&agent)
}

/// EKS Auto Mode has it in its nodes.
fn unless_auto(cluster: At<'_, Cluster>, image: impl FnOnce() -> String) -> Vec<String> {
    (!is_auto_mode(cluster)).then(image).into_iter().collect()
}
