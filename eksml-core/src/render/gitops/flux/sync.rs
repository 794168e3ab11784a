//! `source.toolkit.fluxcd.io/v1` GitRepository and `kustomize.toolkit.fluxcd.io/v1` Kustomization, as served by Flux 2.7: what a
//! cluster follows, and in which order it applies it.

use serde::Serialize;

use super::{NAMESPACE, Step};
use crate::derived::{GITOPS_PATH, GITOPS_REVISION};
use crate::render::RenderError;
use crate::render::gitops::Metadata;
use crate::spec::Flux;
use crate::yaml::Documents;

/// The repository's name in every cluster.
const SOURCE: &str = "platform";

/// Seconds between two looks at the repository, where the platform does not say.
const EVERY: &str = "5m";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GitRepository {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: GitRepositorySpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GitRepositorySpec {
    interval: String,
    url: String,
    #[serde(rename = "ref")]
    reference: GitReference,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_ref: Option<Reference>,
}

#[derive(Serialize)]
struct GitReference {
    branch: String,
}

#[derive(Serialize)]
struct Reference {
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kustomization {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: KustomizationSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KustomizationSpec {
    interval: &'static str,
    retry_interval: &'static str,
    timeout: &'static str,
    source_ref: SourceReference,
    path: String,
    prune: bool,
    wait: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<Reference>,
}

#[derive(Serialize)]
struct SourceReference {
    kind: &'static str,
    name: &'static str,
}

/// The repository, and a Kustomization for each step that waits for those before.
pub(super) fn documents(flux: &Flux, folder: &str, steps: &[Step]) -> Result<String, RenderError> {
    let mut documents = Documents::new();
    documents.push(&GitRepository {
        api_version: "source.toolkit.fluxcd.io/v1",
        kind: "GitRepository",
        metadata: Metadata::new(SOURCE, NAMESPACE),
        spec: GitRepositorySpec {
            interval: flux.every.map_or_else(|| EVERY.to_owned(), crate::units::Duration::go),
            url: flux.repo.clone(),
            reference: GitReference { branch: flux.revision.clone().unwrap_or_else(|| GITOPS_REVISION.to_owned()) },
            secret_ref: flux.secret.as_ref().map(|secret| Reference { name: secret.to_string() }),
        },
    })?;
    let root = flux.folder.as_deref().unwrap_or(GITOPS_PATH);
    for Step { folder: of, wait, after } in steps {
        documents.push(&Kustomization {
            api_version: "kustomize.toolkit.fluxcd.io/v1",
            kind: "Kustomization",
            metadata: Metadata::new(name(of), NAMESPACE),
            spec: KustomizationSpec {
                interval: "10m",
                retry_interval: "1m",
                timeout: "10m",
                source_ref: SourceReference { kind: "GitRepository", name: SOURCE },
                path: format!("./{root}/{folder}/{of}"),
                prune: flux.prune,
                wait: *wait,
                depends_on: after.iter().map(|folder| Reference { name: name(folder).to_owned() }).collect(),
            },
        })?;
    }
    Ok(documents.into_string())
}

/// The name of a step's Kustomization: that of its folder without the number.
fn name(folder: &str) -> &str {
    folder.split_once('-').map_or(folder, |(_, name)| name)
}
