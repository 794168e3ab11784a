//! Prometheus: what it scrapes and watches for, what it may read, where it runs, and who may talk to it (MON-05).

mod config;
mod network;
mod operator;
mod permissions;
mod relabel;
mod remote_write;
mod rules;
mod stateful_set;

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ConfigMap;

pub(super) use remote_write::remark;

use super::pods::owned;
use crate::components::prometheus;
use crate::derived::{MONITORING_NAMESPACE, monitoring_namespace};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Form, Monitoring, Prometheus};
use crate::units::Duration;

const FILE: &str = "50-monitoring.yaml";
/// The server's name, and the label of its Pods.
pub(super) const NAME: &str = prometheus::SERVICE_ACCOUNT;
const CONFIG_MAP: &str = "prometheus-config";
/// The port of its API.
pub(super) const PORT: u16 = 9090;
/// How often it scrapes, when nothing is said.
pub(super) const INTERVAL: Duration = Duration::from_seconds(15);
const PORT_NAME: &str = "web";

/// The namespace Prometheus lives in.
pub(super) fn namespace(monitoring: &Monitoring) -> &str {
    monitoring_namespace(monitoring)
}

/// How often it scrapes.
pub(super) fn interval(settings: &Prometheus) -> Duration {
    settings.every.unwrap_or(INTERVAL)
}

/// Where it answers queries, from inside the cluster.
pub(super) fn address(view: &ClusterView<'_>) -> String {
    let monitoring = view.cluster.monitoring.as_ref();
    let namespace = monitoring.map_or(MONITORING_NAMESPACE, namespace);
    let service = monitoring.and_then(|monitoring| monitoring.prometheus.as_ref()).map_or(NAME, service);
    format!("http://{service}.{namespace}.svc:{PORT}")
}

/// The name of the Service that answers for it.
pub(super) fn service(settings: &Prometheus) -> &'static str {
    match settings.form {
        Form::Plain => NAME,
        Form::Operator => operator::SERVICE,
    }
}

/// Adds it, if monitoring asks for it.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Some(monitoring) = &view.cluster.monitoring else { return Ok(()) };
    let Some(settings) = &monitoring.prometheus else { return Ok(()) };
    if settings.form == Form::Operator {
        operator::render(view, monitoring, settings, files)?;
        return network::render(view, monitoring, files);
    }
    let namespace = namespace(monitoring);
    let config = config::text(view, monitoring, settings)?;
    let rules = rules::text(view, monitoring)?;
    permissions::render(namespace, files)?;
    files.add(
        FILE,
        &ConfigMap {
            metadata: owned(CONFIG_MAP, Some(namespace), NAME),
            data: Some(BTreeMap::from([("prometheus.yml".to_owned(), config.clone()), ("rules.yml".to_owned(), rules.clone())])),
            ..ConfigMap::default()
        },
    )?;
    stateful_set::render(view, namespace, settings, &[&config, &rules], files)?;
    network::render(view, monitoring, files)
}
