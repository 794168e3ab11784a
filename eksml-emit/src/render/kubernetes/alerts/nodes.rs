//! Nodes that are gone or broken, and disks and volumes that fill up.

use super::Alert;
use crate::catalog::Addon;
use crate::derived;
use crate::render::ClusterView;
use crate::spec::Monitoring;

/// The conditions that the EKS node monitoring agent adds to nodes. Source: EKS user guide, "Detect node health issues".
const AGENT_CONDITIONS: &str = "AcceleratedHardwareReady|ContainerRuntimeReady|KernelReady|NetworkingReady|StorageReady";

/// The alerts.
pub(super) fn alerts(view: &ClusterView<'_>, monitoring: &Monitoring) -> Vec<Alert> {
    let mut alerts = Vec::new();
    if monitoring.node_exporter {
        alerts.extend(of_node_exporter());
    }
    if monitoring.kube_state_metrics {
        alerts.push(not_ready());
        // EKS Auto Mode brings the agent in its nodes.
        let built_in = derived::is_auto_mode(view.cluster);
        if built_in || derived::addons(view.platform, view.cluster).contains(&Addon::NodeMonitoringAgent) {
            alerts.extend(of_monitoring_agent());
        }
    }
    alerts.push(
        Alert::warning("VolumeFilling", "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.1")
            .lasting("15m")
            .says(
                "Volume {{ $labels.persistentvolumeclaim }} of {{ $labels.namespace }} has less than 10 % left",
                "Enlarge the claim, or delete what is no longer needed.",
            ),
    );
    alerts
}

fn of_node_exporter() -> [Alert; 2] {
    [
        Alert::critical("NodeExporterDown", r#"up{job="node-exporter"} == 0"#)
            .lasting("10m")
            .says("{{ $labels.node }} does not answer", "The node, its network or the node exporter is down."),
        Alert::warning(
            "NodeDiskFilling",
            r#"node_filesystem_avail_bytes{fstype=~"xfs|ext4"} / node_filesystem_size_bytes{fstype=~"xfs|ext4"} < 0.1"#,
        )
        .lasting("15m")
        .says(
            "{{ $labels.mountpoint }} of {{ $labels.node }} has less than 10 % left",
            "The kubelet evicts Pods when the disk is full.",
        ),
    ]
}

fn not_ready() -> Alert {
    Alert::critical("NodeNotReady", r#"kube_node_status_condition{condition="Ready",status=~"false|unknown"} == 1"#)
        .lasting("15m")
        .says(
            "{{ $labels.node }} has not been ready for a quarter of an hour",
            "Its Pods are moved elsewhere. If node repair is on, EKS replaces a node that stays so for half an hour.",
        )
}

/// EKS repairs accelerators after 10 minutes and the rest after 30, so what is broken for an hour is not being repaired.
fn of_monitoring_agent() -> [Alert; 2] {
    let broken = format!(r#"kube_node_status_condition{{condition=~"{AGENT_CONDITIONS}",status="false"}} == 1"#);
    [
        Alert::warning("NodeBroken", broken.clone()).lasting("5m").says(
            "{{ $labels.node }} is broken: {{ $labels.condition }} is false",
            "The node monitoring agent has found a fault; the node's conditions and events say which. Node repair reboots or \
             replaces it after 10 minutes for accelerators, and 30 for the rest.",
        ),
        Alert::critical("NodeNotRepaired", broken).lasting("1h").says(
            "{{ $labels.node }} has been broken for an hour, and nobody has replaced it",
            "Repair is off for its group, or has stopped because too many nodes are broken, or there is no capacity for another. \
             Drain the node and end its instance.",
        ),
    ]
}
