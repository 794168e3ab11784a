//! Helm charts pinned by version: those eksml installs itself, those of operators that emitted objects need, and those whose work it
//! does without a chart.

use crate::units::Date;

/// A Helm chart in an OCI registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its name.
    pub name: &'static str,
    /// The registry and repository it is in, without scheme and name.
    pub repository: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The namespace it is installed into.
    pub namespace: &'static str,
    /// The day the version was last held against its source.
    pub as_of: Date,
    /// Where the version comes from.
    pub source: &'static str,
}

/// A chart in a repository of charts, pinned to a version.
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

/// JobSet: several Jobs that start together.
pub const JOBSET: Chart = Chart {
    name: "jobset",
    repository: "registry.k8s.io/jobset/charts",
    version: "0.12.0",
    namespace: "jobset-system",
    as_of: Date::known(2026, 11, 23),
    source: "kubernetes-sigs/jobset release v0.12.0, Helm chart",
};

/// The manifests of Argo CD, for a cluster that runs its own (argoproj/argo-cd release v3.5.4, 2026-11-23).
pub const ARGO_CD: &str = "https://raw.githubusercontent.com/argoproj/argo-cd/v3.5.4/manifests/install.yaml";
