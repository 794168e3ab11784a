//! monitoring.coreos.com/v1, as much of it as is emitted. Source: Prometheus Operator 0.91, CRDs.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Affinity, PersistentVolumeClaimSpec, PodSecurityContext, ResourceRequirements, Toleration};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::Serialize;

use crate::render::kubernetes::alerts::Group;
use crate::render::kubernetes::pods::owned;
use crate::render::kubernetes::prometheus::NAME;

/// An object of the group.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Object<S> {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: S,
}

/// An object with the labels of Prometheus, by which it is selected.
pub(super) fn object<S>(kind: &'static str, name: &str, namespace: &str, spec: S) -> Object<S> {
    Object { api_version: "monitoring.coreos.com/v1", kind, metadata: owned(name, Some(namespace), NAME), spec }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PrometheusSpec {
    pub(super) image: String,
    pub(super) version: &'static str,
    pub(super) replicas: u8,
    pub(super) service_account_name: &'static str,
    pub(super) automount_service_account_token: bool,
    pub(super) enable_service_links: bool,
    pub(super) security_context: PodSecurityContext,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) affinity: Option<Affinity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tolerations: Option<Vec<Toleration>>,
    pub(super) resources: ResourceRequirements,
    pub(super) retention: String,
    pub(super) retention_size: String,
    pub(super) storage: Storage,
    pub(super) port_name: &'static str,
    pub(super) scrape_interval: String,
    pub(super) scrape_timeout: String,
    pub(super) evaluation_interval: String,
    pub(super) external_labels: BTreeMap<&'static str, String>,
    pub(super) pod_monitor_selector: LabelSelector,
    pub(super) service_monitor_selector: LabelSelector,
    pub(super) rule_selector: LabelSelector,
    pub(super) additional_scrape_configs: KeyOfSecret,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) alerting: Option<Alerting>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) remote_write: Vec<RemoteWrite>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Storage {
    pub(super) volume_claim_template: Claim,
}

#[derive(Serialize)]
pub(super) struct Claim {
    pub(super) spec: PersistentVolumeClaimSpec,
}

#[derive(Serialize)]
pub(super) struct KeyOfSecret {
    pub(super) name: &'static str,
    pub(super) key: &'static str,
}

#[derive(Serialize)]
pub(super) struct Alerting {
    pub(super) alertmanagers: [AlertmanagerService; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AlertmanagerService {
    pub(super) name: &'static str,
    pub(super) namespace: String,
    pub(super) port: &'static str,
    pub(super) api_version: &'static str,
}

#[derive(Serialize)]
pub(super) struct RemoteWrite {
    pub(super) url: String,
    pub(super) sigv4: SigV4,
}

#[derive(Serialize)]
pub(super) struct SigV4 {
    pub(super) region: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PodMonitorSpec {
    pub(super) namespace_selector: Namespaces,
    pub(super) selector: LabelSelector,
    pub(super) pod_metrics_endpoints: [Endpoint; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Namespaces {
    pub(super) match_names: [String; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Endpoint {
    pub(super) port: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) interval: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scrape_timeout: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) honor_labels: Option<bool>,
    pub(super) relabelings: Vec<Relabeling>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) metric_relabelings: Vec<Relabeling>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Relabeling {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) source_labels: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) regex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target_label: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replacement: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) action: Option<&'static str>,
}

#[derive(Serialize)]
pub(super) struct RuleSpec {
    pub(super) groups: Vec<Group>,
}
