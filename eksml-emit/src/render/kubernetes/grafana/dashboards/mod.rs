//! The dashboards. A panel is there only where something exports its metrics: no metric of a panel is missing by construction of the
//! platform.

mod accelerators;
mod cluster;
mod cost;

use std::collections::BTreeMap;

use super::dashboard::Dashboard;
use crate::render::{ClusterView, RenderError};
use crate::spec::Monitoring;
use crate::yaml;

/// The files of the dashboards.
pub(super) fn files(view: &ClusterView<'_>, monitoring: &Monitoring) -> Result<BTreeMap<String, String>, RenderError> {
    let all = [
        ("accelerators.json", Dashboard::of("eksml-accelerators", "Accelerators", accelerators::panels(view, monitoring))),
        ("cluster.json", Dashboard::of("eksml-cluster", "Cluster", cluster::panels(view, monitoring))),
        ("cost.json", Dashboard::of("eksml-cost", "Cost", cost::panels(view, monitoring))),
    ];
    let mut files = BTreeMap::new();
    for (file, dashboard) in all {
        if let Some(dashboard) = dashboard {
            let text = serde_json::to_string_pretty(&dashboard).map_err(<yaml::Error as serde::ser::Error>::custom)?;
            files.insert(file.to_owned(), text);
        }
    }
    Ok(files)
}
