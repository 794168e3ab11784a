//! Flux: each cluster keeps itself, layer by layer, from its own folder below `gitops/flux/`.

mod readme;
mod releases;
mod sync;
mod teams;

use super::inventory::Inventory;
use super::layer::Layer;
use super::{beside, kustomization};
use crate::output::ManifestSet;
use crate::render::helm::Release;
use crate::render::{ClusterView, RenderError};
use crate::spec::{Cluster, Flux, Platform};

/// The namespace Flux lives in.
const NAMESPACE: &str = "flux-system";

const FOLDER: &str = "gitops/flux";

/// The folder of the operators: before every layer of files.
const OPERATORS: &str = "0-operators";

/// The folder of the releases that need a cluster's namespaces and settings, and that only workloads wait for: a chart that fails
/// keeps nothing else from being there.
const RELEASES: &str = "2-releases";

/// The folder of what teams bring into their namespaces.
const TEAMS: &str = "2-teams";

/// What is applied as one.
struct Step {
    /// Its folder.
    folder: String,
    /// Whether it is done when all of it is ready.
    wait: bool,
    /// The folders that come before it.
    after: Vec<String>,
}

/// The folder of a layer.
fn layer_folder(layer: Layer) -> String {
    format!("{}-{}", layer.wave(), layer.name())
}

/// The steps of a cluster that have anything in them, in apply order.
fn steps(cluster: &Cluster, inventory: &Inventory) -> Vec<Step> {
    let releases = |first: bool| inventory.releases.iter().any(|release| release.comes_first == first);
    let has = |layer: Layer| inventory.files.iter().any(|(of, _)| *of == layer);
    let mut steps: Vec<Step> = Vec::new();
    // The foundation is there whenever the cluster has a namespace.
    let mut before: Vec<String> = Vec::new();
    if releases(true) {
        steps.push(Step { folder: OPERATORS.to_owned(), wait: true, after: Vec::new() });
        before = vec![OPERATORS.to_owned()];
    }
    for layer in Layer::ALL {
        let mut beside = Vec::new();
        if layer == Layer::Services && releases(false) {
            steps.push(Step { folder: RELEASES.to_owned(), wait: true, after: before.clone() });
            beside.push(RELEASES.to_owned());
        }
        if layer == Layer::Services && teams::bringing(cluster).next().is_some() {
            steps.push(Step { folder: TEAMS.to_owned(), wait: false, after: before.clone() });
        }
        if has(layer) {
            let folder = layer_folder(layer);
            // A training job is ready when it is done; nothing waits for that.
            steps.push(Step { folder: folder.clone(), wait: layer != Layer::Workloads, after: before });
            before = vec![folder];
        }
        before.extend(beside);
    }
    steps
}

/// The commands that start Flux in a cluster whose files are in `folder`.
pub(super) fn start(view: &ClusterView<'_>, flux: &Flux, folder: &str) -> Vec<String> {
    let mut commands = vec!["flux install".to_owned()];
    if let Some(secret) = &flux.secret {
        commands.push(format!("flux create secret git {secret} --namespace {NAMESPACE} --url {}", flux.repo));
    }
    commands.push(format!("kubectl apply -k {}/{}", beside(folder, FOLDER), view.cluster.name));
    for (team, home) in teams::bringing(view.cluster) {
        for (at, repo) in team.repos.iter().enumerate().filter(|(_, repo)| teams::needs_secret(repo)) {
            commands.push(format!("flux create secret git {} --namespace {home} --url {repo}", teams::source(team, at)));
        }
    }
    commands
}

/// Adds a folder for each cluster.
pub(super) fn render(
    platform: &Platform,
    flux: &Flux,
    inventories: &[Inventory],
    set: &mut ManifestSet,
) -> Result<(), RenderError> {
    for (cluster, inventory) in platform.clusters.iter().zip(inventories) {
        let folder = format!("{FOLDER}/{}", cluster.name);
        set.insert(format!("{folder}/kustomization.yaml"), kustomization(&["sync.yaml"])?)?;
        set.insert(format!("{folder}/sync.yaml"), sync::documents(flux, &folder, &steps(cluster, inventory))?)?;
        for (first, of) in [(true, OPERATORS), (false, RELEASES)] {
            let releases: Vec<&Release> = inventory.releases.iter().filter(|release| release.comes_first == first).collect();
            if !releases.is_empty() {
                set.insert(format!("{folder}/{of}/kustomization.yaml"), kustomization(&["releases.yaml"])?)?;
                set.insert(format!("{folder}/{of}/releases.yaml"), releases::documents(releases.into_iter())?)?;
            }
        }
        if teams::bringing(cluster).next().is_some() {
            set.insert(format!("{folder}/{TEAMS}/kustomization.yaml"), kustomization(&["teams.yaml"])?)?;
            set.insert(format!("{folder}/{TEAMS}/teams.yaml"), teams::documents(cluster, flux)?)?;
        }
        for layer in Layer::ALL {
            // Flux reads files outside a kustomization's folder as long as they are of its repository.
            let of_layer = inventory.files.iter().filter(|(of, _)| *of == layer);
            let files: Vec<_> = of_layer.map(|(_, file)| format!("../../../../{}/{file}", cluster.name)).collect();
            if !files.is_empty() {
                set.insert(format!("{folder}/{}/kustomization.yaml", layer_folder(layer)), kustomization(&files)?)?;
            }
        }
    }
    set.insert(format!("{FOLDER}/README.md"), readme::text(platform, flux))?;
    Ok(())
}
