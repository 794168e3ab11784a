//! ServiceAccounts of identities.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ServiceAccount;

use super::metadata::metadata;
use crate::derived;
use crate::render::{ClusterFiles, ClusterView, RenderError};

const FILE: &str = "12-service-accounts.yaml";

/// Adds one for every identity, but those that eksctl makes itself because only it will know their role.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    for identity in &view.cluster.identities {
        let role = derived::irsa_role(view.platform, view.cluster, identity);
        if role.is_none() && derived::makes_irsa_role(view.platform, view.cluster, identity) {
            continue;
        }
        let mut meta = metadata(identity.name.as_str(), Some(identity.namespace.as_str()));
        // Pod Identity binds by name; an annotation beside it would be a second owner of the credentials.
        meta.annotations = role.map(|role| BTreeMap::from([("eks.amazonaws.com/role-arn".to_owned(), role.arn)]));
        let account = ServiceAccount {
            metadata: meta,
            // AWS credentials come by a token of their own; the API server's is for Pods that ask for it.
            automount_service_account_token: Some(false),
            ..ServiceAccount::default()
        };
        files.add(FILE, &account)?;
    }
    Ok(())
}
