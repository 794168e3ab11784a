//! A ResourceFlavor for each group that a queue has a share of, and the network topology of those that are placed in one.

use k8s_openapi::api::core::v1::Taint;

use super::FILE;
use super::api::{Object, ResourceFlavor, Topology, TopologyLevel};
use crate::derived::{self, GROUP_LABEL, QueuePlan};
use crate::render::kubernetes::metadata::metadata;
use crate::render::kubernetes::nodes::exactly;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{self, NodeGroup};

/// The topology's name.
const TOPOLOGY: &str = "network";
/// The labels of EC2's network layers, from the widest to the closest, then the node.
const LEVELS: [&str; 4] =
    ["topology.k8s.aws/network-node-layer-1", "topology.k8s.aws/network-node-layer-2", CLOSEST, "kubernetes.io/hostname"];
/// The layer that nodes share which are closest to each other.
pub(super) const CLOSEST: &str = "topology.k8s.aws/network-node-layer-3";
/// The most labels a flavor takes (Kueue's CRD).
const MOST_LABELS: usize = 8;

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, queues: &[QueuePlan<'_>], files: &mut ClusterFiles) -> Result<(), RenderError> {
    let together = view.cluster.queues.as_ref().map_or(&[][..], |queues| &queues.close_together);
    if !together.is_empty() {
        let levels = LEVELS.iter().map(|node_label| TopologyLevel { node_label }).collect();
        files.add(FILE, &Object::new("Topology", metadata(TOPOLOGY, None), Topology { levels }))?;
    }
    let shared = |group: &&NodeGroup| queues.iter().any(|queue| queue.groups().iter().any(|own| own.name == group.name));
    for group in view.cluster.node_groups.iter().filter(shared) {
        let flavor = ResourceFlavor {
            node_labels: labels(view, group),
            node_taints: derived::taints(group).iter().map(taint).collect(),
            // Never the device's own: who asks for a device tolerates it by himself, and nobody else is to have its nodes (SCH-02).
            tolerations: derived::taints(group)
                .iter()
                .filter(|taint| matches!(taint, spec::Taint::Custom(_)))
                .map(exactly)
                .collect(),
            topology_name: together.contains(&group.name).then_some(TOPOLOGY),
        };
        files.add(FILE, &Object::new("ResourceFlavor", metadata(group.name.as_str(), None), flavor))?;
    }
    Ok(())
}

/// All labels of the nodes, so that a job which selects nodes by any of them gets their flavor and no other.
fn labels(view: &ClusterView<'_>, group: &NodeGroup) -> std::collections::BTreeMap<String, String> {
    let mut labels: Vec<_> = derived::node_labels(view.cluster, group).into_iter().collect();
    labels.sort_by_key(|(key, _)| key != GROUP_LABEL);
    labels.into_iter().take(MOST_LABELS).collect()
}

fn taint(taint: &spec::Taint) -> Taint {
    let (key, value, effect) = taint.parts();
    Taint { key: key.to_owned(), value: Some(value.to_owned()), effect: format!("{effect:?}"), time_added: None }
}
