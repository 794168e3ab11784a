//! Roles of eksml's own controllers and agents, and their bindings to service accounts of the same name.

use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject};

use super::pods::owned;

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// These verbs on these resources of one API group.
pub(super) fn allow(group: &str, resources: &[&str], verbs: &[&str]) -> PolicyRule {
    PolicyRule {
        api_groups: Some(vec![group.to_owned()]),
        resources: Some(texts(resources)),
        verbs: texts(verbs),
        ..PolicyRule::default()
    }
}

/// The same, on the objects of these names alone.
pub(super) fn allow_named(group: &str, resources: &[&str], names: &[&str], verbs: &[&str]) -> PolicyRule {
    PolicyRule { resource_names: Some(texts(names)), ..allow(group, resources, verbs) }
}

/// Reading these paths of the API server that are no resources.
pub(super) fn allow_paths(paths: &[&str]) -> PolicyRule {
    PolicyRule { non_resource_urls: Some(texts(paths)), verbs: texts(&["get"]), ..PolicyRule::default() }
}

/// A ClusterRole named after its holder.
pub(super) fn cluster_role(name: &str, rules: Vec<PolicyRule>) -> ClusterRole {
    ClusterRole { metadata: owned(name, None, name), rules: Some(rules), ..ClusterRole::default() }
}

/// The holder's ClusterRole, bound to its service account.
pub(super) fn cluster_role_binding(name: &str, namespace: &str) -> ClusterRoleBinding {
    ClusterRoleBinding {
        metadata: owned(name, None, name),
        role_ref: role_ref("ClusterRole", name),
        subjects: Some(vec![subject(name, namespace)]),
    }
}

/// A Role named after its holder.
pub(super) fn role(name: &str, namespace: &str, rules: Vec<PolicyRule>) -> Role {
    Role { metadata: owned(name, Some(namespace), name), rules: Some(rules) }
}

/// The holder's Role, bound to its service account.
pub(super) fn role_binding(name: &str, namespace: &str) -> RoleBinding {
    RoleBinding {
        metadata: owned(name, Some(namespace), name),
        role_ref: role_ref("Role", name),
        subjects: Some(vec![subject(name, namespace)]),
    }
}

/// A reference to a role of this kind.
pub(in crate::render) fn role_ref(kind: &str, name: &str) -> RoleRef {
    #[allow(clippy::useless_conversion, reason = "the API group became optional in the types of Kubernetes 1.36")]
    let api_group = "rbac.authorization.k8s.io".to_owned().into();
    RoleRef { api_group, kind: kind.to_owned(), name: name.to_owned() }
}

fn subject(name: &str, namespace: &str) -> Subject {
    Subject {
        kind: "ServiceAccount".to_owned(),
        name: name.to_owned(),
        namespace: Some(namespace.to_owned()),
        ..Subject::default()
    }
}
