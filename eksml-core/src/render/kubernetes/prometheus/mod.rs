//! Prometheus: what it scrapes and watches for, what it may read, where it runs, and who may talk to it (MON-05).

mod config;
mod network;
mod permissions;
mod relabel;
mod rules;
mod stateful_set;

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ConfigMap;

use super::pods::owned;
use crate::derived::MONITORING_NAMESPACE;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Monitoring;
use crate::units::Name;

const FILE: &str = "50-monitoring.yaml";
const NAME: &str = "prometheus";
const CONFIG_MAP: &str = "prometheus-config";
const PORT: u16 = 9090;
const PORT_NAME: &str = "web";

/// The namespace Prometheus lives in.
pub(super) fn namespace(monitoring: &Monitoring) -> &str {
    monitoring.namespace.as_ref().map_or(MONITORING_NAMESPACE, Name::as_str)
}

/// Where it answers queries, from inside the cluster.
pub(super) fn address(view: &ClusterView<'_>) -> String {
    let namespace = view.cluster.monitoring.as_ref().map_or(MONITORING_NAMESPACE, namespace);
    format!("http://{NAME}.{namespace}.svc:{PORT}")
}

/// Adds it, if monitoring asks for it.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Some(monitoring) = &view.cluster.monitoring else { return Ok(()) };
    let Some(settings) = &monitoring.prometheus else { return Ok(()) };
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
    network::render(view, namespace, files)
}
