//! Roles and bindings for what EKS access policies do not grant: JobSets to teams, and nodes, volumes and JobSets to viewers.

use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding, Subject};

use super::metadata::metadata;
use super::permissions::{allow, role_ref};
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
        viewers(files)?;
    }
    let mut with_role = Vec::new();
    for team in &cluster.access.teams {
        for namespace in derived::jobset_namespaces(cluster, team) {
            if !with_role.contains(&namespace) {
                with_role.push(namespace);
                files.add(FILE, &jobset_editor(namespace.as_str()))?;
            }
            files.add(FILE, &jobset_binding(namespace.as_str(), team))?;
        }
    }
    Ok(())
}

/// `AmazonEKSViewPolicy` shows namespaced objects of the built-in kinds only.
fn viewers(files: &mut ClusterFiles) -> Result<(), RenderError> {
    const NAME: &str = "eksml-viewer";
    let rules = vec![
        allow("", &["nodes", "persistentvolumes"], &LOOK),
        allow("storage.k8s.io", &["storageclasses"], &LOOK),
        allow("metrics.k8s.io", &["nodes", "pods"], &LOOK),
        allow("jobset.x-k8s.io", &["jobsets"], &LOOK),
    ];
    files.add(FILE, &ClusterRole { metadata: metadata(NAME, None), rules: Some(rules), aggregation_rule: None })?;
    let binding = ClusterRoleBinding {
        metadata: metadata(NAME, None),
        role_ref: role_ref("ClusterRole", NAME),
        subjects: Some(vec![group(VIEWERS_GROUP.to_owned())]),
    };
    files.add(FILE, &binding)
}

const JOBSET_EDITOR: &str = "eksml-jobset-editor";

fn jobset_editor(namespace: &str) -> Role {
    Role { metadata: metadata(JOBSET_EDITOR, Some(namespace)), rules: Some(vec![allow("jobset.x-k8s.io", &["jobsets"], &EDIT)]) }
}

fn jobset_binding(namespace: &str, team: &Team) -> RoleBinding {
    RoleBinding {
        metadata: metadata(&format!("{JOBSET_EDITOR}-{}", team.name), Some(namespace)),
        role_ref: role_ref("Role", JOBSET_EDITOR),
        subjects: Some(vec![group(derived::team_group(team))]),
    }
}

fn group(name: String) -> Subject {
    Subject { api_group: Some("rbac.authorization.k8s.io".to_owned()), kind: "Group".to_owned(), name, namespace: None }
}
