//! `iam`: roles of the service accounts that the platform declares, and of components.
//!
//! A service account object has one owner. With Pod Identity that is the manifest set: the association works by name, so eksctl need
//! not create anything in the cluster. With IRSA the object must carry the role's ARN: where it can be known beforehand the manifest
//! set owns it here, too (`roleOnly`); where it cannot, eksctl creates both.

use super::policy_document::document;
use super::view::{View, parts};
use crate::components::{self, Access, Permissions};
use crate::derived;
use crate::eksctl::{ClusterIam, ClusterIamMeta, ClusterIamServiceAccount, PodIdentityAssociation};
use crate::source::Path;
use crate::spec::{At, Identity, Mechanism, variant};
use crate::units::Name;

/// The roles of a cluster's service accounts.
pub(super) fn config(view: View<'_>, at: &Path) -> ClusterIam {
    let identities = view.cluster.identities();
    parts!(
        view,
        at,
        ClusterIam {
            with_oidc: Some(derived::needs_oidc(view.cluster)),
            service_accounts: identities.iter().filter_map(|identity| irsa(view, identity)).collect(),
            pod_identity_associations: associations(view),
        }
    )
}

fn associations(view: View<'_>) -> Vec<PodIdentityAssociation> {
    let identities = view.cluster.identities();
    let mut associations: Vec<_> = identities.iter().filter_map(|identity| association(view, identity)).collect();
    associations.extend(components::access(view.platform, view.cluster).into_iter().map(of_component));
    associations
        .extend(derived::drill_namespaces(view.platform, view.cluster).into_iter().map(|namespace| drill(view, namespace)));
    associations.extend(argo_cd(view));
    associations.extend(sender(view));
    associations
}

fn association(view: View<'_>, identity: At<'_, Identity>) -> Option<PodIdentityAssociation> {
    let mut association = named(identity.namespace().as_str(), identity.name().as_str());
    if identity.via().is(|via| matches!(via, Mechanism::Irsa)) {
        return None;
    }
    if let Some(role) = variant!(identity.via(), Mechanism::ExistingRole) {
        association.role_arn = Some(role.to_string());
        return Some(association);
    }
    let statements = derived::identity_policy(view.platform, view.cluster, identity);
    // IAM refuses an empty policy, and a role without one is of no use to anybody.
    if statements.is_empty() {
        return None;
    }
    association.permission_policy = Some(document(&statements));
    Some(association)
}

/// A component's own, by the name of its service account.
fn of_component(access: Access) -> PodIdentityAssociation {
    let mut association = named(&access.namespace, access.service_account);
    match access.permissions {
        Permissions::Statements(statements) => association.permission_policy = Some(document(&statements)),
        Permissions::Document(policy) => association.permission_policy = Some(policy),
        Permissions::WellKnown(known) => association.well_known_policies = Some(known),
    }
    association
}

/// The restore drill reads checkpoints, and changes nothing.
fn drill(view: View<'_>, namespace: &Name) -> PodIdentityAssociation {
    let statements = derived::drill_policy(view.platform, view.cluster, namespace);
    PodIdentityAssociation { permission_policy: Some(document(&statements)), ..named(namespace.as_str(), derived::DRILL) }
}

/// An Argo CD of one's own comes into other clusters by a role that its controller and its server take.
fn argo_cd(view: View<'_>) -> Vec<PodIdentityAssociation> {
    let Some(argo) = derived::argo_cd(view.platform) else { return Vec::new() };
    let at_home = derived::argo_cd_home(view.platform, argo) == Some(view.cluster.name().whole());
    let Some(role) = argo.role().get().filter(|_| at_home && argo.capability().is_none()) else { return Vec::new() };
    ["argocd-application-controller", "argocd-server"]
        .map(|account| PodIdentityAssociation { role_arn: Some(role.to_string()), ..named("argocd", account) })
        .into()
}

/// The hub comes into its spokes' queues by a role that is there before either.
fn sender(view: View<'_>) -> Option<PodIdentityAssociation> {
    derived::sender(view.platform).filter(|hub| hub.name() == view.cluster.name())?;
    let role_arn = Some(derived::sender_role_arn(view.platform, view.cluster));
    Some(PodIdentityAssociation { role_arn, ..named(components::kueue::NAMESPACE, derived::SENDER) })
}

fn named(namespace: &str, service_account: &str) -> PodIdentityAssociation {
    PodIdentityAssociation {
        namespace: Some(namespace.to_owned()),
        service_account_name: Some(service_account.to_owned()),
        create_service_account: Some(false),
        ..PodIdentityAssociation::default()
    }
}

fn irsa(view: View<'_>, identity: At<'_, Identity>) -> Option<ClusterIamServiceAccount> {
    if !derived::makes_irsa_role(view.platform, view.cluster, identity) {
        return None;
    }
    let role = derived::irsa_role(view.platform, view.cluster, identity);
    Some(ClusterIamServiceAccount {
        metadata: Some(ClusterIamMeta {
            name: Some(identity.name().to_string()),
            namespace: Some(identity.namespace().to_string()),
            ..ClusterIamMeta::default()
        }),
        attach_policy: Some(document(&derived::identity_policy(view.platform, view.cluster, identity))),
        role_only: Some(role.is_some()),
        role_name: role.map(|role| role.name),
        ..ClusterIamServiceAccount::default()
    })
}
