//! The parts that Pods and what runs them are made of.

use std::collections::BTreeMap;

use k8s_openapi::api::apps::v1::{DaemonSet, DaemonSetSpec};
use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, EmptyDirVolumeSource, EnvVar, EnvVarSource, HTTPGetAction, HostPathVolumeSource, ObjectFieldSelector,
    PodSpec, PodTemplateSpec, Probe, SecretVolumeSource, Service, ServiceAccount, ServicePort, ServiceSpec, TCPSocketAction,
    Volume, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::metadata::metadata;
use crate::catalog::node_agents::Asks;

const APP_LABEL: &str = "app.kubernetes.io/name";

/// The label by which the Pods of `app` are found.
pub(super) fn app_label(app: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(APP_LABEL.to_owned(), app.to_owned())])
}

/// The Pods of `app`.
pub(super) fn selector(app: &str) -> LabelSelector {
    LabelSelector { match_labels: Some(app_label(app)), ..LabelSelector::default() }
}

/// Metadata of an object that belongs to `app`.
pub(super) fn owned(name: &str, namespace: Option<&str>, app: &str) -> ObjectMeta {
    let mut meta = metadata(name, namespace);
    meta.labels.get_or_insert_default().extend(app_label(app));
    meta
}

/// A service account of its own for `app`, whose token is mounted only where a Pod says so.
pub(super) fn service_account(name: &str, namespace: &str, app: &str) -> ServiceAccount {
    ServiceAccount {
        metadata: owned(name, Some(namespace), app),
        automount_service_account_token: Some(false),
        ..ServiceAccount::default()
    }
}

/// A Pod template of `app` with annotations.
pub(super) fn template(app: &str, annotations: BTreeMap<String, String>, spec: PodSpec) -> PodTemplateSpec {
    let mut meta = ObjectMeta { labels: Some(app_label(app)), ..ObjectMeta::default() };
    meta.annotations = (!annotations.is_empty()).then_some(annotations);
    PodTemplateSpec { metadata: Some(meta), spec: Some(spec) }
}

/// A DaemonSet of the same name as its Pods' label.
pub(super) fn daemon_set(name: &str, namespace: &str, annotations: BTreeMap<String, String>, spec: PodSpec) -> DaemonSet {
    DaemonSet {
        metadata: owned(name, Some(namespace), name),
        spec: Some(DaemonSetSpec {
            selector: selector(name),
            template: template(name, annotations, spec),
            ..DaemonSetSpec::default()
        }),
        ..DaemonSet::default()
    }
}

/// A Service without an address of its own: a name for each Pod, where none may stand for the others.
pub(super) fn headless(app: &str, namespace: &str, port_name: &str, port: u16) -> Service {
    Service {
        metadata: owned(app, Some(namespace), app),
        spec: Some(ServiceSpec {
            cluster_ip: Some("None".to_owned()),
            selector: Some(app_label(app)),
            ports: Some(vec![ServicePort {
                name: Some(port_name.to_owned()),
                port: i32::from(port),
                target_port: Some(IntOrString::String(port_name.to_owned())),
                ..ServicePort::default()
            }]),
            ..ServiceSpec::default()
        }),
        ..Service::default()
    }
}

/// The annotations by which Prometheus finds a Pod's metrics: all three, as port and path would otherwise be guessed (MON-03).
pub(super) fn scraped(port: u16, path: &str) -> BTreeMap<String, String> {
    BTreeMap::from([
        ("prometheus.io/scrape".to_owned(), "true".to_owned()),
        ("prometheus.io/port".to_owned(), port.to_string()),
        ("prometheus.io/path".to_owned(), path.to_owned()),
    ])
}

/// Amounts of resources.
pub(super) fn amounts<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, Quantity> {
    pairs.into_iter().map(|(resource, amount)| (resource.to_owned(), Quantity(amount.to_owned()))).collect()
}

/// What a Pod of a DaemonSet asks of its node, as rules count it.
pub(super) fn requests(asks: Asks) -> BTreeMap<String, Quantity> {
    amounts([("cpu", format!("{}m", asks.cpu_m).as_str()), ("memory", format!("{}Mi", asks.memory_mib).as_str())])
}

/// An environment variable.
pub(super) fn env(name: &str, value: impl Into<String>) -> EnvVar {
    EnvVar { name: name.to_owned(), value: Some(value.into()), ..EnvVar::default() }
}

/// An environment variable with a field of the Pod.
pub(super) fn env_of(name: &str, field: &str) -> EnvVar {
    let field_ref = ObjectFieldSelector { api_version: None, field_path: field.to_owned() };
    let value_from = EnvVarSource { field_ref: Some(field_ref), ..EnvVarSource::default() };
    EnvVar { name: name.to_owned(), value_from: Some(value_from), ..EnvVar::default() }
}

/// A volume with a path of the node; `kind` is checked by the kubelet, nothing where it is empty.
pub(super) fn host_path(name: &str, path: &str, kind: &str) -> Volume {
    let type_ = (!kind.is_empty()).then(|| kind.to_owned());
    let host_path = Some(HostPathVolumeSource { path: path.to_owned(), type_ });
    Volume { name: name.to_owned(), host_path, ..Volume::default() }
}

/// A volume with the files of a ConfigMap.
pub(super) fn config_map(volume: &str, config_map: &str) -> Volume {
    let source = ConfigMapVolumeSource { name: config_map.to_owned(), ..ConfigMapVolumeSource::default() };
    Volume { name: volume.to_owned(), config_map: Some(source), ..Volume::default() }
}

/// A volume with the keys of a Secret as files.
pub(super) fn secret(volume: &str, secret: &str) -> Volume {
    let source = SecretVolumeSource { secret_name: Some(secret.to_owned()), ..SecretVolumeSource::default() };
    Volume { name: volume.to_owned(), secret: Some(source), ..Volume::default() }
}

/// An empty volume on the node's disk.
pub(super) fn scratch(name: &str) -> Volume {
    Volume { name: name.to_owned(), empty_dir: Some(EmptyDirVolumeSource::default()), ..Volume::default() }
}

/// An empty volume in memory, which counts against the memory limit of whoever writes to it.
pub(super) fn in_memory(name: &str, mebibytes: u128) -> Volume {
    let size_limit = Some(Quantity(format!("{mebibytes}Mi")));
    let empty_dir = Some(EmptyDirVolumeSource { medium: Some("Memory".to_owned()), size_limit });
    Volume { name: name.to_owned(), empty_dir, ..Volume::default() }
}

/// A volume at a path.
pub(super) fn mount(volume: &str, path: &str) -> VolumeMount {
    VolumeMount { name: volume.to_owned(), mount_path: path.to_owned(), ..VolumeMount::default() }
}

/// A volume at a path, not to be written to.
pub(super) fn mount_read_only(volume: &str, path: &str) -> VolumeMount {
    VolumeMount { read_only: Some(true), ..mount(volume, path) }
}

/// A probe that only connects, every `period` seconds, given up after `failures` in a row.
pub(super) fn tcp_probe(port: IntOrString, period: i32, failures: i32) -> Probe {
    Probe {
        tcp_socket: Some(TCPSocketAction { port, ..TCPSocketAction::default() }),
        period_seconds: Some(period),
        failure_threshold: Some(failures),
        ..Probe::default()
    }
}

/// A probe by HTTP on a named port, every `period` seconds, given up after `failures` in a row.
pub(super) fn http_probe(path: &str, port: &str, period: i32, failures: i32) -> Probe {
    Probe {
        http_get: Some(HTTPGetAction {
            path: Some(path.to_owned()),
            port: IntOrString::String(port.to_owned()),
            ..HTTPGetAction::default()
        }),
        period_seconds: Some(period),
        failure_threshold: Some(failures),
        ..Probe::default()
    }
}
