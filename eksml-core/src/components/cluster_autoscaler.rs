//! The Cluster Autoscaler, which sizes node groups; by manifests of eksml's own.

use super::{Component, Permissions};
use crate::catalog::images;
use crate::derived;
use crate::spec::{AwsService, Scaler, variant};

/// The Cluster Autoscaler.
pub static CLUSTER_AUTOSCALER: Component = Component {
    name: "the Cluster Autoscaler",
    is_needed: |cluster| cluster.scaler().is(|it| matches!(it, Scaler::ClusterAutoscaler(_))),
    service_account: Some("cluster-autoscaler"),
    permissions: |platform, cluster| {
        let scaler = variant!(cluster.scaler(), Scaler::ClusterAutoscaler)?;
        Some(Permissions::Statements(derived::autoscaler_policy(platform, cluster, scaler)))
    },
    calls: Some(|_| {
        let who = "the Cluster Autoscaler";
        vec![(AwsService::Autoscaling, who), (AwsService::Eks, who)]
    }),
    images: Some(|_, cluster| {
        let settings = variant!(cluster.scaler(), Scaler::ClusterAutoscaler);
        let own = settings.and_then(|it| it.version().get()).map(|version| images::cluster_autoscaler_release(&version));
        vec![own.unwrap_or_else(|| images::cluster_autoscaler(*cluster.version()))]
    }),
    stands_for: &[("cluster-autoscaler", "write `scaler: ClusterAutoscaler`")],
    ..Component::NEW
};
