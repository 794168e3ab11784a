//! What Argo CD may write in a cluster it keeps from outside: the kinds of objects the set has, where the set has them.
//!
//! Its access entry lets it read everything, because it compares what is there with what is committed. Roles are the exception to the
//! kinds: it changes those of the set by name, has what they grant, and may neither `escalate` nor `bind`. So it makes none that grants
//! more than the set's do, and whoever may push to the repository cannot raise himself.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::grants::Grants;
use super::resource::plural;
use crate::derived::GITOPS_GROUP;
use crate::render::gitops::inventory::Inventory;
use crate::render::{ClusterFiles, ClusterView, RenderError};

/// The file with its rights; an administrator applies it, Argo CD skips it.
pub(super) const FILE: &str = "13-gitops-access.yaml";

const RBAC: &str = "rbac.authorization.k8s.io";
const IN_THE_CLUSTER: &str = "eksml-gitops-cluster";
const IN_NAMESPACES: &str = "eksml-gitops";
const GRANTS: &str = "eksml-gitops-grants";
const WRITE: [&str; 4] = ["create", "update", "patch", "delete"];

/// Kubernetes' own role: what a team may do in its namespaces, Argo CD may do there for it.
const EDIT: &str = "edit";
const FOR_TEAMS: &str = "eksml-gitops-teams";

/// Adds the rights to write what `inventory` has, and what teams bring into their namespaces.
pub(super) fn render(view: &ClusterView<'_>, inventory: &Inventory, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let grants = Grants::of(files);
    let mut in_the_cluster = rules(inventory, false);
    in_the_cluster.extend(grants.in_the_cluster);
    files.add(FILE, &role(IN_THE_CLUSTER, in_the_cluster))?;
    files.add(
        FILE,
        &ClusterRoleBinding {
            metadata: metadata(IN_THE_CLUSTER, None),
            role_ref: crate::render::kubernetes::role_ref("ClusterRole", IN_THE_CLUSTER),
            subjects: Some(vec![group()]),
        },
    )?;
    files.add(FILE, &role(IN_NAMESPACES, rules(inventory, true)))?;
    for namespace in inventory.namespaces() {
        files.add(
            FILE,
            &RoleBinding {
                metadata: metadata(IN_NAMESPACES, Some(namespace)),
                role_ref: crate::render::kubernetes::role_ref("ClusterRole", IN_NAMESPACES),
                subjects: Some(vec![group()]),
            },
        )?;
    }
    for (namespace, rules) in grants.in_namespaces {
        files.add(FILE, &Role { metadata: metadata(GRANTS, Some(&namespace)), rules: Some(rules) })?;
        files.add(
            FILE,
            &RoleBinding {
                metadata: metadata(GRANTS, Some(&namespace)),
                role_ref: crate::render::kubernetes::role_ref("Role", GRANTS),
                subjects: Some(vec![group()]),
            },
        )?;
    }
    let bringing = view.cluster.access.teams.iter().filter(|team| !team.repos.is_empty());
    let namespaces: BTreeSet<&str> = bringing.flat_map(|team| &team.namespaces).map(crate::units::Name::as_str).collect();
    for namespace in namespaces {
        files.add(
            FILE,
            &RoleBinding {
                metadata: metadata(FOR_TEAMS, Some(namespace)),
                role_ref: crate::render::kubernetes::role_ref("ClusterRole", EDIT),
                subjects: Some(vec![group()]),
            },
        )?;
    }
    Ok(())
}

fn rules(inventory: &Inventory, namespaced: bool) -> Vec<PolicyRule> {
    let mut by_group: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (group, kind) in inventory.kinds(namespaced).into_iter().filter(|(group, _)| *group != RBAC) {
        by_group.entry(group).or_default().push(plural(kind));
    }
    let mut rules: Vec<_> = by_group.into_iter().map(|(group, resources)| rule(group, resources, &WRITE, &[])).collect();
    let mut named: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for object in inventory.objects.iter().filter(|object| object.group == RBAC && object.namespace.is_some() == namespaced) {
        let names = named.entry(object.kind.as_str()).or_default();
        if !names.contains(&object.name.as_str()) {
            names.push(&object.name);
        }
    }
    for (kind, names) in named {
        let resource = vec![plural(kind)];
        rules.push(rule(RBAC, resource.clone(), &["create"], &[]));
        rules.push(rule(RBAC, resource, &["update", "patch", "delete"], &names));
    }
    rules
}

fn rule(group: &str, resources: Vec<String>, verbs: &[&str], names: &[&str]) -> PolicyRule {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    PolicyRule {
        api_groups: Some(vec![group.to_owned()]),
        resources: Some(resources),
        resource_names: (!names.is_empty()).then(|| owned(names)),
        verbs: owned(verbs),
        ..PolicyRule::default()
    }
}

fn role(name: &str, rules: Vec<PolicyRule>) -> ClusterRole {
    ClusterRole { metadata: metadata(name, None), rules: Some(rules), aggregation_rule: None }
}

fn metadata(name: &str, namespace: Option<&str>) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.to_owned()),
        namespace: namespace.map(str::to_owned),
        labels: Some(BTreeMap::from([("app.kubernetes.io/managed-by".to_owned(), "eksml".to_owned())])),
        ..ObjectMeta::default()
    }
}

fn group() -> Subject {
    Subject { api_group: Some(RBAC.to_owned()), kind: "Group".to_owned(), name: GITOPS_GROUP.to_owned(), namespace: None }
}
