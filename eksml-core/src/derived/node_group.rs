//! The labels and taints that nodes of a group carry.

use indexmap::IndexMap;

use super::{AUTOSCALER_LABEL, AcceleratorKind, GROUP_LABEL, accelerator, pool};
use crate::spec::{At, Lens, NodeGroup, Sharing, Taint, Use};

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
pub fn labels<'a>(group: impl Lens<'a, NodeGroup>) -> IndexMap<String, String> {
    let group = group.into();
    let derived = [USE_LABEL, GROUP_LABEL, AUTOSCALER_LABEL].into_iter();
    let mut labels: IndexMap<String, String> =
        derived.filter_map(|key| derived_label(group, key).map(|value| (key.to_owned(), value))).collect();
    labels.extend(group.labels().iter().map(|(key, value)| (key.to_string(), value.to_string())));
    labels
}

/// The value of one of them; reads nothing of the group but what that label follows from.
pub fn label<'a>(group: impl Lens<'a, NodeGroup>, key: &str) -> Option<String> {
    let group = group.into();
    let own = group.labels().iter().find(|(known, _)| known.as_str() == key).map(|(_, value)| value.to_string());
    own.or_else(|| derived_label(group, key))
}

/// The value of one that nobody wrote.
fn derived_label(group: At<'_, NodeGroup>, key: &str) -> Option<String> {
    match key {
        USE_LABEL => Some(workload_type(&group.serves()).to_owned()),
        GROUP_LABEL => Some(group.name().to_string()),
        // A pool may have several models, and Karpenter labels each node with its own.
        AUTOSCALER_LABEL => model_label(group).filter(|_| pool(group).is_none()).map(str::to_owned),
        _ => None,
    }
}

/// The model of a group's GPUs as the Cluster Autoscaler is told of it.
///
/// It waits for the GPU of a new node by this label, instead of adding another node. It waits for `nvidia.com/gpu` alone: on Neuron
/// nodes, or where MIG offers other resources, it would wait for ever (cluster-autoscaler
/// `processors/customresources/gpu_processor.go`).
pub fn model_label<'a>(group: impl Lens<'a, NodeGroup>) -> Option<&'a str> {
    let group = group.into();
    let (AcceleratorKind::Nvidia, facts) = accelerator(group)? else { return None };
    (!group.sharing().is(|it| matches!(it, Sharing::Mig(_)))).then_some(facts.accelerator_model)
}

/// The taints of a group's nodes.
pub fn taints<'a>(group: impl Lens<'a, NodeGroup>) -> &'a [Taint] {
    group.into().taints().whole()
}
