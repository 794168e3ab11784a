//! cert-manager's release: its three controllers at home on the system nodes, two of each, for nothing with its webhook's certificate
//! starts while they are away.
//!
//! Source: cert-manager/cert-manager `deploy/charts/cert-manager/values.yaml`, v1.21; its documentation, "Best Practice Installation".

use serde_json::{Value, json};

use super::values::at_home;
use crate::components::cert_manager::NAMESPACE;
use crate::render::{ClusterView, mirror};

/// Its settings.
pub(super) fn values(view: &ClusterView<'_>) -> Value {
    let home = || at_home(view).unwrap_or_else(|| json!({}));
    let twice = || {
        let settings = json!({ "replicaCount": 2, "podDisruptionBudget": { "enabled": true, "minAvailable": 1 } });
        mirror::merged(home(), settings)
    };
    let whole = json!({
        // Its definitions stay when the release goes, and with them every certificate.
        "crds": { "enabled": true, "keep": true },
        // Where the release is as well: it has nothing in another's namespace.
        "global": { "leaderElection": { "namespace": NAMESPACE } },
        "webhook": twice(),
        "cainjector": twice(),
        "startupapicheck": home(),
    });
    mirror::merged(twice(), whole)
}
