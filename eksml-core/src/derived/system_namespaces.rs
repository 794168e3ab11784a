//! The namespaces eksml adds for what must not share one with workloads.

use crate::spec::{Cluster, Lens, Monitoring, PodSecurity};
use crate::units::Name;

use super::accelerator;

/// Where device plugins and the DCGM exporter live: they mount host paths and need capabilities that `baseline` refuses (SEC-03).
pub const DEVICE_NAMESPACE: &str = "gpu-system";

/// Where node agents such as the node exporter live: they read the host's `/proc` and `/sys` (SEC-03).
pub const AGENT_NAMESPACE: &str = "monitoring-agents";

/// Where Prometheus and what belongs to it live when the user names no other namespace.
pub const MONITORING_NAMESPACE: &str = "monitoring";

/// The namespace Prometheus and what belongs to it live in.
pub fn monitoring_namespace<'a>(monitoring: impl Lens<'a, Monitoring>) -> &'a str {
    monitoring.into().namespace().whole().as_ref().map_or(MONITORING_NAMESPACE, Name::as_str)
}

/// The namespaces that eksml adds to a cluster, each with its Pod Security level. Declaring one of them again is refused (EM-09).
pub fn system_namespaces<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<(String, PodSecurity)> {
    let cluster = cluster.into();
    let mut all = Vec::new();
    if cluster.node_groups().iter().any(|group| *group.efa() || accelerator(group).is_some()) {
        all.push((DEVICE_NAMESPACE.to_owned(), PodSecurity::Privileged));
    }
    if let Some(monitoring) = cluster.monitoring().get() {
        if *monitoring.node_exporter() {
            all.push((AGENT_NAMESPACE.to_owned(), PodSecurity::Privileged));
        }
        if monitoring.prometheus().is_some() || *monitoring.kube_state_metrics() {
            all.push((monitoring_namespace(monitoring).to_owned(), PodSecurity::Restricted));
        }
    }
    all
}
