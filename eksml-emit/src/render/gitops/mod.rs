//! GitOps: what tells Argo CD or Flux to keep the clusters at what is committed. The clusters' own folders stay as they are:
//! `kubectl apply -k` works with and without it.

mod argo_cd;
mod flux;
mod inventory;
mod layer;

use inventory::Inventory;
use serde::Serialize;

use super::helm::Release;
use super::{ClusterFiles, ClusterView, RenderError};
use crate::output::ManifestSet;
use crate::spec::{GitOps, Platform};
use crate::yaml::{self, Documents};

/// What GitOps needs to know of the clusters, gathered while they are rendered.
#[derive(Debug, Default)]
pub(super) struct Kept {
    clusters: Vec<Inventory>,
}

impl Kept {
    /// Adds to a cluster's files what its engine needs there, and notes what is in them. Call it once for each cluster, in order.
    pub(super) fn add(
        &mut self,
        view: &ClusterView<'_>,
        releases: Vec<Release>,
        files: &mut ClusterFiles,
    ) -> Result<(), RenderError> {
        match &view.platform.gitops {
            None => return Ok(()),
            Some(GitOps::ArgoCd(argo)) => argo_cd::prepare(view, argo, files)?,
            Some(GitOps::Flux(_)) => {}
        }
        self.clusters.push(Inventory { releases, ..Inventory::of(files) });
        Ok(())
    }

    /// Adds the folder `gitops/`.
    pub(super) fn render(self, platform: &Platform, set: &mut ManifestSet) -> Result<(), RenderError> {
        match &platform.gitops {
            None => Ok(()),
            Some(GitOps::ArgoCd(argo)) => argo_cd::render(platform, argo, &self.clusters, set),
            Some(GitOps::Flux(flux)) => flux::render(platform, flux, &self.clusters, set),
        }
    }
}

/// The commands by which a new cluster gets its objects: from its own folder, or from the engine that keeps it.
pub(super) fn start(view: &ClusterView<'_>, folder: &str) -> Vec<String> {
    let mut by_hand = vec![format!("kubectl apply -k {folder}")];
    match &view.platform.gitops {
        Some(GitOps::Flux(flux)) => flux::start(view, flux, folder),
        // An administrator gives Argo CD its rights, or installs it: the first time is by hand, where it does not bring all by itself.
        Some(GitOps::ArgoCd(argo)) => {
            if crate::derived::gitops_installs_operators(view.platform, view.cluster) {
                by_hand.clear();
            }
            let at_home = crate::derived::argo_cd_home(view.platform, argo) == Some(&view.cluster.name);
            if at_home && argo.capability.is_some() {
                by_hand.push(format!("kubectl apply -k {}", beside(folder, argo_cd::FOLDER)));
            }
            by_hand
        }
        None => by_hand,
    }
}

/// A folder of the set, seen from where a cluster's folder is `folder`.
fn beside(folder: &str, of_the_set: &str) -> String {
    match folder.rsplit_once('/') {
        Some((set, _)) => format!("{set}/{of_the_set}"),
        None if folder == "." => format!("../{of_the_set}"),
        None => of_the_set.to_owned(),
    }
}

/// A `kustomization.yaml` with these resources.
fn kustomization<T: Serialize>(resources: &[T]) -> Result<String, RenderError> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Kustomization<'a, T> {
        api_version: &'static str,
        kind: &'static str,
        resources: &'a [T],
    }
    let kustomization = Kustomization { api_version: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources };
    Ok(yaml::to_string(&kustomization)?)
}

/// A file of these objects.
fn documents<T: Serialize>(objects: &[T]) -> Result<String, RenderError> {
    let mut documents = Documents::new();
    for object in objects {
        documents.push(object)?;
    }
    Ok(documents.into_string())
}

/// The metadata of an object of GitOps' own.
#[derive(Debug, Serialize)]
struct Metadata {
    name: String,
    namespace: std::borrow::Cow<'static, str>,
    #[serde(skip_serializing_if = "indexmap::IndexMap::is_empty")]
    labels: indexmap::IndexMap<String, String>,
}

impl Metadata {
    fn new(name: impl Into<String>, namespace: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        let labels = [("app.kubernetes.io/managed-by".to_owned(), "eksml".to_owned())];
        Self { name: name.into(), namespace: namespace.into(), labels: labels.into() }
    }

    fn with(mut self, labels: impl IntoIterator<Item = (String, String)>) -> Self {
        self.labels.extend(labels);
        self
    }
}
