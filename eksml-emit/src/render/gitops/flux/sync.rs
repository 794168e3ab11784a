//! `source.toolkit.fluxcd.io/v1` GitRepository and `kustomize.toolkit.fluxcd.io/v1` Kustomization, as served by Flux 2.7: what a
//! cluster follows, and in which order it applies it.

use serde::Serialize;

use super::teams::needs_secret;
use super::{NAMESPACE, Step};
use crate::derived::{GITOPS_PATH, GITOPS_REVISION};
use crate::render::RenderError;
use crate::render::gitops::Metadata;
use crate::spec::Flux;
use crate::units::Name;
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
    /// Who applies it; Flux itself when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    service_account_name: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<Reference>,
}

#[derive(Serialize)]
struct SourceReference {
    kind: &'static str,
    name: String,
}

/// The repository, and a Kustomization for each step that waits for those before.
pub(super) fn documents(flux: &Flux, folder: &str, steps: &[Step]) -> Result<String, RenderError> {
    let mut documents = Documents::new();
    let branch = flux.revision.as_deref().unwrap_or(GITOPS_REVISION);
    documents.push(&repository(
        flux,
        Metadata::new(SOURCE, NAMESPACE),
        &flux.repo,
        branch,
        flux.secret.as_ref().map(Name::as_str),
    ))?;
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
                source_ref: SourceReference { kind: "GitRepository", name: SOURCE.to_owned() },
                path: format!("./{root}/{folder}/{of}"),
                prune: flux.prune,
                wait: *wait,
                service_account_name: None,
                depends_on: after.iter().map(|folder| Reference { name: name(folder).to_owned() }).collect(),
            },
        })?;
    }
    Ok(documents.into_string())
}

fn repository(flux: &Flux, metadata: Metadata, url: &str, branch: &str, secret: Option<&str>) -> GitRepository {
    GitRepository {
        api_version: "source.toolkit.fluxcd.io/v1",
        kind: "GitRepository",
        metadata,
        spec: GitRepositorySpec {
            interval: flux.every.map_or_else(|| EVERY.to_owned(), crate::units::Duration::go),
            url: url.to_owned(),
            reference: GitReference { branch: branch.to_owned() },
            secret_ref: secret.map(|secret| Reference { name: secret.to_owned() }),
        },
    }
}

/// One repository of a team: everything in it, applied by `account` of `namespace`.
pub(super) fn of_team(
    flux: &Flux,
    namespace: &str,
    name: &str,
    repo: &str,
    account: &str,
    documents: &mut Documents,
) -> Result<(), RenderError> {
    let metadata = || Metadata::new(name, namespace.to_owned());
    documents.push(&repository(flux, metadata(), repo, GITOPS_REVISION, needs_secret(repo).then_some(name)))?;
    documents.push(&Kustomization {
        api_version: "kustomize.toolkit.fluxcd.io/v1",
        kind: "Kustomization",
        metadata: metadata(),
        spec: KustomizationSpec {
            interval: "10m",
            retry_interval: "1m",
            timeout: "10m",
            source_ref: SourceReference { kind: "GitRepository", name: name.to_owned() },
            path: "./".to_owned(),
            prune: flux.prune,
            wait: false,
            service_account_name: Some(account.to_owned()),
            depends_on: Vec::new(),
        },
    })?;
    Ok(())
}

/// The name of a step's Kustomization: that of its folder without the number.
fn name(folder: &str) -> &str {
    folder.split_once('-').map_or(folder, |(_, name)| name)
}
