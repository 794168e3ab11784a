//! Grafana: its Pod, the data source and dashboards it begins with, and who may talk to it.

mod dashboard;
mod dashboards;
mod deployment;
mod provisioning;

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ConfigMap;

use super::pods::owned;
use super::prometheus;
use super::traffic::{dns, only_these, pods_of, tcp};
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};

/// Its name, and the label of its Pods.
pub(super) const NAME: &str = "grafana";
const FILE: &str = "51-grafana.yaml";
const PORT: u16 = 3000;
const PORT_NAME: &str = "http";
const DATASOURCES: &str = "grafana-datasources";
const PROVIDERS: &str = "grafana-dashboard-providers";
const DASHBOARDS: &str = "grafana-dashboards";
const DASHBOARDS_DIR: &str = "/etc/grafana/dashboards";

/// Adds it, if monitoring asks for it.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Some(monitoring) = &view.cluster.monitoring else { return Ok(()) };
    let Some(settings) = &monitoring.grafana else { return Ok(()) };
    let namespace = prometheus::namespace(monitoring);
    let parts = [
        (DATASOURCES, BTreeMap::from([("datasources.yaml".to_owned(), provisioning::datasources(monitoring)?)])),
        (PROVIDERS, BTreeMap::from([("providers.yaml".to_owned(), provisioning::providers()?)])),
        (DASHBOARDS, dashboards::files(view, monitoring)?),
    ];
    let texts: Vec<&str> = parts.iter().flat_map(|(_, data)| data.values()).map(String::as_str).collect();
    deployment::render(view, namespace, settings, &texts, files)?;
    for (name, data) in &parts {
        let metadata = owned(name, Some(namespace), NAME);
        files.add(FILE, &ConfigMap { metadata, data: Some(data.clone()), ..ConfigMap::default() })?;
    }
    let from_prometheus = (vec![pods_of(namespace, prometheus::NAME)], vec![tcp(PORT)]);
    let to_prometheus = (vec![pods_of(namespace, prometheus::NAME)], vec![tcp(prometheus::PORT)]);
    files.add(FILE, &only_these(NAME, namespace, vec![from_prometheus], vec![dns(view), to_prometheus]))
}

/// What it waits for, and how to get in.
pub(super) fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    let Some(monitoring) = &view.cluster.monitoring else { return Vec::new() };
    let Some(settings) = &monitoring.grafana else { return Vec::new() };
    let (namespace, secret) = (prometheus::namespace(monitoring), &settings.admin_secret);
    let mut notes = vec![
        Remark::After(format!(
            "Grafana's administrator is in the Secret `{secret}`, which is yours: `kubectl -n {namespace} create secret generic \
             {secret} --from-literal=admin-user=admin --from-literal=admin-password=\"$(openssl rand -base64 24)\"`. Until it is \
             there, the Pod waits."
        )),
        Remark::Know(format!(
            "Grafana has no way in from outside: `kubectl -n {namespace} port-forward service/{NAME} 3000:80`."
        )),
    ];
    if settings.storage.is_none() {
        notes.push(Remark::Know(
            "Grafana keeps what is made in its windows (users, folders, dashboards) until its Pod goes; its own dashboards come \
             back by themselves. `grafana { storage: \"10Gi\" }` gives it a volume."
                .to_owned(),
        ));
    }
    notes
}
