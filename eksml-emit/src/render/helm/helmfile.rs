//! `helmfile.yaml`: the releases of a cluster that no GitOps engine installs.

use serde::Serialize;

use super::release::{Release, values_file};
use crate::render::RenderError;
use crate::yaml;

/// The file.
pub(super) const FILE: &str = "helmfile.yaml";

const FIRST: &str = "operators";
const AFTER: &str = "releases";

/// A helmfile. Source: helmfile 1, "Configuration Reference".
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Helmfile {
    helm_defaults: Defaults,
    repositories: Vec<Repository>,
    releases: Vec<Entry>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Defaults {
    /// A release that does not become ready is taken back.
    atomic: bool,
    wait: bool,
    timeout: u32,
    /// Namespaces are made with their security level, before; operators make their own.
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
#[serde(rename_all = "camelCase")]
struct Entry {
    name: String,
    namespace: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    create_namespace: bool,
    chart: String,
    version: String,
    labels: Labels,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    needs: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<String>,
}

#[derive(Serialize)]
struct Labels {
    stage: &'static str,
}

/// The file's text.
pub(super) fn text(releases: &[Release]) -> Result<String, RenderError> {
    let mut file = Helmfile {
        helm_defaults: Defaults { atomic: true, wait: true, timeout: 600, create_namespace: false },
        repositories: Vec::new(),
        releases: Vec::new(),
    };
    for release in releases {
        file.add(release);
    }
    Ok(yaml::to_string(&file)?)
}

/// The command that installs those that come first, or the others; `releases` tells them apart.
pub(super) fn command(releases: &[bool], first: bool, folder: &str) -> Option<String> {
    let chosen = |comes_first: &bool| *comes_first == first;
    let stage = match (releases.iter().any(chosen), releases.iter().all(chosen)) {
        (false, _) => return None,
        (true, true) => String::new(),
        (true, false) => format!(" --selector stage={}", if first { FIRST } else { AFTER }),
    };
    Some(format!("helmfile sync --file {folder}/{FILE}{stage}"))
}

impl Helmfile {
    /// Adds a release, and its repository if it is not there yet.
    fn add(&mut self, release: &Release) {
        let (url, oci) = release.registry().map_or((release.repo.as_str(), false), |host| (host, true));
        let known = self.repositories.iter().find(|repository| repository.url == url).map(|repository| repository.name.clone());
        let repository = known.unwrap_or_else(|| {
            self.repositories.push(Repository { name: release.name.clone(), url: url.to_owned(), oci });
            release.name.clone()
        });
        self.releases.push(Entry {
            name: release.name.clone(),
            namespace: release.namespace.clone(),
            create_namespace: release.makes_namespace,
            chart: format!("{repository}/{}", release.chart),
            version: release.version.clone(),
            labels: Labels { stage: if release.comes_first { FIRST } else { AFTER } },
            needs: release.comes_after.iter().map(|other| format!("{}/{}", other.namespace, other.name)).collect(),
            values: release.values.iter().map(|_| values_file(&release.name)).collect(),
        });
    }
}
