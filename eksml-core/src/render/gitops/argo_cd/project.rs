//! `argoproj.io/v1alpha1` AppProject, as served by Argo CD 3.5: what Argo CD may bring from where to where.

use serde::Serialize;

use super::{NAMESPACE, Target};
use crate::render::gitops::Metadata;
use crate::spec::{ArgoCd, Platform};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AppProject {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: Spec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    description: String,
    source_repos: Vec<String>,
    destinations: Vec<Destination>,
    cluster_resource_whitelist: Vec<Kind>,
    namespace_resource_whitelist: Vec<Kind>,
}

#[derive(Serialize, PartialEq)]
struct Destination {
    name: String,
    namespace: String,
}

#[derive(Serialize)]
struct Kind {
    group: String,
    kind: String,
}

/// The namespace an Application names although its objects name their own: a project takes no Application without one.
pub(super) const ANY_HOME: &str = "default";

/// A project for each cluster, and one for the Helm releases that Argo CD installs.
pub(super) fn all(platform: &Platform, argo: &ArgoCd, targets: &[Target<'_>]) -> Vec<AppProject> {
    let mut projects: Vec<_> = targets.iter().map(|target| of_cluster(platform, argo, target)).collect();
    projects.extend(releases(platform, argo, targets));
    projects
}

/// The name of a cluster's project.
pub(super) fn name(platform: &Platform, cluster: &str) -> String {
    format!("{}-{cluster}", platform.name)
}

/// The name of the releases' project.
pub(super) fn releases_name(platform: &Platform) -> String {
    // No cluster's project is called so: a cluster's name does not begin with a dot.
    format!("{}.releases", platform.name)
}

fn of_cluster(platform: &Platform, argo: &ArgoCd, target: &Target<'_>) -> AppProject {
    let cluster = target.cluster.name.as_str();
    let kinds = |namespaced| {
        let kinds = target.inventory.kinds(namespaced).into_iter();
        kinds.map(|(group, kind)| Kind { group: group.to_owned(), kind: kind.to_owned() }).collect()
    };
    let namespaces = std::iter::once(ANY_HOME).chain(target.inventory.namespaces());
    let spec = Spec {
        description: format!("What eksml emits for cluster {cluster}, and nothing else"),
        source_repos: vec![argo.repo.clone()],
        destinations: namespaces
            .map(|namespace| Destination { name: cluster.to_owned(), namespace: namespace.to_owned() })
            .collect(),
        cluster_resource_whitelist: kinds(false),
        namespace_resource_whitelist: kinds(true),
    };
    project(name(platform, cluster), spec)
}

/// Charts bring definitions, webhooks and roles; what they may be is held by where they come from.
fn releases(platform: &Platform, argo: &ArgoCd, targets: &[Target<'_>]) -> Option<AppProject> {
    let (mut repos, mut destinations) = (Vec::new(), Vec::new());
    for target in targets {
        for release in &target.inventory.releases {
            add(&mut repos, super::chart_repo(release));
            if release.values.is_some() {
                add(&mut repos, argo.repo.clone());
            }
            // Into kube-system go the bindings by which the API server trusts an extension, and into kube-node-lease Karpenter's.
            for namespace in [release.namespace.as_str(), "kube-system", "kube-node-lease"] {
                add(&mut destinations, Destination { name: target.cluster.name.to_string(), namespace: namespace.to_owned() });
            }
        }
    }
    let any = || vec![Kind { group: "*".to_owned(), kind: "*".to_owned() }];
    (!repos.is_empty()).then(|| {
        let spec = Spec {
            description: format!("The Helm releases of platform {}, operators among them", platform.name),
            source_repos: repos,
            destinations,
            cluster_resource_whitelist: any(),
            namespace_resource_whitelist: any(),
        };
        project(releases_name(platform), spec)
    })
}

fn add<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

fn project(name: String, spec: Spec) -> AppProject {
    AppProject { api_version: "argoproj.io/v1alpha1", kind: "AppProject", metadata: Metadata::new(name, NAMESPACE), spec }
}
