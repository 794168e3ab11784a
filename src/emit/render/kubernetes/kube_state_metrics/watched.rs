//! What kube-state-metrics watches, and so what it may list: only what an alert or a dashboard asks for.

use k8s_openapi::api::rbac::v1::PolicyRule;

use crate::render::kubernetes::permissions::allow;

/// API group and resource, by the name that `--resources` knows it by.
const RESOURCES: [(&str, &str); 8] = [
    ("", "namespaces"),
    ("", "nodes"),
    ("", "persistentvolumeclaims"),
    ("", "pods"),
    ("", "resourcequotas"),
    ("apps", "deployments"),
    ("apps", "statefulsets"),
    ("batch", "jobs"),
];

/// The metrics that those resources are seen by; the rest stays out of Prometheus.
pub(in crate::render::kubernetes) const EXPORTED: &str = "kube_node_(info|labels|status_condition|status_allocatable|\
     status_capacity|spec_unschedulable)|kube_pod_(info|status_phase|status_reason|status_unschedulable|\
     container_resource_requests|container_status_restarts_total|container_status_waiting_reason)|kube_resourcequota|\
     kube_job_(status_active|status_failed|status_succeeded|complete|failed)|\
     kube_(deployment|statefulset)_(status_replicas_available|status_replicas_ready|spec_replicas|replicas)|\
     kube_persistentvolumeclaim_(status_phase|resource_requests_storage_bytes)|kube_namespace_status_phase";

/// Node labels that dashboards group by; kube-state-metrics exports none unasked.
const NODE_LABELS: [&str; 4] = [
    crate::derived::GROUP_LABEL,
    "node.kubernetes.io/instance-type",
    "topology.kubernetes.io/zone",
    "eks.amazonaws.com/capacityType",
];

/// The flags that follow.
pub(super) fn arguments() -> Vec<String> {
    let resources: Vec<&str> = RESOURCES.iter().map(|(_, resource)| *resource).collect();
    vec![format!("--resources={}", resources.join(",")), format!("--metric-labels-allowlist=nodes=[{}]", NODE_LABELS.join(","))]
}

/// The permissions that follow.
pub(super) fn permissions() -> Vec<PolicyRule> {
    let mut rules: Vec<(&str, Vec<&str>)> = Vec::new();
    for (group, resource) in RESOURCES {
        match rules.iter_mut().find(|(known, _)| *known == group) {
            Some((_, resources)) => resources.push(resource),
            None => rules.push((group, vec![resource])),
        }
    }
    rules.into_iter().map(|(group, resources)| allow(group, &resources, &["list", "watch"])).collect()
}
