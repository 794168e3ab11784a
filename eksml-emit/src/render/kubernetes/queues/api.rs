//! `kueue.x-k8s.io/v1beta2`, as served by Kueue 0.19: the fields that queues for training jobs need.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Taint, Toleration};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::Serialize;

/// The API's group and version.
const API: &str = "kueue.x-k8s.io/v1beta2";

/// An object of this API.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Object<S> {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: S,
}

impl<S> Object<S> {
    /// An object of this kind.
    pub(super) fn new(kind: &'static str, metadata: ObjectMeta, spec: S) -> Self {
        Self { api_version: API, kind, metadata, spec }
    }
}

/// A priority among queued jobs, which need not be the one of their Pods. It has no spec.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WorkloadPriorityClass {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    value: u32,
    description: &'static str,
}

impl WorkloadPriorityClass {
    /// A class of this value.
    pub(super) fn new(metadata: ObjectMeta, value: u32) -> Self {
        let description = "The place of a job in its queue; as the PriorityClass of the same name.";
        Self { api_version: API, kind: "WorkloadPriorityClass", metadata, value, description }
    }
}

/// Where nodes are in the network, from the widest to the single node.
#[derive(Serialize)]
pub(super) struct Topology {
    /// The levels.
    pub(super) levels: Vec<TopologyLevel>,
}

/// A level of a topology.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TopologyLevel {
    /// The label whose value nodes of one place share.
    pub(super) node_label: &'static str,
}

/// Nodes of one kind.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourceFlavor {
    /// Labels they have.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) node_labels: BTreeMap<String, String>,
    /// Taints they have: a job that does not tolerate them gets none of these nodes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) node_taints: Vec<Taint>,
    /// What jobs on them tolerate without saying so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tolerations: Vec<Toleration>,
    /// The topology they are placed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) topology_name: Option<&'static str>,
}

/// Queues that lend to each other. What it has beside its queues' own is nothing.
#[derive(Serialize)]
pub(super) struct Cohort {}

/// What a team has, and how it shares it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClusterQueue {
    /// The queues it lends to and borrows from.
    pub(super) cohort_name: &'static str,
    /// The namespaces whose jobs it takes. Without one it takes none.
    pub(super) namespace_selector: LabelSelector,
    /// Which job is tried next.
    pub(super) queueing_strategy: &'static str,
    /// Who makes room for whom.
    pub(super) preemption: Preemption,
    /// Its part of what is idle.
    pub(super) fair_sharing: FairSharing,
    /// What it has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) resource_groups: Vec<ResourceGroup>,
    /// What else must agree before a job starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) admission_checks_strategy: Option<ChecksStrategy>,
}

/// The checks of a queue.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChecksStrategy {
    /// All of them must agree.
    pub(super) admission_checks: Vec<CheckRule>,
}

/// A check, for jobs of any flavor.
#[derive(Serialize)]
pub(super) struct CheckRule {
    /// The check.
    pub(super) name: String,
}

/// A check, and who decides it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AdmissionCheck {
    /// The controller.
    pub(super) controller_name: &'static str,
    /// By what.
    pub(super) parameters: CheckParameters,
}

/// The object by which a check is decided.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckParameters {
    /// Its API group.
    pub(super) api_group: &'static str,
    /// Its kind.
    pub(super) kind: &'static str,
    /// Its name.
    pub(super) name: String,
}

/// The clusters a queue sends to.
#[derive(Serialize)]
pub(super) struct MultiKueueConfig {
    /// Their names.
    pub(super) clusters: Vec<String>,
}

/// A cluster that jobs are sent to.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MultiKueueCluster {
    /// How it is reached.
    pub(super) cluster_source: ClusterSource,
}

/// How a cluster is reached.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClusterSource {
    /// By this kubeconfig.
    pub(super) kube_config: KubeConfig,
}

/// Where a kubeconfig is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KubeConfig {
    /// A Secret of Kueue's namespace.
    pub(super) location: String,
    /// What that is.
    pub(super) location_type: &'static str,
}

/// Who makes room for whom.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Preemption {
    /// Whose jobs leave when a queue wants back what it has lent.
    pub(super) reclaim_within_cohort: &'static str,
    /// Whose jobs leave within the queue.
    pub(super) within_cluster_queue: &'static str,
}

/// A queue's part of what others leave idle.
#[derive(Serialize)]
pub(super) struct FairSharing {
    /// Compared with the others'.
    pub(super) weight: String,
}

/// Resources that are given together, from one flavor.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourceGroup {
    /// The resources; every flavor has all of them, in this order.
    pub(super) covered_resources: Vec<String>,
    /// The flavors, in the order in which they are tried.
    pub(super) flavors: Vec<FlavorQuotas>,
}

/// What a queue has of a flavor.
#[derive(Serialize)]
pub(super) struct FlavorQuotas {
    /// The flavor.
    pub(super) name: String,
    /// How much of each resource.
    pub(super) resources: Vec<ResourceQuota>,
}

/// How much a queue has of a resource.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourceQuota {
    /// The resource.
    pub(super) name: String,
    /// What it is sure of.
    pub(super) nominal_quota: String,
    /// The most it borrows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) borrowing_limit: Option<String>,
    /// The most it lends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lending_limit: Option<String>,
}

/// The door of a namespace to a ClusterQueue.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LocalQueue {
    /// The ClusterQueue.
    pub(super) cluster_queue: String,
}
