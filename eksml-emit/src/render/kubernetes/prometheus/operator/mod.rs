//! The same as custom resources of the Prometheus Operator: a Prometheus that selects exactly the PodMonitors and the
//! PrometheusRule beside it.

mod api;
mod monitors;
mod server;

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Secret;

use super::{FILE, NAME, config, permissions};
use crate::render::kubernetes::alerts;
use crate::render::kubernetes::pods::owned;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Monitoring, Prometheus};
use crate::yaml;

/// The Secret with the jobs that no PodMonitor can express: nodes, the API server, Pods by their annotations. Nothing in it is
/// secret; the operator takes such jobs from a Secret alone.
const JOBS: &str = "prometheus-scrape-jobs";
const JOBS_KEY: &str = "jobs.yml";
/// The Service that the operator makes for every Prometheus.
pub(super) const SERVICE: &str = "prometheus-operated";

/// Adds them.
pub(super) fn render(
    view: &ClusterView<'_>,
    monitoring: &Monitoring,
    settings: &Prometheus,
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    let namespace = super::namespace(monitoring);
    permissions::render(namespace, files)?;
    let jobs = yaml::to_string(&config::jobs_beside_monitors(namespace))?;
    files.add(
        FILE,
        &Secret {
            metadata: owned(JOBS, Some(namespace), NAME),
            string_data: Some(BTreeMap::from([(JOBS_KEY.to_owned(), jobs)])),
            ..Secret::default()
        },
    )?;
    files.add(FILE, &server::prometheus(view, monitoring, settings))?;
    for monitor in monitors::all(view, monitoring) {
        files.add(FILE, &monitor)?;
    }
    let spec = api::RuleSpec { groups: alerts::groups(view, monitoring) };
    files.add(FILE, &api::object("PrometheusRule", "eksml-alerts", namespace, spec))
}
