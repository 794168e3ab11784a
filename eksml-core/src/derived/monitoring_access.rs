//! What Prometheus and Alertmanager may do in AWS: write to one workspace, publish to one topic.

use super::region as region_of_cluster;
use super::system_namespaces::monitoring_namespace;
use super::{Statement, service_accounts};
use crate::catalog::Region;
use crate::spec::{Cluster, Lens, Platform, Receiver, variant};
use crate::units::WorkspaceId;

/// A service account of eksml's own, with its permissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAccess {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub service_account: &'static str,
    /// What it may do.
    pub statements: Vec<Statement>,
}

/// The workspace that a cluster's samples are sent to, and its region; absent while nobody knows its id.
pub fn workspace<'a>(
    platform: impl Lens<'a, Platform>,
    cluster: impl Lens<'a, Cluster>,
) -> Option<(&'a WorkspaceId, &'a Region)> {
    let (platform, cluster) = (platform.into(), cluster.into());
    let remote = cluster.monitoring().get()?.remote_write().get()?;
    if let Some(id) = remote.workspace().get() {
        let region = remote.region().whole().as_ref();
        return Some((id.whole(), region.unwrap_or_else(|| region_of_cluster(platform, cluster))));
    }
    let own = platform.metrics_workspace().get()?;
    Some((own.made().get()?.whole(), own.region().get().unwrap_or_else(|| platform.region()).whole()))
}

/// The service accounts of monitoring that need AWS, each with the least it needs (MON-08).
pub fn monitoring_access<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> Vec<OwnAccess> {
    let platform = platform.into();
    let cluster = cluster.into();
    let Some(monitoring) = cluster.monitoring().get() else { return Vec::new() };
    let statement = |sid, actions, resource| vec![Statement { sid, actions, resources: vec![resource], condition: None }];
    let mut all = Vec::new();
    let mut add = |service_account, statements| {
        let namespace = monitoring_namespace(monitoring).to_owned();
        all.push(OwnAccess { namespace, service_account, statements });
    };
    if let Some((id, region)) = workspace(platform, cluster) {
        let home = region_of_cluster(platform, cluster);
        // MON-08 sees to it that the account is known.
        let account = platform.account().get().map_or_else(|| "*".to_owned(), |account| account.to_string());
        let workspace = format!("arn:{}:aps:{region}:{account}:workspace/{id}", home.partition());
        add(service_accounts::PROMETHEUS, statement("WriteToOneWorkspace", &["aps:RemoteWrite"], workspace));
    }
    if let Some(topic) = monitoring.alertmanager().get().and_then(|alertmanager| variant!(alertmanager.to(), Receiver::Sns)) {
        add(service_accounts::ALERTMANAGER, statement("PublishToOneTopic", &["sns:Publish"], topic.to_string()));
    }
    all
}
