//! `karpenter.sh/v1` and `karpenter.k8s.aws/v1`, as served by Karpenter 1.14: the fields that pools of ours need.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Taint;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use crate::derived;
use crate::render::ClusterView;
use crate::spec::NodeGroup;

/// An object of one of these APIs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render::kubernetes) struct Object<S> {
    /// The API's group and version.
    pub(in crate::render::kubernetes) api_version: &'static str,
    /// The kind.
    pub(in crate::render::kubernetes) kind: &'static str,
    /// Name and labels.
    pub(in crate::render::kubernetes) metadata: ObjectMeta,
    /// What it is.
    pub(in crate::render::kubernetes) spec: S,
}

/// Nodes that are bought when Pods need them.
#[derive(Serialize)]
pub(in crate::render::kubernetes) struct NodePool {
    /// What its nodes are.
    pub(in crate::render::kubernetes) template: Template,
    /// The most they may have together.
    pub(in crate::render::kubernetes) limits: BTreeMap<String, String>,
    /// When they go.
    pub(in crate::render::kubernetes) disruption: Disruption,
    /// Which pool is tried first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render::kubernetes) weight: Option<u32>,
}

/// What the nodes of a pool are.
#[derive(Serialize)]
pub(in crate::render::kubernetes) struct Template {
    /// Their labels.
    pub(in crate::render::kubernetes) metadata: TemplateMetadata,
    /// Where they come from.
    pub(in crate::render::kubernetes) spec: TemplateSpec,
}

/// The labels of a pool's nodes.
#[derive(Serialize)]
pub(in crate::render::kubernetes) struct TemplateMetadata {
    /// The labels.
    pub(in crate::render::kubernetes) labels: BTreeMap<String, String>,
}

/// Where a pool's nodes come from.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render::kubernetes) struct TemplateSpec {
    /// What is AWS's own about them.
    pub(in crate::render::kubernetes) node_class_ref: NodeClassRef,
    /// What they must be.
    pub(in crate::render::kubernetes) requirements: Vec<Requirement>,
    /// Their taints.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::render::kubernetes) taints: Vec<Taint>,
    /// After how long they are replaced. It belongs here: under `disruption` the API server drops it.
    pub(in crate::render::kubernetes) expire_after: String,
    /// How long Pods of a node that goes may take to stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render::kubernetes) termination_grace_period: Option<String>,
}

/// The class of a pool's nodes.
#[derive(Serialize)]
pub(in crate::render::kubernetes) struct NodeClassRef {
    /// The API group.
    pub(in crate::render::kubernetes) group: &'static str,
    /// The kind.
    pub(in crate::render::kubernetes) kind: &'static str,
    /// The name.
    pub(in crate::render::kubernetes) name: String,
}

/// A label that a pool's nodes have with one of some values.
#[derive(Serialize)]
pub(in crate::render::kubernetes) struct Requirement {
    /// The label.
    pub(in crate::render::kubernetes) key: &'static str,
    /// Always `In`.
    pub(in crate::render::kubernetes) operator: &'static str,
    /// The values.
    pub(in crate::render::kubernetes) values: Vec<String>,
}

/// When nodes of a pool go.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render::kubernetes) struct Disruption {
    /// Which nodes are given back.
    pub(in crate::render::kubernetes) consolidation_policy: &'static str,
    /// How long they must have been dispensable.
    pub(in crate::render::kubernetes) consolidate_after: String,
    /// How many may go at once.
    pub(in crate::render::kubernetes) budgets: Vec<Budget>,
}

/// How many nodes may go at once.
#[derive(Serialize)]
pub(in crate::render::kubernetes) struct Budget {
    /// A number or a percentage.
    pub(in crate::render::kubernetes) nodes: String,
    /// From when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render::kubernetes) schedule: Option<String>,
    /// For how long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render::kubernetes) duration: Option<String>,
}

/// What is EC2's own about nodes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render::kubernetes) struct Ec2NodeClass {
    /// The images.
    pub(in crate::render::kubernetes) ami_selector_terms: Vec<BTreeMap<&'static str, String>>,
    /// The role of the nodes, by name.
    pub(in crate::render::kubernetes) role: String,
    /// The subnets.
    pub(in crate::render::kubernetes) subnet_selector_terms: Vec<Selector>,
    /// The security groups.
    pub(in crate::render::kubernetes) security_group_selector_terms: Vec<Tags>,
    /// The reservations, if only they are used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::render::kubernetes) capacity_reservation_selector_terms: Vec<BTreeMap<&'static str, String>>,
    /// The placement group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render::kubernetes) placement_group_selector: Option<BTreeMap<&'static str, String>>,
    /// The network interfaces, where they are not the usual ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::render::kubernetes) network_interfaces: Vec<NetworkInterface>,
    /// Settings of the kubelet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render::kubernetes) kubelet: Option<Kubelet>,
    /// What becomes of the instance store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render::kubernetes) instance_store_policy: Option<&'static str>,
    /// The volumes.
    pub(in crate::render::kubernetes) block_device_mappings: Vec<BlockDevice>,
    /// Who may read instance metadata.
    pub(in crate::render::kubernetes) metadata_options: MetadataOptions,
    /// Never a public address.
    #[serde(rename = "associatePublicIPAddress")]
    pub(in crate::render::kubernetes) associate_public_ip_address: bool,
    /// Tags of instances and volumes.
    pub(in crate::render::kubernetes) tags: BTreeMap<String, String>,
}

/// How AWS resources are found.
#[derive(Serialize)]
#[serde(untagged)]
pub(in crate::render::kubernetes) enum Selector {
    /// By all of their tags.
    Tags(Tags),
    /// One, by its id.
    Id {
        /// The id.
        id: String,
    },
}

impl Tags {
    /// The security groups of a pool's nodes: the cluster's own, by the tag that EKS gives it, and the one of their kind, if it has one.
    pub(in crate::render::kubernetes) fn security_groups(view: &ClusterView<'_>, group: &NodeGroup) -> Vec<Self> {
        let own = [("aws:eks:cluster-name".to_owned(), view.cluster.name.to_string())];
        let kind = derived::kind_group(view.cluster, group);
        let kind = kind.map(|kind| kind.tags().into_iter().map(|(key, value)| (key.to_owned(), value)).collect());
        std::iter::once(own.into_iter().collect()).chain(kind).map(|tags| Self { tags }).collect()
    }
}

impl Selector {
    /// The private subnets of a cluster: by these tags, which eksctl gives those that it creates, or else by their ids.
    pub(in crate::render::kubernetes) fn private_subnets(view: &ClusterView<'_>, tags: Tags) -> Vec<Self> {
        match derived::own_private_subnets(view.cluster) {
            Some(ids) => ids.into_iter().map(|id| Self::Id { id: id.to_owned() }).collect(),
            None => vec![Self::Tags(tags)],
        }
    }
}

/// AWS resources by all of their tags.
#[derive(Serialize)]
pub(in crate::render::kubernetes) struct Tags {
    /// The tags.
    pub(in crate::render::kubernetes) tags: BTreeMap<String, String>,
}

/// A network interface.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render::kubernetes) struct NetworkInterface {
    /// The card.
    pub(in crate::render::kubernetes) network_card_index: u32,
    /// The device on it.
    pub(in crate::render::kubernetes) device_index: u32,
    /// `interface` or `efa-only`, which takes no address.
    pub(in crate::render::kubernetes) interface_type: &'static str,
}

/// Settings of the kubelet.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render::kubernetes) struct Kubelet {
    /// The most Pods of a node.
    pub(in crate::render::kubernetes) max_pods: u32,
}

/// A volume of a node.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render::kubernetes) struct BlockDevice {
    /// The device.
    pub(in crate::render::kubernetes) device_name: &'static str,
    /// The volume.
    pub(in crate::render::kubernetes) ebs: Ebs,
}

/// An EBS volume.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render::kubernetes) struct Ebs {
    /// Always gp3.
    pub(in crate::render::kubernetes) volume_type: &'static str,
    /// Its size.
    pub(in crate::render::kubernetes) volume_size: String,
    /// Always.
    pub(in crate::render::kubernetes) encrypted: bool,
    /// Gone with its node.
    pub(in crate::render::kubernetes) delete_on_termination: bool,
    /// The key, where it is not the account's.
    #[serde(rename = "kmsKeyID", skip_serializing_if = "Option::is_none")]
    pub(in crate::render::kubernetes) kms_key_id: Option<String>,
    /// I/O operations per second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render::kubernetes) iops: Option<u32>,
    /// MiB/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render::kubernetes) throughput: Option<u32>,
}

/// Who may read instance metadata.
#[allow(clippy::struct_field_names, reason = "the fields are Karpenter's")]
#[derive(Serialize)]
pub(in crate::render::kubernetes) struct MetadataOptions {
    /// Always on: nodes need it.
    #[serde(rename = "httpEndpoint")]
    pub(in crate::render::kubernetes) endpoint: &'static str,
    /// Whether a token is required.
    #[serde(rename = "httpTokens")]
    pub(in crate::render::kubernetes) tokens: &'static str,
    /// 1 for the node alone, 2 for its Pods as well.
    #[serde(rename = "httpPutResponseHopLimit")]
    pub(in crate::render::kubernetes) put_response_hop_limit: u32,
}
