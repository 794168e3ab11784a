//! The Neuron monitor: the state of every Inferentia and Trainium device as metrics (MON-06).

use k8s_openapi::api::core::v1::{Container, ContainerPort, PodSpec, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::nodes::{agent_tolerations, only_on};
use super::pods::{amounts, daemon_set, env, headless, requests, scraped, service_account, tcp_probe};
use super::security::privileged_container;
use crate::catalog::images;
use crate::components::agents;
use crate::derived::{DEVICE_NAMESPACE, DeviceAgent};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::NodeGroup;

/// The exporter's name, and the label of its Pods.
pub(super) const NAME: &str = "neuron-monitor";
/// The name of the port with its metrics.
pub(super) const PORT_NAME: &str = "metrics";
const PORT: u16 = 8000;
const FILE: &str = "50-monitoring.yaml";

/// Adds it, if monitoring asks for it and there are devices.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    if !view.cluster.monitoring.as_ref().is_some_and(|monitoring| monitoring.neuron_monitor) {
        return Ok(());
    }
    let groups: Vec<&NodeGroup> =
        view.cluster.node_groups.iter().filter(|group| DeviceAgent::NeuronMonitor.runs_on(group)).collect();
    if groups.is_empty() {
        return Ok(());
    }
    files.add(FILE, &service_account(NAME, DEVICE_NAMESPACE, NAME))?;
    files.add(FILE, &daemon_set(NAME, DEVICE_NAMESPACE, scraped(PORT, "/metrics"), pod(view, &groups)))?;
    files.add(FILE, &headless(NAME, DEVICE_NAMESPACE, PORT_NAME, PORT))
}

/// Source: Neuron documentation, `k8s-neuron-monitor-daemonset.yml`; neuron-helm-charts `monitor-exporter-daemonset.yaml`.
fn pod(view: &ClusterView<'_>, groups: &[&NodeGroup]) -> PodSpec {
    let port = IntOrString::String(PORT_NAME.to_owned());
    PodSpec {
        affinity: Some(only_on(groups)),
        tolerations: agent_tolerations(view.cluster, groups),
        priority_class_name: Some("system-node-critical".to_owned()),
        service_account_name: Some(NAME.to_owned()),
        automount_service_account_token: Some(false),
        containers: vec![Container {
            name: NAME.to_owned(),
            image: Some(images::NEURON_MONITOR.reference()),
            command: Some(vec!["/opt/bin/entrypoint.sh".to_owned()]),
            args: Some(vec!["--port".to_owned(), PORT.to_string()]),
            env: Some(vec![env("GOMEMLIMIT", "160MiB")]),
            ports: Some(vec![ContainerPort {
                name: Some(PORT_NAME.to_owned()),
                container_port: i32::from(PORT),
                ..ContainerPort::default()
            }]),
            resources: Some(ResourceRequirements {
                requests: Some(requests(agents::NEURON_MONITOR.asks)),
                limits: Some(amounts([("memory", "256Mi")])),
                ..ResourceRequirements::default()
            }),
            // It reads all devices of the node without taking one from the jobs, which only a privileged container can.
            security_context: Some(privileged_container()),
            readiness_probe: Some(tcp_probe(port.clone(), 10, 3)),
            liveness_probe: Some(tcp_probe(port, 30, 5)),
            ..Container::default()
        }],
        ..PodSpec::default()
    }
}
