//! Nodes that objects tell of: NodePools of Karpenter and EKS Auto Mode, and nodes as `kubectl get nodes -o yaml` lists them.

use super::object::{Object, amount, at, entries, items, text};
use crate::catalog::InstanceType;
use crate::source::Node;
use crate::spec::{CustomTaint, Management, NodeGroup, NodePool, Taint, TaintEffect};

/// A group of nodes with the fields that are known of it.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) group: NodeGroup,
    pub(super) fields: Vec<&'static str>,
}

/// What is known of every group. That GPUs are divided would be said elsewhere, and is rare.
const KNOWN: [&str; 8] = ["name", "taints", "labels", "efa", "sharing", "plane", "management", "waivers"];

/// The label of a node's instance type.
const TYPE: &str = "node.kubernetes.io/instance-type";

/// The groups that the objects tell of: one for each pool, and one for all nodes that are alike.
pub(super) fn groups(objects: &[Object<'_>]) -> Vec<Known> {
    let mut all: Vec<Known> = objects.iter().copied().filter(|object| object.kind() == "NodePool").filter_map(pool).collect();
    for known in objects.iter().copied().filter(|object| object.kind() == "Node").filter_map(node) {
        let same = |other: &Known| {
            other.group.instances == known.group.instances
                && other.group.taints == known.group.taints
                && other.group.labels == known.group.labels
        };
        if !all.iter().any(same) {
            all.push(known);
        }
    }
    all
}

/// Nodes that a pool buys.
fn pool(object: Object<'_>) -> Option<Known> {
    let template = object.at(&["spec", "template"])?;
    let mut known = Known { group: NodeGroup::default(), fields: KNOWN.to_vec() };
    known.group.name = object.name().parse().ok()?;
    known.group.management = Management::NodePool(NodePool::default());
    known.group.taints = taints(items(template, &["spec", "taints"]))?;
    for entry in at(template, &["metadata", "labels"]).map(entries).unwrap_or_default() {
        label(&mut known.group, &entry.key, &entry.value);
    }
    for requirement in items(template, &["spec", "requirements"]) {
        let values = items(requirement, &["values"]);
        match (text(requirement, &["key"]), text(requirement, &["operator"])) {
            (Some(TYPE), Some("In")) => {
                let types: Option<Vec<InstanceType>> = values.iter().map(|value| amount(value)?.parse().ok()).collect();
                if let Some(types) = types {
                    known.group.instances = types;
                    known.fields.push("instances");
                }
            }
            (Some(key), Some("In")) if values.len() == 1 => label(&mut known.group, key, &values[0]),
            // A label of several values is on each node with one of them: nothing is known of it.
            (Some(key), _) if !super::facts::is_foreign(key) => return None,
            _ => {}
        }
    }
    Some(known)
}

/// A node that is there. What becomes of its group, and how many more there will be, it does not say.
fn node(object: Object<'_>) -> Option<Known> {
    let mut known = Known { group: NodeGroup::default(), fields: [&KNOWN[..], &["instances"]].concat() };
    let labels = object.at(&["metadata", "labels"]).map(entries).unwrap_or_default();
    let of = |key: &str| labels.iter().find(|entry| entry.key == key).and_then(|entry| amount(&entry.value));
    let instance = of(TYPE)?;
    let group = of("eks.amazonaws.com/nodegroup")
        .or_else(|| of("alpha.eksctl.io/nodegroup-name"))
        .or_else(|| of("karpenter.sh/nodepool"));
    known.group.name = group.as_deref().unwrap_or(&instance).replace('.', "-").parse().ok()?;
    known.group.instances = vec![instance.parse().ok()?];
    // Taints that come and go with a node's state keep nobody away for long.
    let lasting = |taint: &&Node| text(taint, &["key"]).is_some_and(|key| !key.starts_with("node.kubernetes.io/"));
    let own: Vec<Node> = items(object.node, &["spec", "taints"]).iter().filter(lasting).cloned().collect();
    known.group.taints = taints(&own)?;
    for entry in labels {
        label(&mut known.group, &entry.key, &entry.value);
    }
    Some(known)
}

fn label(group: &mut NodeGroup, key: &str, value: &Node) {
    if super::facts::is_foreign(key) {
        return;
    }
    if let (Ok(key), Some(Ok(value))) = (key.parse(), amount(value).map(|value| value.parse())) {
        group.labels.insert(key, value);
    }
}

/// Taints as they are written; `None` where one cannot be.
fn taints(list: &[Node]) -> Option<Vec<Taint>> {
    list.iter()
        .map(|taint| {
            let effect = match text(taint, &["effect"]) {
                Some("NoExecute") => TaintEffect::NoExecute,
                Some("PreferNoSchedule") => TaintEffect::PreferNoSchedule,
                _ => TaintEffect::NoSchedule,
            };
            let value = at(taint, &["value"]).and_then(amount).unwrap_or_default();
            Some(Taint::Custom(CustomTaint { key: text(taint, &["key"])?.parse().ok()?, value: value.parse().ok()?, effect }))
        })
        .collect()
}
