//! kube-state-metrics: what the API server says of nodes, Pods and jobs, as metrics.

mod deployment;
mod watched;

use super::prometheus;
use super::traffic::{api_server, only_these, pods_of, tcp};
use crate::render::{ClusterFiles, ClusterView, RenderError};

/// The exporter's name, and the label of its Pods.
pub(super) const NAME: &str = "kube-state-metrics";
/// The name of the port with its metrics.
pub(super) const PORT_NAME: &str = "http-metrics";
pub(super) use watched::{accelerator_pods, exported};
const PORT: u16 = 8080;
const FILE: &str = "50-monitoring.yaml";

/// Adds it, if monitoring asks for it.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Some(monitoring) = view.cluster.monitoring.as_ref().filter(|monitoring| monitoring.kube_state_metrics) else {
        return Ok(());
    };
    let namespace = prometheus::namespace(monitoring);
    deployment::render(view, namespace, files)?;
    let from_prometheus = (vec![pods_of(namespace, prometheus::NAME)], vec![tcp(PORT)]);
    files.add(FILE, &only_these(NAME, namespace, vec![from_prometheus], vec![api_server(view)]))
}
