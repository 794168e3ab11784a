//! What the roles of a cluster's set grant: Kubernetes lets nobody write or bind a role that grants more than he has, and so Argo CD has
//! what they grant, instead of a right to go beyond it. Source: Kubernetes, "Using RBAC authorization", privilege escalation prevention.

use std::collections::BTreeMap;

use k8s_openapi::api::rbac::v1::PolicyRule;
use serde::Deserialize;

use super::access::FILE;
use crate::render::ClusterFiles;

/// What the set's roles grant, each rule once.
#[derive(Debug, Default)]
pub(super) struct Grants {
    /// In the whole cluster: what its ClusterRoles say.
    pub(super) in_the_cluster: Vec<PolicyRule>,
    /// In a namespace: what its Roles say.
    pub(super) in_namespaces: BTreeMap<String, Vec<PolicyRule>>,
}

/// As much of a role as is looked at; any other object is none.
#[derive(Deserialize)]
struct Role {
    kind: String,
    metadata: Metadata,
    #[serde(default)]
    rules: Vec<PolicyRule>,
}

#[derive(Deserialize)]
struct Metadata {
    namespace: Option<String>,
}

impl Grants {
    /// Of the roles in `files`, as they are emitted.
    pub(super) fn of(files: &ClusterFiles) -> Self {
        let mut grants = Self::default();
        let texts = files.object_texts().filter(|(file, _)| *file != FILE);
        for document in texts.flat_map(|(_, text)| text.split("\n---\n")) {
            let is_role = document.lines().any(|line| line == "kind: ClusterRole" || line == "kind: Role");
            // eksml wrote these texts itself: there is nothing in them that cannot be read.
            let Some(role) = is_role.then(|| serde_yaml::from_str::<Role>(document).ok()).flatten() else { continue };
            let rules = match role.metadata.namespace {
                Some(namespace) if role.kind == "Role" => grants.in_namespaces.entry(namespace).or_default(),
                _ => &mut grants.in_the_cluster,
            };
            for rule in role.rules {
                if !rules.contains(&rule) {
                    rules.push(rule);
                }
            }
        }
        grants
    }
}
