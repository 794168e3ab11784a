//! `argoproj.io/v1alpha1` ApplicationSet, as served by Argo CD 3.5: an Application for every registered cluster of the platform, and
//! one for every operator a cluster needs. Registering a cluster is all it takes.

use indexmap::IndexMap;
use serde::Serialize;

use super::clusters::operator_label;
use super::{NAMESPACE, Target, folder, project, revision};
use crate::catalog::operator_charts::Chart;
use crate::derived;
use crate::render::gitops::Metadata;
use crate::spec::{ArgoCd, Platform};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ApplicationSet {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: Spec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    go_template: bool,
    /// A template with a typing error fails instead of making an Application with `<no value>` in it.
    go_template_options: [&'static str; 1],
    generators: [Generator; 1],
    sync_policy: SetPolicy,
    template: Template,
}

#[derive(Serialize)]
struct Generator {
    clusters: Clusters,
}

#[derive(Serialize)]
struct Clusters {
    selector: Selector,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Selector {
    match_labels: IndexMap<String, String>,
}

/// A cluster that is unregistered by mistake keeps what runs in it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SetPolicy {
    preserve_resources_on_deletion: bool,
}

#[derive(Serialize)]
struct Template {
    metadata: TemplateMetadata,
    spec: ApplicationSpec,
}

#[derive(Serialize)]
struct TemplateMetadata {
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApplicationSpec {
    project: String,
    source: Source,
    destination: Destination,
    sync_policy: SyncPolicy,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    #[serde(rename = "repoURL")]
    repo_url: String,
    target_revision: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chart: Option<&'static str>,
}

#[derive(Serialize)]
struct Destination {
    name: &'static str,
    namespace: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SyncPolicy {
    automated: Automated,
    sync_options: Vec<&'static str>,
    retry: Retry,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Automated {
    prune: bool,
    self_heal: bool,
}

#[derive(Serialize)]
struct Retry {
    limit: u32,
    backoff: Backoff,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Backoff {
    duration: &'static str,
    factor: u32,
    max_duration: &'static str,
}

/// The set of the clusters, and one for each operator.
pub(super) fn all(platform: &Platform, argo: &ArgoCd, targets: &[Target<'_>]) -> Vec<ApplicationSet> {
    let mut charts: Vec<Chart> = Vec::new();
    for target in targets.iter().filter(|target| derived::gitops_installs_operators(platform, target.cluster)) {
        for chart in derived::operators(target.cluster) {
            if !charts.contains(&chart) {
                charts.push(chart);
            }
        }
    }
    let mut sets: Vec<_> = charts.into_iter().map(|chart| operator(platform, argo, &chart)).collect();
    sets.push(clusters(platform, argo));
    sets
}

fn clusters(platform: &Platform, argo: &ArgoCd) -> ApplicationSet {
    let source = Source {
        repo_url: argo.repo.clone(),
        target_revision: revision(argo).to_owned(),
        path: Some(format!("{}/{{{{.name}}}}", folder(argo))),
        chart: None,
    };
    let spec = ApplicationSpec {
        project: project::name(platform, "{{.name}}"),
        source,
        destination: Destination { name: "{{.name}}", namespace: project::ANY_HOME },
        // What an operator has not defined yet is no fault of the set: the next try finds it.
        sync_policy: sync_policy(argo, &["ServerSideApply=true", "SkipDryRunOnMissingResource=true"]),
    };
    let selector = IndexMap::from([("eksml/platform".to_owned(), platform.name.to_string())]);
    set(platform.name.to_string(), selector, format!("{}-{{{{.name}}}}", platform.name), spec)
}

fn operator(platform: &Platform, argo: &ArgoCd, chart: &Chart) -> ApplicationSet {
    let source = Source {
        repo_url: chart.repository.to_owned(),
        target_revision: chart.version.to_owned(),
        path: None,
        chart: Some(chart.name),
    };
    let spec = ApplicationSpec {
        project: project::operators_name(platform),
        source,
        destination: Destination { name: "{{.name}}", namespace: chart.namespace },
        sync_policy: sync_policy(argo, &["ServerSideApply=true", "CreateNamespace=true"]),
    };
    let selector = IndexMap::from([
        ("eksml/platform".to_owned(), platform.name.to_string()),
        (operator_label(chart.name), chart.version.to_owned()),
    ]);
    set(format!("{}.{}", platform.name, chart.name), selector, format!("{}-{{{{.name}}}}.{}", platform.name, chart.name), spec)
}

fn sync_policy(argo: &ArgoCd, options: &[&'static str]) -> SyncPolicy {
    SyncPolicy {
        automated: Automated { prune: argo.prune, self_heal: true },
        sync_options: options.to_vec(),
        retry: Retry { limit: 10, backoff: Backoff { duration: "30s", factor: 2, max_duration: "10m" } },
    }
}

fn set(name: String, match_labels: IndexMap<String, String>, application: String, spec: ApplicationSpec) -> ApplicationSet {
    ApplicationSet {
        api_version: "argoproj.io/v1alpha1",
        kind: "ApplicationSet",
        metadata: Metadata::new(name, NAMESPACE),
        spec: Spec {
            go_template: true,
            go_template_options: ["missingkey=error"],
            generators: [Generator { clusters: Clusters { selector: Selector { match_labels } } }],
            sync_policy: SetPolicy { preserve_resources_on_deletion: true },
            template: Template { metadata: TemplateMetadata { name: application }, spec },
        },
    }
}
