//! ExternalDNS' release.
//!
//! Source: kubernetes-sigs/external-dns `charts/external-dns/values.yaml`, chart 1.21; `docs/tutorials/aws.md`.

use serde_json::{Value, json};

use super::values::at_home;
use crate::components::external_dns::SERVICE_ACCOUNT;
use crate::render::{ClusterView, mirror};
use crate::spec::RecordPolicy;

/// Its settings.
pub(super) fn values(view: &ClusterView<'_>) -> Value {
    let settings = view.cluster.external_dns.as_ref();
    let deletes = settings.is_some_and(|it| it.policy == RecordPolicy::Sync);
    let zones = settings.into_iter().flat_map(|it| &it.zones);
    let own = json!({
        "provider": { "name": "aws" },
        "sources": ["ingress"],
        "policy": if deletes { "sync" } else { "upsert-only" },
        // A record is touched by the cluster that made it, and by no other.
        "registry": "txt",
        "txtOwnerId": view.cluster.name.as_str(),
        "extraArgs": zones.map(|zone| format!("--zone-id-filter={zone}")).collect::<Vec<_>>(),
        // Pods do not reach instance metadata.
        "env": [{ "name": "AWS_DEFAULT_REGION", "value": view.region().as_str() }],
        // Pod Identity binds the role by this name.
        "serviceAccount": { "create": true, "name": SERVICE_ACCOUNT },
        "podAnnotations": { "prometheus.io/scrape": "true", "prometheus.io/port": "7979", "prometheus.io/path": "/metrics" },
    });
    mirror::merged(at_home(view).unwrap_or_else(|| json!({})), own)
}
