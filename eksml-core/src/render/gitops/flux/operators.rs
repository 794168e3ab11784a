//! `source.toolkit.fluxcd.io/v1` OCIRepository and `helm.toolkit.fluxcd.io/v2` HelmRelease, as served by Flux 2.7: the operators.

use serde::Serialize;

use super::NAMESPACE;
use crate::catalog::operator_charts::Chart;
use crate::render::RenderError;
use crate::render::gitops::Metadata;
use crate::yaml::Documents;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OciRepository {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: OciRepositorySpec,
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
    tag: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LayerSelector {
    media_type: &'static str,
    operation: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HelmRelease {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: HelmReleaseSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HelmReleaseSpec {
    interval: &'static str,
    release_name: &'static str,
    target_namespace: &'static str,
    chart_ref: ChartReference,
    install: Install,
    upgrade: Upgrade,
}

#[derive(Serialize)]
struct ChartReference {
    kind: &'static str,
    name: &'static str,
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
pub(super) fn documents(charts: &[Chart]) -> Result<String, RenderError> {
    let mut documents = Documents::new();
    for chart in charts {
        documents.push(&OciRepository {
            api_version: "source.toolkit.fluxcd.io/v1",
            kind: "OCIRepository",
            metadata: Metadata::new(chart.name, NAMESPACE),
            spec: OciRepositorySpec {
                interval: "24h",
                url: format!("oci://{}/{}", chart.repository, chart.name),
                reference: OciReference { tag: chart.version },
                layer_selector: LayerSelector {
                    media_type: "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                    operation: "copy",
                },
            },
        })?;
        documents.push(&HelmRelease {
            api_version: "helm.toolkit.fluxcd.io/v2",
            kind: "HelmRelease",
            metadata: Metadata::new(chart.name, NAMESPACE),
            spec: HelmReleaseSpec {
                interval: "1h",
                release_name: chart.name,
                target_namespace: chart.namespace,
                chart_ref: ChartReference { kind: "OCIRepository", name: chart.name },
                // Definitions follow the chart: with the default of an upgrade they would stay those of the first version.
                install: Install { create_namespace: true, crds: "CreateReplace", remediation: Remediation { retries: 3 } },
                upgrade: Upgrade { crds: "CreateReplace", remediation: Remediation { retries: 3 } },
            },
        })?;
    }
    Ok(documents.into_string())
}
