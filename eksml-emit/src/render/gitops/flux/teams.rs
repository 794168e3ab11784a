//! What teams bring: a source and a Kustomization for each repository, applied by an account that may edit in the team's namespaces
//! and nowhere else. Source: Flux, "Multi-tenancy".

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ServiceAccount;
use k8s_openapi::api::rbac::v1::{RoleBinding, Subject};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::sync;
use crate::render::RenderError;
use crate::render::kubernetes::role_ref;
use crate::spec::{Cluster, Flux, Team};
use crate::units::Name;
use crate::yaml::Documents;

/// The teams of a cluster that bring anything, each with the namespace its own objects of Flux are in.
pub(super) fn bringing(cluster: &Cluster) -> impl Iterator<Item = (&Team, &Name)> {
    cluster.access.teams.iter().filter(|team| !team.repos.is_empty()).filter_map(|team| Some((team, team.namespaces.first()?)))
}

/// The name of the source and the Kustomization of one of a team's repositories, and of the Secret with its credentials.
pub(super) fn source(team: &Team, at: usize) -> String {
    format!("team-{}-{}", team.name, at + 1)
}

/// Whether a repository takes no anonymous reader.
pub(super) fn needs_secret(repo: &str) -> bool {
    repo.starts_with("ssh://")
}

/// The objects of all teams.
pub(super) fn documents(cluster: &Cluster, flux: &Flux) -> Result<String, RenderError> {
    let mut documents = Documents::new();
    for (team, home) in bringing(cluster) {
        let account = format!("flux-team-{}", team.name);
        documents.push(&ServiceAccount { metadata: metadata(&account, home), ..ServiceAccount::default() })?;
        for namespace in &team.namespaces {
            documents.push(&RoleBinding {
                metadata: metadata(&account, namespace),
                role_ref: role_ref("ClusterRole", "edit"),
                subjects: Some(vec![Subject {
                    kind: "ServiceAccount".to_owned(),
                    name: account.clone(),
                    namespace: Some(home.to_string()),
                    ..Subject::default()
                }]),
            })?;
        }
        for (at, repo) in team.repos.iter().enumerate() {
            sync::of_team(flux, home.as_str(), &source(team, at), repo, &account, &mut documents)?;
        }
    }
    Ok(documents.into_string())
}

fn metadata(name: &str, namespace: &Name) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.to_owned()),
        namespace: Some(namespace.to_string()),
        labels: Some(BTreeMap::from([("app.kubernetes.io/managed-by".to_owned(), "eksml".to_owned())])),
        ..ObjectMeta::default()
    }
}
