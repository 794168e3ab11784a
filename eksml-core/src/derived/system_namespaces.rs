//! The namespaces eksml adds for what must not share one with workloads.

use crate::spec::{At, Cluster, Lens, Monitoring, PodSecurity};
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
    let own = cluster.monitoring().get().map(|monitoring| monitoring_namespace(monitoring).to_owned());
    let names = [DEVICE_NAMESPACE.to_owned(), AGENT_NAMESPACE.to_owned()].into_iter().chain(own);
    names.filter_map(|name| level_of_added(cluster, &name).map(|level| (name, level))).collect()
}

/// Whether eksml adds a namespace of this name to a cluster; reads only what that one follows from.
pub fn is_system_namespace<'a>(cluster: impl Lens<'a, Cluster>, name: &str) -> bool {
    level_of_added(cluster.into(), name).is_some()
}

/// The level of the namespace of this name, if eksml adds it.
fn level_of_added(cluster: At<'_, Cluster>, name: &str) -> Option<PodSecurity> {
    let monitoring = || cluster.monitoring().get();
    match name {
        DEVICE_NAMESPACE => {
            let has_devices = cluster.node_groups().iter().any(|group| *group.efa() || accelerator(group).is_some());
            has_devices.then_some(PodSecurity::Privileged)
        }
        AGENT_NAMESPACE => monitoring().is_some_and(|it| *it.node_exporter()).then_some(PodSecurity::Privileged),
        name => {
            let is_used = |it: &At<'_, Monitoring>| it.prometheus().is_some() || *it.kube_state_metrics();
            monitoring().filter(|it| monitoring_namespace(it) == name && is_used(it)).map(|_| PodSecurity::Restricted)
        }
    }
}
