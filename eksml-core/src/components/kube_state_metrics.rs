//! kube-state-metrics, by manifests of eksml's own.

use super::Component;
use crate::catalog::images;
use crate::derived::MONITORING_NAMESPACE;

/// kube-state-metrics.
pub static KUBE_STATE_METRICS: Component = Component {
    name: "kube-state-metrics",
    namespace: MONITORING_NAMESPACE,
    is_needed: |cluster| cluster.monitoring().get().is_some_and(|monitoring| *monitoring.kube_state_metrics()),
    images: Some(|_, _| vec![images::KUBE_STATE_METRICS.reference()]),
    stands_for: &[("kube-state-metrics", "write `monitoring { kube_state_metrics }`")],
    ..Component::NEW
};
