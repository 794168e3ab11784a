//! The labels and taints that nodes of a group carry.

use indexmap::IndexMap;

use super::{AcceleratorKind, accelerator};
use crate::spec::{Management, NodeGroup, Sharing, Taint, Use};

/// The label that says what a node, or a storage class, is for.
pub const USE_LABEL: &str = "workload-type";

/// The value of [`USE_LABEL`].
pub fn workload_type(serves: &Use) -> &'static str {
    match serves {
        Use::General => "general",
        Use::System => "system",
        Use::Training => "training",
        Use::Inference => "inference",
        Use::Development => "development",
    }
}

/// The labels of a group's nodes: what eksml adds, then what the user wrote, which wins.
pub fn labels(group: &NodeGroup) -> IndexMap<String, String> {
    let mut labels = IndexMap::new();
    labels.insert(USE_LABEL.to_owned(), workload_type(&group.serves).to_owned());
    labels.insert("eksml/node-group".to_owned(), group.name.to_string());
    if let Some((AcceleratorKind::Nvidia, facts)) = accelerator(group)
        && !matches!(group.sharing, Sharing::Mig(_))
        // A pool may have several models, and Karpenter labels each node with its own.
        && !matches!(group.management, Management::NodePool(_))
    {
        // The Cluster Autoscaler waits for the GPU of a new node by this label, instead of adding another node. It waits for
        // `nvidia.com/gpu` alone: on Neuron nodes, or where MIG offers other resources, it would wait for ever
        // (cluster-autoscaler processors/customresources/gpu_processor.go).
        labels.insert("k8s.amazonaws.com/accelerator".to_owned(), facts.accelerator_model.to_owned());
    }
    labels.extend(group.labels.iter().map(|(key, value)| (key.to_string(), value.to_string())));
    labels
}

/// The taints of a group's nodes.
pub fn taints(group: &NodeGroup) -> &[Taint] {
    &group.taints
}
