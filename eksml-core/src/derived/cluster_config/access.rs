//! `accessConfig`: access entries, and nothing else, decide who gets in.

use super::view::View;
use crate::derived::{self, GITOPS_GROUP, VIEWERS_GROUP, team_group, team_needs_group};
use crate::eksctl::{AccessConfig, AccessEntry, AccessEntryType, AccessPolicy, AccessScope, AuthenticationMode};
use crate::source::Path;
use crate::spec::{At, Reach, Scaler, Team, variant};
use crate::units::RoleArn;

/// The access configuration of a cluster.
pub(super) fn config(view: View<'_>, at: &Path) -> AccessConfig {
    let access = view.cluster.access();
    let list = at.field("access_entries");
    let mut all = Vec::new();
    for role in view.part(at, "access_entries", || access.admins().iter()) {
        let admin = || entry(view, &role, Vec::new(), "AmazonEKSClusterAdminPolicy", AccessScope::cluster());
        all.push(view.element(&list, all.len(), admin));
    }
    for role in view.part(at, "access_entries", || access.viewers().iter()) {
        // Not AmazonEKSAdminViewPolicy: it reads Secrets, and with them everybody's credentials.
        let viewer = || entry(view, &role, vec![VIEWERS_GROUP.to_owned()], "AmazonEKSViewPolicy", AccessScope::cluster());
        all.push(view.element(&list, all.len(), viewer));
    }
    for of in view.part(at, "access_entries", || access.teams().iter()) {
        all.push(view.element(&list, all.len(), || team(view, of)));
    }
    all.extend(view.part(at, "access_entries", || {
        let argo_cd = derived::argo_cd_entry(view.platform, view.cluster).map(|role| argo_cd(view, role));
        [nodes(view), argo_cd, sender(view)].into_iter().flatten()
    }));
    AccessConfig {
        authentication_mode: Some(AuthenticationMode::Api),
        bootstrap_cluster_creator_admin_permissions: Some(false),
        access_entries: all,
    }
}

/// The hub has what its group's role grants, and no access policy: jobs of the queues it sends to.
fn sender(view: View<'_>) -> Option<AccessEntry> {
    derived::takes_jobs(view.platform, view.cluster).then(|| AccessEntry {
        principal_arn: derived::sender_role_arn(view.platform, view.cluster),
        kubernetes_groups: vec![derived::SENDER_GROUP.to_owned()],
        ..AccessEntry::default()
    })
}

/// The nodes that Karpenter buys join by their role. EKS knows the role of its own groups and of Auto Mode's built-in pools by itself.
fn nodes(view: View<'_>) -> Option<AccessEntry> {
    variant!(view.cluster.scaler(), Scaler::Karpenter)?;
    let kind = Some(AccessEntryType::Ec2Linux);
    Some(AccessEntry { principal_arn: derived::node_role_arn(view.platform, view.cluster), kind, ..AccessEntry::default() })
}

/// Argo CD reads everything, to compare it with what is committed; what it writes is up to its group, or everything on request.
fn argo_cd(view: View<'_>, role: &RoleArn) -> AccessEntry {
    match derived::argo_cd(view.platform).map(|argo| argo.reach()) {
        Some(reach) if *reach == Reach::WholeCluster => {
            entry(view, role, Vec::new(), "AmazonEKSClusterAdminPolicy", AccessScope::cluster())
        }
        _ => entry(view, role, vec![GITOPS_GROUP.to_owned()], "AmazonEKSAdminViewPolicy", AccessScope::cluster()),
    }
}

fn team(view: View<'_>, team: At<'_, Team>) -> AccessEntry {
    let groups = team_needs_group(view.cluster, team).then(|| team_group(team));
    let namespaces = team.namespaces().iter().map(|namespace| namespace.to_string()).collect();
    entry(view, &team.role(), groups.into_iter().collect(), "AmazonEKSEditPolicy", AccessScope::namespaces(namespaces))
}

fn entry(view: View<'_>, role: &RoleArn, groups: Vec<String>, policy: &str, scope: AccessScope) -> AccessEntry {
    AccessEntry {
        principal_arn: role.to_string(),
        kubernetes_groups: groups,
        access_policies: vec![AccessPolicy {
            policy_arn: format!("arn:{}:eks::aws:cluster-access-policy/{policy}", view.region().partition()),
            access_scope: scope,
        }],
        ..AccessEntry::default()
    }
}
