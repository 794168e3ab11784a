//! Flux: each cluster keeps itself, layer by layer, from its own folder below `gitops/flux/`.

mod operators;
mod readme;
mod sync;

use super::inventory::Inventory;
use super::layer::Layer;
use super::{beside, kustomization};
use crate::derived;
use crate::output::ManifestSet;
use crate::render::{ClusterView, RenderError};
use crate::spec::{Flux, Platform};

/// The namespace Flux lives in.
const NAMESPACE: &str = "flux-system";

const FOLDER: &str = "gitops/flux";

/// The folder of the operators' releases: before every layer of files.
const OPERATORS: &str = "0-operators";

/// The folder of a layer.
fn layer_folder(layer: Layer) -> String {
    format!("{}-{}", layer.wave(), layer.name())
}

/// The layers of a cluster that have anything in them, in apply order: folder, and whether the next one waits until it is ready.
fn layers(inventory: &Inventory, has_operators: bool) -> Vec<(String, bool)> {
    let mut layers = Vec::new();
    if has_operators {
        layers.push((OPERATORS.to_owned(), true));
    }
    for layer in Layer::ALL.into_iter().filter(|layer| inventory.files.iter().any(|(of, _)| of == layer)) {
        // A training job is ready when it is done; nothing waits for that.
        layers.push((layer_folder(layer), layer != Layer::Workloads));
    }
    layers
}

/// The commands that start Flux in a cluster whose files are in `folder`.
pub(super) fn start(view: &ClusterView<'_>, flux: &Flux, folder: &str) -> Vec<String> {
    let mut commands = vec!["flux install".to_owned()];
    if let Some(secret) = &flux.secret {
        commands.push(format!("flux create secret git {secret} --namespace {NAMESPACE} --url {}", flux.repo));
    }
    commands.push(format!("kubectl apply -k {}/{}", beside(folder, FOLDER), view.cluster.name));
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
        let charts = derived::operators(cluster);
        let layers = layers(inventory, !charts.is_empty());
        set.insert(format!("{folder}/kustomization.yaml"), kustomization(&["sync.yaml"])?)?;
        set.insert(format!("{folder}/sync.yaml"), sync::documents(flux, &folder, &layers)?)?;
        if !charts.is_empty() {
            set.insert(format!("{folder}/{OPERATORS}/kustomization.yaml"), kustomization(&["releases.yaml"])?)?;
            set.insert(format!("{folder}/{OPERATORS}/releases.yaml"), operators::documents(&charts)?)?;
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
