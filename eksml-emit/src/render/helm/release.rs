//! A chart as it is installed in a cluster: the same whoever installs it.

use serde_json::Value;

use super::values;
use crate::derived::Operator;
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
    pub(in crate::render) comes_after: Option<Operator>,
    /// The chart's settings.
    pub(in crate::render) values: Option<Value>,
}

/// The file with a release's settings, in the cluster's folder.
pub(in crate::render) fn values_file(release: &str) -> String {
    format!("values/{release}.yaml")
}

impl Release {
    /// All of a cluster, in the order in which they are installed.
    pub(super) fn all(view: &ClusterView<'_>) -> Result<Vec<Self>, RenderError> {
        let mut all = Vec::new();
        for operator in crate::derived::operators(view.cluster) {
            all.push(Self::of_operator(view, operator)?);
        }
        for declared in &view.cluster.helm {
            all.push(Self::declared(view, declared)?);
        }
        Ok(all)
    }

    fn of_operator(view: &ClusterView<'_>, operator: Operator) -> Result<Self, RenderError> {
        let chart = operator.chart();
        Ok(Self {
            name: chart.name.to_owned(),
            chart: chart.name.to_owned(),
            repo: chart.repo.to_owned(),
            version: operator.version(view.cluster).to_owned(),
            namespace: operator.namespace().to_owned(),
            makes_namespace: operator.makes_namespace(),
            comes_first: operator.comes_first(),
            defined_by: operator.is_defined_by().map(|other| other.chart().name.to_owned()),
            comes_after: operator.comes_after(),
            values: values::of(view, operator)?,
        })
    }

    fn declared(view: &ClusterView<'_>, release: &Helm) -> Result<Self, RenderError> {
        // What comes first finds no namespace yet; the cluster's objects then give it its level and its policies.
        let comes_first = crate::derived::defines_monitors(view.cluster, release);
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
