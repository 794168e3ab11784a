//! The namespaces eksml adds for what must not share one with workloads.

use crate::spec::{Cluster, Monitoring, NodeGroup, PodSecurity};
use crate::units::Name;

use super::accelerator;

/// Where device plugins and the DCGM exporter live: they mount host paths and need capabilities that `baseline` refuses (SEC-03).
pub const DEVICE_NAMESPACE: &str = "gpu-system";

/// Where node agents such as the node exporter live: they read the host's `/proc` and `/sys` (SEC-03).
pub const AGENT_NAMESPACE: &str = "monitoring-agents";

/// Where Prometheus and what belongs to it live when the user names no other namespace.
pub const MONITORING_NAMESPACE: &str = "monitoring";

/// The namespace Prometheus and what belongs to it live in.
pub fn monitoring_namespace(monitoring: &Monitoring) -> &str {
    monitoring.namespace.as_ref().map_or(MONITORING_NAMESPACE, Name::as_str)
}

/// The namespaces that eksml adds to a cluster, each with its Pod Security level. Declaring one of them again is refused (EM-09).
pub fn system_namespaces(cluster: &Cluster) -> Vec<(String, PodSecurity)> {
    system_namespaces_for(&cluster.node_groups, cluster.monitoring.as_ref())
}

/// The same by the parts of a cluster they follow from.
pub fn system_namespaces_for(node_groups: &[NodeGroup], monitoring: Option<&Monitoring>) -> Vec<(String, PodSecurity)> {
    let mut all = Vec::new();
    if node_groups.iter().any(|group| accelerator(group).is_some() || group.efa) {
        all.push((DEVICE_NAMESPACE.to_owned(), PodSecurity::Privileged));
    }
    if let Some(monitoring) = monitoring {
        if monitoring.node_exporter {
            all.push((AGENT_NAMESPACE.to_owned(), PodSecurity::Privileged));
        }
        if monitoring.prometheus.is_some() || monitoring.kube_state_metrics {
            all.push((monitoring_namespace(monitoring).to_owned(), PodSecurity::Restricted));
        }
    }
    all
}
