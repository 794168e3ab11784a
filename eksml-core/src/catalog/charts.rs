//! The Helm charts eksml installs itself, pinned by version, and those whose work it does without a chart.
use crate::units::Date;

/// A chart pinned to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinnedChart {
    /// The chart's name in its repository.
    pub name: &'static str,
    /// The repository.
    pub repo: &'static str,
    /// The chart's version.
    pub version: &'static str,
    /// The day the version was last held against its source.
    pub as_of: Date,
    /// Where the version comes from.
    pub source: &'static str,
}

/// The AWS Load Balancer Controller.
pub const LOAD_BALANCER_CONTROLLER: PinnedChart = PinnedChart {
    name: "aws-load-balancer-controller",
    repo: "https://aws.github.io/eks-charts",
    version: "3.6.0",
    as_of: Date::known(2026, 11, 25),
    source: "aws/eks-charts v0.0.246 (2026-10-05)",
};

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
