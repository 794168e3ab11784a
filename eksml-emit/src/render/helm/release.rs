//! A chart as it is installed in a cluster: the same whoever installs it.

use serde_json::Value;

use super::values;
use crate::catalog::charts::PinnedChart;
use crate::components::prometheus_operator::defines_monitors;
use crate::components::{self, Component};
use crate::render::{ClusterView, RenderError};
use crate::spec::Helm;
use crate::yaml;

/// A release of a chart.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Release {
    /// Its name; no other release of the cluster has it (EM-08).
    pub(in crate::render) name: String,
    /// The chart's name in its repository.
    pub(in crate::render) chart: String,
    /// The repository: `https://…` or `oci://…`.
    pub(in crate::render) repo: String,
    /// The chart's version.
    pub(in crate::render) version: String,
    /// The namespace it is installed into.
    pub(in crate::render) namespace: String,
    /// Whether the release makes that namespace.
    pub(in crate::render) makes_namespace: bool,
    /// Whether the cluster's objects need it, or it needs them.
    pub(in crate::render) comes_first: bool,
    /// The release that brings its definitions.
    pub(in crate::render) defined_by: Option<String>,
    /// The release that must be there before.
    pub(in crate::render) comes_after: Option<Before>,
    /// The chart's settings.
    pub(in crate::render) values: Option<Value>,
}

/// A release that must be there before another.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Before {
    /// Its name.
    pub(in crate::render) name: &'static str,
    /// Its namespace.
    pub(in crate::render) namespace: &'static str,
}

impl Before {
    fn of(component: &Component) -> Option<Self> {
        component.chart.map(|chart| Self { name: chart.name, namespace: component.namespace })
    }
}

/// The file with a release's settings, in the cluster's folder.
pub(in crate::render) fn values_file(release: &str) -> String {
    format!("values/{release}.yaml")
}

impl Release {
    /// All of a cluster, in the order in which they are installed.
    pub(super) fn all(view: &ClusterView<'_>) -> Result<Vec<Self>, RenderError> {
        let mut all = Vec::new();
        for (component, chart) in components::charts(view.cluster) {
            all.push(Self::of_component(view, component, chart)?);
        }
        for declared in &view.cluster.helm {
            all.push(Self::declared(view, declared)?);
        }
        Ok(all)
    }

    fn of_component(view: &ClusterView<'_>, component: &'static Component, chart: &PinnedChart) -> Result<Self, RenderError> {
        Ok(Self {
            name: chart.name.to_owned(),
            chart: chart.name.to_owned(),
            repo: chart.repo.to_owned(),
            version: component.version(view.cluster).to_owned(),
            namespace: component.namespace.to_owned(),
            makes_namespace: component.makes_namespace(),
            comes_first: component.comes_first,
            defined_by: component.defined_by.and_then(|other| other.chart).map(|chart| chart.name.to_owned()),
            comes_after: component.after().and_then(Before::of),
            values: values::of(view, component)?,
        })
    }

    fn declared(view: &ClusterView<'_>, release: &Helm) -> Result<Self, RenderError> {
        // What comes first finds no namespace yet; the cluster's objects then give it its level and its policies.
        let comes_first = defines_monitors(view.cluster, release);
        let values = release.values.as_ref().map(serde_json::to_value).transpose();
        Ok(Self {
            name: release.name.to_string(),
            chart: release.chart.clone(),
            repo: release.repo.clone(),
            version: release.version.clone(),
            namespace: release.namespace.to_string(),
            makes_namespace: comes_first,
            comes_first,
            defined_by: None,
            comes_after: None,
            values: values.map_err(<yaml::Error as serde::ser::Error>::custom)?,
        })
    }

    /// The registry and repository of an OCI chart, without the scheme.
    pub(in crate::render) fn registry(&self) -> Option<&str> {
        self.repo.strip_prefix("oci://")
    }
}
