//! The node exporter: the state of every node as metrics.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    Container, ContainerPort, PodSecurityContext, PodSpec, ResourceRequirements, SeccompProfile, Toleration, VolumeMount,
};

use super::efa_counters;
use super::pods::{amounts, daemon_set, env_of, host_path, http_probe, mount_read_only, requests, service_account};
use super::security::sealed_container;
use crate::catalog::images;
use crate::components::agents;
use crate::derived::AGENT_NAMESPACE;
use crate::render::{ClusterFiles, ClusterView, RenderError};

/// The exporter's name, and the label of its Pods.
pub(super) const NAME: &str = "node-exporter";
/// The port of its metrics, on the node's own address.
pub(super) const PORT: u16 = 9100;
/// The port's name.
pub(super) const PORT_NAME: &str = "metrics";
const FILE: &str = "50-monitoring.yaml";
/// The user `nobody`.
const USER: i64 = 65534;

/// Adds it, if monitoring asks for it.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    if !view.cluster.monitoring.as_ref().is_some_and(|monitoring| monitoring.node_exporter) {
        return Ok(());
    }
    files.add(FILE, &service_account(NAME, AGENT_NAMESPACE, NAME))?;
    files.add(FILE, &daemon_set(NAME, AGENT_NAMESPACE, BTreeMap::new(), pod(view)))
}

fn pod(view: &ClusterView<'_>) -> PodSpec {
    let mut pod = alone();
    if efa_counters::are_there(view) {
        let exporter = &mut pod.containers[0];
        exporter.args.get_or_insert_default().push(efa_counters::argument());
        exporter.volume_mounts.get_or_insert_default().push(efa_counters::seen());
        pod.containers.push(efa_counters::container("sys"));
        pod.volumes.get_or_insert_default().push(efa_counters::volume());
    }
    pod
}

/// The exporter without what EFA counts.
fn alone() -> PodSpec {
    PodSpec {
        // Every node has a state, a broken or reserved one above all.
        tolerations: Some(vec![Toleration { operator: Some("Exists".to_owned()), ..Toleration::default() }]),
        priority_class_name: Some("system-node-critical".to_owned()),
        service_account_name: Some(NAME.to_owned()),
        automount_service_account_token: Some(false),
        // In a network namespace of its own it would report the traffic of its own Pod.
        host_network: Some(true),
        host_pid: Some(true),
        security_context: Some(PodSecurityContext {
            run_as_non_root: Some(true),
            run_as_user: Some(USER),
            run_as_group: Some(USER),
            seccomp_profile: Some(SeccompProfile { type_: "RuntimeDefault".to_owned(), ..SeccompProfile::default() }),
            ..PodSecurityContext::default()
        }),
        containers: vec![Container {
            name: NAME.to_owned(),
            image: Some(images::NODE_EXPORTER.reference()),
            args: Some(arguments()),
            env: Some(vec![env_of("HOST_IP", "status.hostIP")]),
            ports: Some(vec![ContainerPort {
                name: Some(PORT_NAME.to_owned()),
                container_port: i32::from(PORT),
                host_port: Some(i32::from(PORT)),
                ..ContainerPort::default()
            }]),
            resources: Some(ResourceRequirements {
                requests: Some(requests(agents::NODE_EXPORTER.asks)),
                limits: Some(amounts([("memory", "192Mi")])),
                ..ResourceRequirements::default()
            }),
            security_context: Some(sealed_container()),
            // Its landing page, which collects nothing.
            readiness_probe: Some(http_probe("/", PORT_NAME, 10, 3)),
            liveness_probe: Some(http_probe("/", PORT_NAME, 30, 5)),
            volume_mounts: Some(vec![
                mount_read_only("proc", "/host/proc"),
                mount_read_only("sys", "/host/sys"),
                VolumeMount {
                    // Volumes that are mounted later have to show up.
                    mount_propagation: Some("HostToContainer".to_owned()),
                    ..mount_read_only("root", "/host/root")
                },
            ]),
            ..Container::default()
        }],
        volumes: Some(vec![
            host_path("proc", "/proc", "Directory"),
            host_path("sys", "/sys", "Directory"),
            host_path("root", "/", "Directory"),
        ]),
        ..PodSpec::default()
    }
}

fn arguments() -> Vec<String> {
    [
        "--path.procfs=/host/proc",
        "--path.sysfs=/host/sys",
        "--path.rootfs=/host/root",
        // Only on the node's own address: nothing else on the node needs a second way in.
        "--web.listen-address=$(HOST_IP):9100",
        "--no-collector.wifi",
        // The VPC CNI's interfaces come and go with Pods; each would leave its series behind.
        "--collector.netclass.ignored-devices=^(eni|veth).*$",
        "--collector.netdev.device-exclude=^(eni|veth).*$",
        "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/containerd/.+|var/lib/containerd/.+|var/lib/kubelet/pods/.+)($|/)",
    ]
    .map(str::to_owned)
    .to_vec()
}
