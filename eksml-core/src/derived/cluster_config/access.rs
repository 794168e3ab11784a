//! `accessConfig`: access entries, and nothing else, decide who gets in.

use crate::derived::{self, ClusterView, GITOPS_GROUP, VIEWERS_GROUP, team_group, team_needs_group};
use crate::eksctl::{AccessConfig, AccessEntry, AccessEntryType, AccessPolicy, AccessScope, AuthenticationMode};
use crate::spec::{Reach, Scaler, Team};
use crate::units::RoleArn;

/// The access configuration of a cluster.
pub(super) fn config(view: &ClusterView<'_>) -> AccessConfig {
    let access = &view.cluster.access;
    let admin = |role| entry(view, role, Vec::new(), "AmazonEKSClusterAdminPolicy", AccessScope::cluster());
    // Not AmazonEKSAdminViewPolicy: it reads Secrets, and with them everybody's credentials.
    let viewer = |role| entry(view, role, vec![VIEWERS_GROUP.to_owned()], "AmazonEKSViewPolicy", AccessScope::cluster());
    AccessConfig {
        authentication_mode: Some(AuthenticationMode::Api),
        bootstrap_cluster_creator_admin_permissions: Some(false),
        access_entries: (access.admins.iter().map(admin))
            .chain(access.viewers.iter().map(viewer))
            .chain(access.teams.iter().map(|of| team(view, of)))
            .chain(nodes(view))
            .chain(derived::argo_cd_entry(view.platform, view.cluster).map(|role| argo_cd(view, role)))
            .chain(sender(view))
            .collect(),
    }
}

/// The hub has what its group's role grants, and no access policy: jobs of the queues it sends to.
fn sender(view: &ClusterView<'_>) -> Option<AccessEntry> {
    derived::takes_jobs(view.platform, view.cluster).then(|| AccessEntry {
        principal_arn: derived::sender_role_arn(view.platform, view.cluster),
        kubernetes_groups: vec![derived::SENDER_GROUP.to_owned()],
        ..AccessEntry::default()
    })
}

/// The nodes that Karpenter buys join by their role. EKS knows the role of its own groups and of Auto Mode's built-in pools by itself.
fn nodes(view: &ClusterView<'_>) -> Option<AccessEntry> {
    let Scaler::Karpenter(_) = view.cluster.scaler else { return None };
    let kind = Some(AccessEntryType::Ec2Linux);
    Some(AccessEntry { principal_arn: derived::node_role_arn(view.platform, view.cluster), kind, ..AccessEntry::default() })
}

/// Argo CD reads everything, to compare it with what is committed; what it writes is up to its group, or everything on request.
fn argo_cd(view: &ClusterView<'_>, role: &RoleArn) -> AccessEntry {
    match derived::argo_cd(view.platform).map(|argo| &argo.reach) {
        Some(Reach::WholeCluster) => entry(view, role, Vec::new(), "AmazonEKSClusterAdminPolicy", AccessScope::cluster()),
        _ => entry(view, role, vec![GITOPS_GROUP.to_owned()], "AmazonEKSAdminViewPolicy", AccessScope::cluster()),
    }
}

fn team(view: &ClusterView<'_>, team: &Team) -> AccessEntry {
    let groups = team_needs_group(view.cluster, team).then(|| team_group(team));
    let namespaces = team.namespaces.iter().map(ToString::to_string).collect();
    entry(view, &team.role, groups.into_iter().collect(), "AmazonEKSEditPolicy", AccessScope::namespaces(namespaces))
}

fn entry(view: &ClusterView<'_>, role: &RoleArn, groups: Vec<String>, policy: &str, scope: AccessScope) -> AccessEntry {
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
