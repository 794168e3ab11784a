//! `argoproj.io/v1alpha1` ApplicationSet, as served by Argo CD 3.5: an Application for every registered cluster of the platform, and
//! one for every Helm release a cluster has. Registering a cluster is all it takes.

use indexmap::IndexMap;
use serde::Serialize;

use super::releases::Shared;
use super::{NAMESPACE, chart_repo, folder, project, revision};
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    match_expressions: Vec<Expression>,
}

#[derive(Serialize)]
struct Expression {
    key: String,
    operator: &'static str,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Source>,
    destination: Destination,
    sync_policy: SyncPolicy,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ignore_differences: Vec<Difference>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Source {
    #[serde(rename = "repoURL")]
    repo_url: String,
    target_revision: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chart: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    helm: Option<Helm>,
    /// The name by which another source reads files of this one.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Helm {
    release_name: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    skip_crds: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    value_files: Vec<String>,
}

#[derive(Serialize)]
struct Destination {
    name: &'static str,
    namespace: String,
}

/// What is not the repository's to say.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Difference {
    #[serde(skip_serializing_if = "str::is_empty")]
    group: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    jq_path_expressions: [&'static str; 1],
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

/// The set of the clusters, and one for each release.
pub(super) fn all(platform: &Platform, argo: &ArgoCd, releases: &[Shared<'_>]) -> Vec<ApplicationSet> {
    let mut sets: Vec<_> = releases.iter().map(|shared| release(platform, argo, shared)).collect();
    sets.push(clusters(platform, argo));
    sets
}

fn clusters(platform: &Platform, argo: &ArgoCd) -> ApplicationSet {
    let source = Source {
        repo_url: argo.repo.clone(),
        target_revision: revision(argo).to_owned(),
        path: Some(format!("{}/{{{{.name}}}}", folder(argo))),
        ..Source::default()
    };
    let spec = ApplicationSpec {
        project: project::name(platform, "{{.name}}"),
        source: Some(source),
        sources: Vec::new(),
        destination: Destination { name: "{{.name}}", namespace: project::ANY_HOME.to_owned() },
        // What an operator has not defined yet is no fault of the set: the next try finds it.
        sync_policy: sync_policy(argo, vec!["ServerSideApply=true", "SkipDryRunOnMissingResource=true"]),
        ignore_differences: Vec::new(),
    };
    set(platform, platform.name.to_string(), Vec::new(), format!("{}-{{{{.name}}}}", platform.name), spec)
}

fn release(platform: &Platform, argo: &ArgoCd, shared: &Shared<'_>) -> ApplicationSet {
    let release = shared.like;
    let values = shared.values(folder(argo));
    let chart = Source {
        repo_url: chart_repo(release),
        target_revision: shared.version(),
        chart: Some(release.chart.clone()),
        helm: Some(Helm {
            release_name: release.name.clone(),
            skip_crds: release.defined_by.is_some(),
            value_files: values.iter().cloned().collect(),
        }),
        ..Source::default()
    };
    let (source, sources) = if values.is_some() {
        let files = Source {
            repo_url: argo.repo.clone(),
            target_revision: revision(argo).to_owned(),
            reference: Some("values"),
            ..Source::default()
        };
        (None, vec![chart, files])
    } else {
        (Some(chart), Vec::new())
    };
    let mut options = vec!["ServerSideApply=true", "SkipDryRunOnMissingResource=true", "RespectIgnoreDifferences=true"];
    if release.makes_namespace {
        options.push("CreateNamespace=true");
    }
    let spec = ApplicationSpec {
        project: project::releases_name(platform),
        source,
        sources,
        destination: Destination { name: "{{.name}}", namespace: release.namespace.clone() },
        sync_policy: sync_policy(argo, options),
        ignore_differences: certificates(),
    };
    let has_it = vec![Expression { key: shared.label(), operator: "Exists" }];
    let application = format!("{}-{{{{.name}}}}.{}", platform.name, release.name);
    set(platform, format!("{}.{}", platform.name, shared.key), has_it, application, spec)
}

/// The certificates of webhooks: operators write them in after they have started, and the chart of the load balancer controller makes
/// new ones every time it is rendered. Sources: Argo CD, "Diff customization"; kubernetes-sigs/aws-load-balancer-controller #1828.
fn certificates() -> Vec<Difference> {
    const HOOKS: &str = "admissionregistration.k8s.io";
    const OF_HOOKS: &str = ".webhooks[]?.clientConfig.caBundle";
    let of = |group, kind, path| Difference { group, kind, name: None, jq_path_expressions: [path] };
    vec![
        of(HOOKS, "MutatingWebhookConfiguration", OF_HOOKS),
        of(HOOKS, "ValidatingWebhookConfiguration", OF_HOOKS),
        of("apiextensions.k8s.io", "CustomResourceDefinition", ".spec.conversion.webhook.clientConfig.caBundle"),
        of("apiregistration.k8s.io", "APIService", ".spec.caBundle"),
        Difference { name: Some("aws-load-balancer-tls"), ..of("", "Secret", ".data") },
    ]
}

fn sync_policy(argo: &ArgoCd, sync_options: Vec<&'static str>) -> SyncPolicy {
    SyncPolicy {
        automated: Automated { prune: argo.prune, self_heal: true },
        sync_options,
        retry: Retry { limit: 10, backoff: Backoff { duration: "30s", factor: 2, max_duration: "10m" } },
    }
}

/// A set over the platform's clusters of which `has_it` holds.
fn set(platform: &Platform, name: String, has_it: Vec<Expression>, application: String, spec: ApplicationSpec) -> ApplicationSet {
    let selector = Selector {
        match_labels: IndexMap::from([("eksml/platform".to_owned(), platform.name.to_string())]),
        match_expressions: has_it,
    };
    ApplicationSet {
        api_version: "argoproj.io/v1alpha1",
        kind: "ApplicationSet",
        metadata: Metadata::new(name, NAMESPACE),
        spec: Spec {
            go_template: true,
            go_template_options: ["missingkey=error"],
            generators: [Generator { clusters: Clusters { selector } }],
            sync_policy: SetPolicy { preserve_resources_on_deletion: true },
            template: Template { metadata: TemplateMetadata { name: application }, spec },
        },
    }
}
