//! Helm releases as `helmfile.yaml`, beside the manifests: what is declared, and the AWS Load Balancer Controller.

mod load_balancer_controller;

use serde::Serialize;
use serde_json::Value;

use super::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Helm;
use crate::yaml;

/// The file with all releases of a cluster.
pub(super) const HELMFILE: &str = "helmfile.yaml";

/// A helmfile. Source: helmfile 1, "Configuration".
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Helmfile {
    helm_defaults: Defaults,
    repositories: Vec<Repository>,
    releases: Vec<Release>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Defaults {
    /// A release that does not become ready is taken back.
    atomic: bool,
    wait: bool,
    timeout: u32,
    /// Namespaces are made with their security level, before.
    create_namespace: bool,
}

#[derive(Serialize)]
struct Repository {
    name: String,
    url: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    oci: bool,
}

#[derive(Serialize)]
struct Release {
    name: String,
    namespace: String,
    chart: String,
    version: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<Value>,
}

/// Adds the file, if there are releases.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    if !has_releases(view) {
        return Ok(());
    }
    let mut file = Helmfile {
        helm_defaults: Defaults { atomic: true, wait: true, timeout: 600, create_namespace: false },
        repositories: Vec::new(),
        releases: Vec::new(),
    };
    if let Some(release) = load_balancer_controller::release(view) {
        file.add(release);
    }
    for release in &view.cluster.helm {
        let values = release.values.iter().map(serde_json::to_value).collect::<Result<Vec<_>, _>>();
        let values = values.map_err(<yaml::Error as serde::ser::Error>::custom)?;
        file.add(Chart { release, values });
    }
    files.text(HELMFILE, yaml::to_string(&file)?);
    Ok(())
}

/// The command that installs them, if there are any.
pub(super) fn commands(view: &ClusterView<'_>, folder: &str) -> Option<String> {
    has_releases(view).then(|| format!("helmfile sync --file {folder}/{HELMFILE}"))
}

/// What must be there first.
pub(super) fn requirements(view: &ClusterView<'_>) -> Vec<String> {
    let needed = has_releases(view).then(|| "Helm releases are installed by Helm 3 or 4 with helmfile 1 or later".to_owned());
    needed.into_iter().collect()
}

fn has_releases(view: &ClusterView<'_>) -> bool {
    !view.cluster.helm.is_empty() || view.cluster.load_balancer_controller.is_some()
}

/// A chart to be installed, with its settings.
struct Chart<R> {
    release: R,
    values: Vec<Value>,
}

impl Helmfile {
    /// Adds a release, and its repository if it is not there yet.
    fn add<R: std::borrow::Borrow<Helm>>(&mut self, chart: Chart<R>) {
        let release = chart.release.borrow();
        let (url, oci) = release.repo.strip_prefix("oci://").map_or((release.repo.as_str(), false), |host| (host, true));
        let known = self.repositories.iter().find(|repository| repository.url == url).map(|repository| repository.name.clone());
        let name = known.unwrap_or_else(|| {
            let name = release.name.to_string();
            self.repositories.push(Repository { name: name.clone(), url: url.to_owned(), oci });
            name
        });
        self.releases.push(Release {
            name: release.name.to_string(),
            namespace: release.namespace.to_string(),
            chart: format!("{name}/{}", release.chart),
            version: release.version.clone(),
            values: chart.values,
        });
    }
}
