//! `argoproj.io/v1alpha1` AppProject, as served by Argo CD 3.5: what Argo CD may bring from where to where.

use serde::Serialize;

use super::{NAMESPACE, Target};
use crate::render::gitops::Metadata;
use crate::spec::{ArgoCd, Platform, Team};

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
    /// Everything, where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace_resource_whitelist: Option<Vec<Kind>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    namespace_resource_blacklist: Vec<Kind>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<Role>,
}

/// What some people may do with the project's Applications.
#[derive(Serialize)]
struct Role {
    name: &'static str,
    description: String,
    groups: Vec<String>,
    policies: Vec<String>,
}

impl Role {
    fn new(name: &'static str, description: String, groups: Vec<String>) -> Self {
        Self { name, description, groups, policies: Vec::new() }
    }

    /// Lets its people do this with every Application of `project`.
    fn may(mut self, project: &str, resource: &str, actions: &[&str]) -> Self {
        let policy = |action| format!("p, proj:{project}:{}, {resource}, {action}, {project}/*, allow", self.name);
        self.policies.extend(actions.iter().map(policy));
        self
    }
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

/// A project for each cluster, one for the Helm releases that Argo CD installs, and one for each team that brings objects of its own.
pub(super) fn all(platform: &Platform, argo: &ArgoCd, targets: &[Target<'_>]) -> Vec<AppProject> {
    let mut projects: Vec<_> = targets.iter().map(|target| of_cluster(platform, argo, target)).collect();
    projects.extend(releases(platform, argo, targets));
    projects.extend(teams(platform, targets));
    for project in &mut projects {
        project.spec.roles.extend(viewers(argo, &project.metadata.name));
    }
    projects
}

/// Who may look at everything: under the EKS capability its role `VIEWER` shows projects, and Applications only to whom a project gives
/// them. Source: EKS user guide, "Configure Argo CD permissions", project roles.
fn viewers(argo: &ArgoCd, project: &str) -> Option<Role> {
    let groups = argo.capability.as_ref().map(|capability| capability.viewers.clone()).filter(|groups| !groups.is_empty())?;
    Some(Role::new("viewer", "Who looks".to_owned(), groups).may(project, "applications", &["get"]))
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
        namespace_resource_whitelist: Some(kinds(true)),
        namespace_resource_blacklist: Vec::new(),
        roles: Vec::new(),
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
            namespace_resource_whitelist: Some(any()),
            namespace_resource_blacklist: Vec::new(),
            roles: Vec::new(),
        };
        project(releases_name(platform), spec)
    })
}

/// What bounds a team in its namespaces, and so is not the team's to bring.
const BOUNDS: [(&str, &str); 6] = [
    ("", "LimitRange"),
    ("", "ResourceQuota"),
    ("networking.k8s.aws", "ApplicationNetworkPolicy"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
];

/// The name of a team's project.
pub(super) fn team_name(platform: &Platform, team: &Team) -> String {
    format!("{}.team-{}", platform.name, team.name)
}

/// One for each team, over all its clusters: its namespaces, and nothing of the whole cluster's.
fn teams(platform: &Platform, targets: &[Target<'_>]) -> Vec<AppProject> {
    let mut projects: Vec<AppProject> = Vec::new();
    for target in targets {
        for team in target.cluster.access.teams.iter().filter(|team| !team.repos.is_empty()) {
            let name = team_name(platform, team);
            let at = projects.iter().position(|project| project.metadata.name == name).unwrap_or_else(|| {
                let kind = |(group, kind): (&str, &str)| Kind { group: group.to_owned(), kind: kind.to_owned() };
                let spec = Spec {
                    description: format!("What team {} brings into its own namespaces", team.name),
                    source_repos: Vec::new(),
                    destinations: Vec::new(),
                    cluster_resource_whitelist: Vec::new(),
                    namespace_resource_whitelist: None,
                    namespace_resource_blacklist: BOUNDS.map(kind).into(),
                    roles: Vec::new(),
                };
                projects.push(project(name.clone(), spec));
                projects.len() - 1
            });
            let spec = &mut projects[at].spec;
            for repo in &team.repos {
                add(&mut spec.source_repos, repo.clone());
            }
            if spec.roles.is_empty() && !team.sign_in_groups.is_empty() {
                let actions = ["get", "create", "update", "sync", "delete"];
                let people = Role::new("team", format!("The people of team {}", team.name), Vec::new());
                spec.roles.push(people.may(&name, "applications", &actions).may(&name, "logs", &["get"]));
            }
            if let Some(role) = spec.roles.first_mut() {
                for group in &team.sign_in_groups {
                    add(&mut role.groups, group.clone());
                }
            }
            for namespace in &team.namespaces {
                let home = Destination { name: target.cluster.name.to_string(), namespace: namespace.to_string() };
                add(&mut spec.destinations, home);
            }
        }
    }
    projects
}

fn add<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

fn project(name: String, spec: Spec) -> AppProject {
    AppProject { api_version: "argoproj.io/v1alpha1", kind: "AppProject", metadata: Metadata::new(name, NAMESPACE), spec }
}
