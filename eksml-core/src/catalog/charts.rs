//! The Helm charts eksml installs itself, pinned by version, those whose work it does without a chart, and the manifests of
//! Argo CD; `facts/charts.tsv` and `facts/manifests.tsv`.
pub use super::tables::charts::*;

/// A chart pinned to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinnedChart {
    /// The chart's name in its repository.
    pub name: &'static str,
    /// The repository: `https://…`, or `oci://…` without the chart's name.
    pub repo: &'static str,
    /// The chart's version.
    pub version: &'static str,
    /// Where the version comes from.
    pub source: &'static str,
}

/// Charts whose work eksml does by itself, and what to write instead: two of a kind fight over the same nodes, devices or load
/// balancers.
pub const DONE_HERE: [(&str, &str); 9] = [
    ("aws-load-balancer-controller", "write `load_balancer_controller`"),
    ("cluster-autoscaler", "write `scaler: ClusterAutoscaler`"),
    ("nvidia-device-plugin", "declare the GPU node group; its device plugin follows"),
    ("neuron-helm-chart", "declare the Neuron node group; its device plugin follows"),
    ("aws-efa-k8s-device-plugin", "write `efa: true` in the node group"),
    ("dcgm-exporter", "write `monitoring { dcgm }`"),
    ("kube-state-metrics", "write `monitoring { kube_state_metrics }`"),
    ("prometheus-node-exporter", "write `monitoring { node_exporter }`"),
    ("metrics-server", "remove it: the EKS add-on is installed already"),
];
