//! `capabilities`: Argo CD, where EKS runs it.

use super::view::View;
use indexmap::IndexMap;

use crate::derived;
use crate::eksctl::{
    AccessPolicy, AccessScope, ArgoCdAwsIdc, ArgoCdConfiguration, ArgoCdRole, ArgoCdRoleMapping, Capability,
    CapabilityConfiguration, CapabilityType, DeletePropagationPolicy, SsoIdentity, SsoIdentityType,
};
use crate::spec::{ArgoCdCapability, At};

/// The capabilities of a cluster.
pub(super) fn config(view: View<'_>) -> Vec<Capability> {
    let Some(argo) = derived::argo_cd(view.platform) else { return Vec::new() };
    let at_home = derived::argo_cd_home(view.platform, argo) == Some(view.cluster.name().whole());
    let (true, Some(capability)) = (at_home, argo.capability().get()) else { return Vec::new() };
    // EKS makes the access entry of the capability's role in its own cluster by itself, without rights.
    let admin = AccessPolicy {
        policy_arn: format!("arn:{}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", view.region().partition()),
        access_scope: AccessScope::cluster(),
    };
    let keeps = derived::argo_cd_keeps(view.platform, argo, view.cluster);
    vec![Capability {
        name: "argocd".to_owned(),
        kind: CapabilityType::ArgoCd,
        role_arn: argo.role().get().map(|role| role.to_string()),
        delete_propagation_policy: Some(DeletePropagationPolicy::Retain),
        configuration: Some(CapabilityConfiguration { argo_cd: Some(settings(view, capability)) }),
        access_policies: if keeps { vec![admin] } else { Vec::new() },
        tags: IndexMap::new(),
        attach_policy_arns: Vec::new(),
        attach_policy: None,
        permissions_boundary: None,
    }]
}

fn settings(view: View<'_>, capability: At<'_, ArgoCdCapability>) -> ArgoCdConfiguration {
    let groups = |role, ids: &[String]| {
        let identities = ids.iter().map(|id| SsoIdentity { id: id.clone(), kind: SsoIdentityType::Group }).collect();
        (!ids.is_empty()).then_some(ArgoCdRoleMapping { role, identities })
    };
    // Whoever has a part in a project alone has to be let in first.
    let mut viewers = capability.viewers().whole().clone();
    let admins = capability.admins().whole();
    for team in view.platform.clusters().iter().flat_map(|cluster| cluster.access().teams().iter()) {
        viewers.extend(team.sign_in_groups().whole().iter().filter(|group| !admins.contains(group)).cloned());
    }
    let mut seen = std::collections::BTreeSet::new();
    viewers.retain(|group| seen.insert(group.clone()));
    ArgoCdConfiguration {
        namespace: Some("argocd".to_owned()),
        aws_idc: Some(ArgoCdAwsIdc {
            idc_instance_arn: capability.identity_center().whole().clone(),
            idc_region: capability.identity_center_region().map(|region| region.as_str().to_owned()),
        }),
        rbac_role_mappings: [groups(ArgoCdRole::Admin, admins), groups(ArgoCdRole::Viewer, &viewers)]
            .into_iter()
            .flatten()
            .collect(),
        ..ArgoCdConfiguration::default()
    }
}
