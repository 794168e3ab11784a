//! The agents that watch nodes and their devices: DCGM exporter, Neuron monitor, node exporter. By manifests of eksml's own.

use super::Component;
use super::device_plugins::has;
use crate::catalog::images;
use crate::catalog::node_agents::Asks;
use crate::derived::{AGENT_NAMESPACE, DEVICE_NAMESPACE, DeviceAgent};

/// The DCGM exporter: GPU metrics.
pub static DCGM_EXPORTER: Component = Component {
    name: "the DCGM exporter",
    namespace: DEVICE_NAMESPACE,
    is_needed: |cluster| has(cluster, DeviceAgent::DcgmExporter),
    images: Some(|_, _| vec![images::DCGM_EXPORTER.reference()]),
    asks: Asks::new(100, 512),
    stands_for: &[("dcgm-exporter", "write `monitoring { dcgm }`")],
    ..Component::NEW
};

/// The Neuron monitor: metrics of Inferentia and Trainium.
pub static NEURON_MONITOR: Component = Component {
    name: "the Neuron monitor",
    namespace: DEVICE_NAMESPACE,
    is_needed: |cluster| has(cluster, DeviceAgent::NeuronMonitor),
    images: Some(|_, _| vec![images::NEURON_MONITOR.reference()]),
    asks: Asks::new(100, 128),
    ..Component::NEW
};

/// The node exporter.
pub static NODE_EXPORTER: Component = Component {
    name: "the node exporter",
    namespace: AGENT_NAMESPACE,
    is_needed: |cluster| cluster.monitoring().get().is_some_and(|monitoring| *monitoring.node_exporter()),
    images: Some(|_, _| vec![images::NODE_EXPORTER.reference()]),
    asks: Asks::new(50, 64),
    stands_for: &[("prometheus-node-exporter", "write `monitoring { node_exporter }`")],
    ..Component::NEW
};
