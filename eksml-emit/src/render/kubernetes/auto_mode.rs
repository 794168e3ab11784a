//! EKS Auto Mode: a NodeClass and a NodePool for each pool, and the switch of its network policies (CL-13).
//!
//! `eks.amazonaws.com/v1`: the fields that pools of ours need, which are those of `facts/eks_keys.tsv`.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ConfigMap;
use serde::Serialize;

use super::karpenter::api::{NodeClassRef, Object, Selector, Tags};
use super::karpenter::node_pool;
use super::metadata::metadata;
use crate::derived;
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};
use crate::spec::{NetworkPolicyEnforcement, NodeGroup, Purchase, Scaler};

const FILE: &str = "41-scaling.yaml";
/// Nodes live no longer than three weeks, whatever is written (EKS user guide, "Create a Node Pool for EKS Auto Mode").
const LONGEST_LIFE: u64 = 21 * 24 * 3600;

/// What is AWS's own about nodes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeClass {
    role: String,
    subnet_selector_terms: Vec<Selector>,
    security_group_selector_terms: Vec<Tags>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    capacity_reservation_selector_terms: Vec<BTreeMap<&'static str, String>>,
    network_policy: &'static str,
    ephemeral_storage: EphemeralStorage,
}

/// The volume of a node, which is always encrypted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EphemeralStorage {
    size: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    iops: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    throughput: Option<u32>,
    #[serde(rename = "kmsKeyID", skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<String>,
}

/// Adds them, if EKS Auto Mode is the cluster's scaler.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Scaler::AutoMode(_) = view.cluster.scaler else { return Ok(()) };
    if !matches!(view.cluster.addons.network_policy, NetworkPolicyEnforcement::Off) {
        let data = BTreeMap::from([("enable-network-policy-controller".to_owned(), "true".to_owned())]);
        let metadata = metadata("amazon-vpc-cni", Some("kube-system"));
        files.add(FILE, &ConfigMap { metadata, data: Some(data), ..ConfigMap::default() })?;
    }
    for (group, pool) in derived::pools(view.cluster) {
        let (group, pool) = (group.whole(), pool.whole());
        let name = group.name.to_string();
        let spec = node_class(view, group);
        files.add(
            FILE,
            &Object { api_version: "eks.amazonaws.com/v1", kind: "NodeClass", metadata: metadata(&name, None), spec },
        )?;
        let class = NodeClassRef { group: "eks.amazonaws.com", kind: "NodeClass", name };
        files.add(FILE, &node_pool::of(view, group, pool, class, Some(LONGEST_LIFE)))?;
    }
    Ok(())
}

fn node_class(view: &ClusterView<'_>, group: &NodeGroup) -> NodeClass {
    let cluster = view.cluster.name.to_string();
    let tags = |pairs: &[(&str, &str)]| Tags {
        tags: pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
    };
    NodeClass {
        role: derived::node_role_name(view.cluster),
        subnet_selector_terms: Selector::private_subnets(
            view,
            tags(&[("alpha.eksctl.io/cluster-name", &cluster), ("kubernetes.io/role/internal-elb", "1")]),
        ),
        security_group_selector_terms: Tags::security_groups(view, group),
        capacity_reservation_selector_terms: match &group.purchase {
            Purchase::Reservation(id) | Purchase::CapacityBlock(id) => vec![BTreeMap::from([("id", id.to_string())])],
            Purchase::OnDemand | Purchase::Spot => Vec::new(),
        },
        network_policy: match view.cluster.addons.network_policy {
            NetworkPolicyEnforcement::Strict => "DefaultDeny",
            _ => "DefaultAllow",
        },
        ephemeral_storage: EphemeralStorage {
            size: format!("{}Gi", derived::root_volume_gib(group)),
            iops: group.volume.iops,
            throughput: group.volume.throughput,
            kms_key_id: group.volume.key.as_ref().map(ToString::to_string),
        },
    }
}

/// What is said about it.
pub(super) fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    let Scaler::AutoMode(_) = view.cluster.scaler else { return Vec::new() };
    vec![Remark::Know(
        "EKS Auto Mode replaces every node within three weeks, whatever runs there: a longer job goes on from its last checkpoint".to_owned(),
    )]
}
