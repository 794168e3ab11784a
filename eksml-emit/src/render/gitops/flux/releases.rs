//! `helm.toolkit.fluxcd.io/v2` HelmRelease and its `source.toolkit.fluxcd.io/v1` source, OCIRepository or HelmRepository, as served by
//! Flux 2.7: operators and declared charts.

use serde::Serialize;
use serde_json::Value;

use super::NAMESPACE;
use crate::render::RenderError;
use crate::render::gitops::Metadata;
use crate::render::helm::Release;
use crate::yaml::Documents;

/// How often a source looks for its chart, whose version is pinned.
const EVERY: &str = "24h";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<T> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OciRepositorySpec {
    interval: &'static str,
    url: String,
    #[serde(rename = "ref")]
    reference: OciReference,
    layer_selector: LayerSelector,
}

#[derive(Serialize)]
struct OciReference {
    tag: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LayerSelector {
    media_type: &'static str,
    operation: &'static str,
}

#[derive(Serialize)]
struct HelmRepositorySpec {
    interval: &'static str,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HelmReleaseSpec {
    interval: &'static str,
    release_name: String,
    target_namespace: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    chart_ref: Option<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chart: Option<Chart>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<Reference>,
    install: Install,
    upgrade: Upgrade,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Value>,
}

#[derive(Serialize)]
struct Source {
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
struct Reference {
    name: String,
}

#[derive(Serialize)]
struct Chart {
    spec: ChartSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChartSpec {
    chart: String,
    version: String,
    source_ref: Source,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Install {
    create_namespace: bool,
    crds: &'static str,
    remediation: Remediation,
}

#[derive(Serialize)]
struct Upgrade {
    crds: &'static str,
    remediation: Remediation,
}

#[derive(Serialize)]
struct Remediation {
    retries: u32,
}

/// A source and a release for each chart.
pub(super) fn documents<'a>(releases: impl Iterator<Item = &'a Release>) -> Result<String, RenderError> {
    let mut documents = Documents::new();
    for release in releases {
        let source = |kind| Source { kind, name: release.name.clone() };
        let (chart_ref, chart) = if let Some(registry) = release.registry() {
            documents.push(&oci_repository(release, registry))?;
            (Some(source("OCIRepository")), None)
        } else {
            documents.push(&object(
                "source.toolkit.fluxcd.io/v1",
                "HelmRepository",
                release,
                HelmRepositorySpec { interval: EVERY, url: release.repo.clone() },
            ))?;
            let spec = ChartSpec {
                chart: release.chart.clone(),
                version: release.version.clone(),
                source_ref: source("HelmRepository"),
            };
            (None, Some(Chart { spec }))
        };
        // Definitions follow the chart, where no release of their own brings them: with the default of an upgrade they would stay
        // those of the first version.
        let crds = if release.defined_by.is_some() { "Skip" } else { "CreateReplace" };
        let spec = HelmReleaseSpec {
            interval: "1h",
            release_name: release.name.clone(),
            target_namespace: release.namespace.clone(),
            chart_ref,
            chart,
            depends_on: release.comes_after.iter().map(|other| Reference { name: other.name.to_owned() }).collect(),
            install: Install { create_namespace: release.makes_namespace, crds, remediation: Remediation { retries: 3 } },
            upgrade: Upgrade { crds, remediation: Remediation { retries: 3 } },
            values: release.values.clone(),
        };
        documents.push(&object("helm.toolkit.fluxcd.io/v2", "HelmRelease", release, spec))?;
    }
    Ok(documents.into_string())
}

fn oci_repository(release: &Release, registry: &str) -> Object<OciRepositorySpec> {
    let spec = OciRepositorySpec {
        interval: EVERY,
        url: format!("oci://{registry}/{}", release.chart),
        // A tag has no `+`; Helm pushes such a version with `_`.
        reference: OciReference { tag: release.version.replace('+', "_") },
        layer_selector: LayerSelector { media_type: "application/vnd.cncf.helm.chart.content.v1.tar+gzip", operation: "copy" },
    };
    object("source.toolkit.fluxcd.io/v1", "OCIRepository", release, spec)
}

fn object<T>(api_version: &'static str, kind: &'static str, release: &Release, spec: T) -> Object<T> {
    Object { api_version, kind, metadata: Metadata::new(release.name.clone(), NAMESPACE), spec }
}
