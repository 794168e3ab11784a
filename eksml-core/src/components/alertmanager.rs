//! Alertmanager, by manifests of eksml's own; it may publish to one topic (MON-08).

use super::{Component, Permissions};
use crate::catalog::images;
use crate::derived::{MONITORING_NAMESPACE, Statement};
use crate::spec::{At, AwsService, Cluster, Receiver, variant};

/// Its service account.
pub const SERVICE_ACCOUNT: &str = "alertmanager";

/// Alertmanager.
pub static ALERTMANAGER: Component = Component {
    name: "Alertmanager",
    namespace: MONITORING_NAMESPACE,
    is_needed: |cluster| cluster.monitoring().get().is_some_and(|monitoring| monitoring.alertmanager().is_some()),
    service_account: Some(SERVICE_ACCOUNT),
    permissions: |_, cluster| {
        Some(Permissions::Statements(vec![Statement {
            sid: "PublishToOneTopic",
            actions: &["sns:Publish"],
            resources: vec![topic(cluster)?],
            condition: None,
        }]))
    },
    calls: Some(|cluster| topic(cluster).map(|_| (AwsService::Sns, "Alertmanager")).into_iter().collect()),
    images: Some(|_, _| vec![images::ALERTMANAGER.reference()]),
    ..Component::NEW
};

/// The topic it publishes to.
fn topic(cluster: At<'_, Cluster>) -> Option<String> {
    let alertmanager = cluster.monitoring().get()?.alertmanager().get()?;
    variant!(alertmanager.to(), Receiver::Sns).map(|topic| topic.to_string())
}
