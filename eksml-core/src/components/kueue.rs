//! Kueue, which keeps queues.

use super::{Component, CustomKinds};
use crate::catalog::charts;
use crate::derived::queues;

/// Where it lives.
pub const NAMESPACE: &str = "kueue-system";

/// Kueue.
pub static KUEUE: Component = Component {
    name: "Kueue",
    chart: Some(&charts::KUEUE),
    namespace: NAMESPACE,
    is_needed: |cluster| !queues(cluster).is_empty(),
    custom_kinds: Some(CustomKinds {
        group: "kueue.x-k8s.io",
        written: &[],
        made: &["localqueues", "workloads"],
        are_in: |cluster, namespace| queues(cluster).iter().any(|queue| queue.takes(namespace)),
    }),
    // Source: kueue `charts/kueue/values.yaml`.
    mirrored: &[("controllerManager.manager.image.repository", "registry.k8s.io/kueue/kueue")],
    ..Component::NEW
};
