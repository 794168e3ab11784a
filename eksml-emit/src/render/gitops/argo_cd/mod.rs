//! Argo CD: a project for each cluster it keeps, the clusters it knows, and an ApplicationSet over them.

mod access;
mod application_set;
mod clusters;
mod grants;
mod project;
mod readme;
mod releases;
mod resource;

use super::inventory::Inventory;
use super::layer::Layer;
use super::{documents, kustomization};
use crate::derived;
use crate::output::ManifestSet;
use crate::render::helm::Release;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{ArgoCd, Cluster, Platform, Reach};

/// The namespace Argo CD lives in: that of the EKS capability and of its own charts.
pub(super) const NAMESPACE: &str = "argocd";

/// The folder that is applied to the cluster Argo CD runs in.
pub(super) const FOLDER: &str = "gitops/argocd";

/// A cluster that Argo CD keeps, with what is in its files.
struct Target<'a> {
    cluster: &'a Cluster,
    inventory: &'a Inventory,
}

/// Gives a cluster's files their sync waves and, where Argo CD comes from outside with no more rights than it needs, those rights.
pub(super) fn prepare(view: &ClusterView<'_>, argo: &ArgoCd, files: &mut ClusterFiles) -> Result<(), RenderError> {
    if !derived::argo_cd_keeps(view.platform, argo, view.cluster) {
        return Ok(());
    }
    if derived::argo_cd_entry(view.platform, view.cluster).is_some() && argo.reach == Reach::OwnObjects {
        let inventory = Inventory::of(files);
        access::render(view, &inventory, files)?;
    }
    let waves: Vec<_> = files.object_texts().map(|(file, _)| file).filter(|file| *file != access::FILE).collect();
    for file in waves.into_iter().filter(|file| !crate::render::eksctl::is_eksctls(file)) {
        files.annotate(file, "argocd.argoproj.io/sync-wave", Layer::of(file).wave());
    }
    // Whoever may write its own rights has all of them: an administrator applies this file.
    files.annotate(access::FILE, "argocd.argoproj.io/hook", "Skip");
    Ok(())
}

/// Adds the folder that is applied to the cluster Argo CD runs in.
pub(super) fn render(
    platform: &Platform,
    argo: &ArgoCd,
    inventories: &[Inventory],
    set: &mut ManifestSet,
) -> Result<(), RenderError> {
    let targets: Vec<Target<'_>> = platform
        .clusters
        .iter()
        .zip(inventories)
        .filter(|(cluster, _)| derived::argo_cd_keeps(platform, argo, cluster))
        .map(|(cluster, inventory)| Target { cluster, inventory })
        .collect();
    let releases = releases::shared(&targets);
    let mut files = vec![("00-projects.yaml", documents(&project::all(platform, argo, &targets))?)];
    if argo.capability.is_some() {
        files.push(("10-clusters.yaml", documents(&clusters::registrations(platform, argo, &targets, &releases))?));
    }
    files.push(("20-application-sets.yaml", documents(&application_set::all(platform, argo, &releases))?));
    let names: Vec<_> = files.iter().map(|(name, _)| *name).collect();
    files.push(("kustomization.yaml", kustomization(&names)?));
    files.push(("README.md", readme::text(platform, argo, &targets, &releases)));
    for (name, text) in files {
        set.insert(format!("{FOLDER}/{name}"), text)?;
    }
    Ok(())
}

/// The branch or tag that is followed.
fn revision(argo: &ArgoCd) -> &str {
    argo.revision.as_deref().unwrap_or(derived::GITOPS_REVISION)
}

/// The folder of the set in the repository.
fn folder(argo: &ArgoCd) -> &str {
    argo.folder.as_deref().unwrap_or(derived::GITOPS_PATH)
}

/// A release's repository as Argo CD writes it: an OCI registry has no scheme.
fn chart_repo(release: &Release) -> String {
    release.registry().unwrap_or(&release.repo).to_owned()
}
