//! What adds nodes to groups, as rules ask for it.

use crate::spec::{At, Cluster, Scaler};

/// Whether the Cluster Autoscaler scales a cluster's groups.
pub(super) fn is_autoscaled(cluster: &At<'_, Cluster>) -> bool {
    cluster.scaler().is(|scaler| matches!(scaler, Scaler::ClusterAutoscaler(_)))
}

/// What a scaler is called in a message.
pub(super) fn shown(scaler: &At<'_, Scaler>) -> &'static str {
    let named = |name: fn(&Scaler) -> bool| scaler.is(name);
    if named(|scaler| matches!(scaler, Scaler::Karpenter(_))) {
        "Karpenter"
    } else if named(|scaler| matches!(scaler, Scaler::AutoMode(_))) {
        "EKS Auto Mode"
    } else if named(|scaler| matches!(scaler, Scaler::ClusterAutoscaler(_))) {
        "the Cluster Autoscaler"
    } else {
        "nothing"
    }
}
