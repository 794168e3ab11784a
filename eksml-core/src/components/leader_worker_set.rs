//! LeaderWorkerSet, for replicas of several nodes.

use super::{Component, CustomKinds};
use crate::catalog::charts;
use crate::spec::{At, Inference};

/// LeaderWorkerSet.
pub static LEADER_WORKER_SET: Component = Component {
    name: "LeaderWorkerSet",
    chart: Some(&charts::LEADER_WORKER_SET),
    namespace: "lws-system",
    is_needed: |cluster| cluster.inference().iter().any(is_of_several_nodes),
    custom_kinds: Some(CustomKinds {
        group: "leaderworkerset.x-k8s.io",
        written: &["leaderworkersets"],
        made: &[],
        are_in: |cluster, namespace| {
            cluster.inference().iter().any(|service| *service.namespace() == *namespace && is_of_several_nodes(service))
        },
    }),
    // Source: lws `charts/lws/values.yaml`.
    mirrored: &[("image.manager.repository", "registry.k8s.io/lws/lws")],
    ..Component::NEW
};

fn is_of_several_nodes(service: At<'_, Inference>) -> bool {
    service.over().is_some()
}
