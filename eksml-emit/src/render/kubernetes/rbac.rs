//! Roles and bindings for what EKS access policies do not grant: custom resources to the teams whose workloads they are, and nodes,
//! volumes and custom resources to viewers.

use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject};

use super::metadata::metadata;
use super::permissions::{allow, role_ref};
use crate::components::{self, CustomKinds};
use crate::derived::{self, VIEWERS_GROUP};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Team;

const FILE: &str = "11-rbac.yaml";
const LOOK: [&str; 3] = ["get", "list", "watch"];
const EDIT: [&str; 7] = ["get", "list", "watch", "create", "update", "patch", "delete"];

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let cluster = view.cluster;
    if !cluster.access.viewers.is_empty() {
        viewers(view, files)?;
    }
    let mut with_role = Vec::new();
    for team in &cluster.access.teams {
        for namespace in &team.namespaces {
            let rules = editor(&derived::custom_resources_in(cluster, namespace));
            if rules.is_empty() {
                continue;
            }
            if !with_role.contains(&namespace) {
                with_role.push(namespace);
                files.add(FILE, &Role { metadata: metadata(EDITOR, Some(namespace.as_str())), rules: Some(rules) })?;
            }
            files.add(FILE, &binding(namespace.as_str(), team))?;
        }
    }
    Ok(())
}

/// `AmazonEKSViewPolicy` shows namespaced objects of the built-in kinds only.
fn viewers(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    const NAME: &str = "eksml-viewer";
    let mut rules = vec![
        allow("", &["nodes", "persistentvolumes"], &LOOK),
        allow("storage.k8s.io", &["storageclasses"], &LOOK),
        allow("metrics.k8s.io", &["nodes", "pods"], &LOOK),
    ];
    let kinds = components::charts(view.cluster).into_iter().filter_map(|(component, _)| component.custom_kinds);
    rules.extend(kinds.map(|kinds| allow(kinds.group, &[kinds.written, kinds.made].concat(), &LOOK)));
    files.add(FILE, &ClusterRole { metadata: metadata(NAME, None), rules: Some(rules), aggregation_rule: None })?;
    let binding = ClusterRoleBinding {
        metadata: metadata(NAME, None),
        role_ref: role_ref("ClusterRole", NAME),
        subjects: Some(vec![group(VIEWERS_GROUP.to_owned())]),
    };
    files.add(FILE, &binding)
}

const EDITOR: &str = "eksml-workload-editor";

fn editor(all: &[CustomKinds]) -> Vec<PolicyRule> {
    let mut rules = Vec::new();
    for kinds in all {
        if !kinds.written.is_empty() {
            rules.push(allow(kinds.group, kinds.written, &EDIT));
        }
        if !kinds.made.is_empty() {
            rules.push(allow(kinds.group, kinds.made, &LOOK));
        }
    }
    rules
}

fn binding(namespace: &str, team: &Team) -> RoleBinding {
    RoleBinding {
        metadata: metadata(&format!("{EDITOR}-{}", team.name), Some(namespace)),
        role_ref: role_ref("Role", EDITOR),
        subjects: Some(vec![group(derived::team_group(team))]),
    }
}

fn group(name: String) -> Subject {
    Subject { api_group: Some("rbac.authorization.k8s.io".to_owned()), kind: "Group".to_owned(), name, namespace: None }
}
