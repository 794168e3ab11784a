//! What kube-state-metrics watches, and so what it may list: only what an alert or a dashboard asks for.

use k8s_openapi::api::rbac::v1::PolicyRule;

use crate::derived::{self, AcceleratorKind};
use crate::render::ClusterView;
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
const EXPORTED: &str = "kube_node_(info|labels|status_condition|status_allocatable|\
     status_capacity|spec_unschedulable)|kube_pod_(info|status_phase|status_reason|status_unschedulable|\
     container_resource_requests|container_status_restarts_total|container_status_waiting_reason)|kube_resourcequota|\
     kube_job_(status_active|status_failed|status_succeeded|complete|failed)|\
     kube_(deployment|statefulset)_(status_replicas_available|status_replicas_ready|spec_replicas|replicas)|\
     kube_persistentvolumeclaim_(status_phase|resource_requests_storage_bytes)|kube_namespace_status_phase";

/// The metrics that Prometheus keeps.
pub(in crate::render::kubernetes) fn exported(view: &ClusterView<'_>) -> String {
    // Claims are in no container's requests.
    let of_claims = if derived::has_claims(view.cluster) { "|kube_pod_tolerations" } else { "" };
    format!("{EXPORTED}{of_claims}")
}

/// The Pods that wait for an accelerator or have one, as PromQL. kube-state-metrics writes `nvidia.com/gpu` as `nvidia_com_gpu`, and a
/// MIG slice as `nvidia_com_mig_1g_10gb`. Who claims GPUs is known by the taint of their nodes: the claims themselves are in its
/// metrics from 2.20 on.
pub(in crate::render::kubernetes) fn accelerator_pods(view: &ClusterView<'_>) -> String {
    let by_number = r#"kube_pod_container_resource_requests{resource=~"nvidia_com_.+|aws_amazon_com_neuron.*"} > 0"#;
    if !derived::has_claims(view.cluster) {
        return by_number.to_owned();
    }
    let agents = format!("kube-system|{}", derived::DEVICE_NAMESPACE);
    let taint = AcceleratorKind::Nvidia.resource();
    format!(r#"({by_number} or kube_pod_tolerations{{key="{taint}",namespace!~"{agents}"}})"#)
}

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
