//! How the cluster fares: nodes, Pods, namespaces, addresses, the API server.

use crate::derived;
use crate::render::ClusterView;
use crate::render::kubernetes::grafana::dashboard::Panel;
use crate::spec::Monitoring;

/// The panels.
pub(super) fn panels(view: &ClusterView<'_>, monitoring: &Monitoring) -> Vec<Panel> {
    let mut panels = Vec::new();
    if monitoring.kube_state_metrics {
        panels.extend(of_kube_state_metrics());
    }
    panels.extend([
        Panel::lines("CPUs in use by namespace", "short")
            .query("sum by (namespace) (rate(container_cpu_usage_seconds_total[5m]))", "{{namespace}}"),
        Panel::lines("Memory in use by namespace", "bytes")
            .query("sum by (namespace) (container_memory_working_set_bytes)", "{{namespace}}"),
    ]);
    if monitoring.node_exporter {
        panels.extend(of_node_exporter());
    }
    if !derived::is_auto_mode(view.cluster) {
        panels.push(
            Panel::lines("Addresses of Pods by node", "short")
                .query("sum by (node) (awscni_assigned_ip_addresses)", "{{node}} in use")
                .query("sum by (node) (awscni_total_ip_addresses)", "{{node}} there"),
        );
    }
    panels.push(
        Panel::lines("Errors of the API server by code", "reqps")
            .query(r#"sum by (code) (rate(apiserver_request_total{code=~"5..|429"}[5m]))"#, "{{code}}"),
    );
    panels
}

fn of_kube_state_metrics() -> Vec<Panel> {
    vec![
        Panel::lines("Nodes by group", "short")
            .query("count by (label_eksml_node_group) (kube_node_labels)", "{{label_eksml_node_group}}"),
        Panel::lines("Nodes with a condition that should not be", "short").query(
            r#"count by (condition) (kube_node_status_condition{condition=~".*Ready",status=~"false|unknown"} == 1 or kube_node_status_condition{condition=~".*Pressure",status="true"} == 1)"#,
            "{{condition}}",
        ),
        Panel::lines("Pods by phase", "short").query("sum by (phase) (kube_pod_status_phase)", "{{phase}}"),
        Panel::lines("Quota in use by namespace", "percentunit").query(
            r#"max by (namespace, resource) (kube_resourcequota{type="used"} / ignoring (type) (kube_resourcequota{type="hard"} > 0))"#,
            "{{namespace}} {{resource}}",
        ),
        Panel::lines("Restarts in the last hour by namespace", "short")
            .query("sum by (namespace) (increase(kube_pod_container_status_restarts_total[1h]))", "{{namespace}}"),
    ]
}

fn of_node_exporter() -> Vec<Panel> {
    vec![
        Panel::lines("CPU in use by node", "percentunit")
            .query(r#"1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m]))"#, "{{node}}"),
        Panel::lines("Root volume in use by node", "percentunit").query(
            r#"1 - min by (node) (node_filesystem_avail_bytes{fstype=~"xfs|ext4"} / node_filesystem_size_bytes{fstype=~"xfs|ext4"})"#,
            "{{node}}",
        ),
        Panel::lines("Network by node", "Bps")
            .query("sum by (node) (rate(node_network_receive_bytes_total[5m]))", "{{node}} in")
            .query("sum by (node) (rate(node_network_transmit_bytes_total[5m]))", "{{node}} out"),
    ]
}
