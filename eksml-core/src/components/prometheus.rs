//! Prometheus, by manifests of eksml's own; its access to one workspace is MON-08's.

use super::{Component, Permissions};
use crate::catalog::images;
use crate::derived::{MONITORING_NAMESPACE, Statement, region, workspace};
use crate::spec::AwsService;

/// Its service account.
pub const SERVICE_ACCOUNT: &str = "prometheus";

/// Prometheus.
pub static PROMETHEUS: Component = Component {
    name: "Prometheus",
    namespace: MONITORING_NAMESPACE,
    is_needed: |cluster| cluster.monitoring().get().is_some_and(|monitoring| monitoring.prometheus().is_some()),
    service_account: Some(SERVICE_ACCOUNT),
    permissions: |platform, cluster| {
        let (id, of_workspace) = workspace(platform, cluster)?;
        let partition = region(platform, cluster).partition();
        // MON-08 sees to it that the account is known.
        let account = platform.account().get().map_or_else(|| "*".to_owned(), |account| account.to_string());
        Some(Permissions::Statements(vec![Statement {
            sid: "WriteToOneWorkspace",
            actions: &["aps:RemoteWrite"],
            resources: vec![format!("arn:{partition}:aps:{of_workspace}:{account}:workspace/{id}")],
            condition: None,
        }]))
    },
    calls: Some(|cluster| {
        let writes = cluster.monitoring().get().is_some_and(|monitoring| monitoring.remote_write().is_some());
        writes.then_some((AwsService::Prometheus, "Prometheus' remote write")).into_iter().collect()
    }),
    images: Some(|_, _| vec![images::PROMETHEUS.reference()]),
    ..Component::NEW
};
