//! Container images that eksml emits, pinned; one without a registry is in the registry that EKS keeps in each region. Written by `cargo xtask facts write` from `facts/images.tsv`: change that instead.
use crate::catalog::images::PinnedImage;

/// NVIDIA device plugin: advertises `nvidia.com/gpu` and shares GPUs.
pub const NVIDIA_DEVICE_PLUGIN: PinnedImage = PinnedImage {
    repository: "nvcr.io/nvidia/k8s-device-plugin", tag: "v0.20.0",
    source: "NVIDIA/k8s-device-plugin release v0.20.0",
};

/// DCGM exporter: GPU metrics on port 9400.
pub const DCGM_EXPORTER: PinnedImage = PinnedImage {
    repository: "nvcr.io/nvidia/k8s/dcgm-exporter", tag: "4.6.0-4.8.3-distroless",
    source: "NVIDIA/dcgm-exporter release 4.8.3 for DCGM 4.6.0",
};

/// Prometheus, the long-term support line.
pub const PROMETHEUS: PinnedImage = PinnedImage {
    repository: "quay.io/prometheus/prometheus", tag: "v3.13.2",
    source: "prometheus/prometheus release v3.13.2 (LTS, 2026-07-29)",
};

/// kube-state-metrics: the state of Kubernetes objects as metrics.
pub const KUBE_STATE_METRICS: PinnedImage = PinnedImage {
    repository: "registry.k8s.io/kube-state-metrics/kube-state-metrics", tag: "v2.19.1",
    source: "kubernetes/kube-state-metrics release v2.19.1",
};

/// node-exporter: the state of a node as metrics.
pub const NODE_EXPORTER: PinnedImage = PinnedImage {
    repository: "quay.io/prometheus/node-exporter", tag: "v1.12.1",
    source: "prometheus/node_exporter release v1.12.1",
};

/// Neuron device plugin: advertises `aws.amazon.com/neuron` and `aws.amazon.com/neuroncore`.
pub const NEURON_DEVICE_PLUGIN: PinnedImage = PinnedImage {
    repository: "public.ecr.aws/neuron/neuron-device-plugin", tag: "2.32.0.0",
    source: "aws-neuron/neuron-helm-charts 1.10.0 (Neuron SDK 2.32)",
};

/// AWS CLI 2: what the restore drill reads S3 with.
pub const AWS_CLI: PinnedImage = PinnedImage {
    repository: "public.ecr.aws/aws-cli/aws-cli", tag: "2.36.46",
    source: "aws/aws-cli release 2.36.46",
};

/// Grafana: dashboards. The 12.4 line, in which the Prometheus data source is built in and needs no download at start.
pub const GRAFANA: PinnedImage = PinnedImage {
    repository: "docker.io/grafana/grafana", tag: "12.4.10",
    source: "grafana/grafana release 12.4.10; Grafana 12.4 documentation, `preinstall_disabled`",
};

/// Alertmanager: tells people of alerts.
pub const ALERTMANAGER: PinnedImage = PinnedImage {
    repository: "quay.io/prometheus/alertmanager", tag: "v0.34.1",
    source: "prometheus/alertmanager release v0.34.1 (2026-09-17)",
};

/// Neuron monitor: Inferentia and Trainium metrics on port 8000.
pub const NEURON_MONITOR: PinnedImage = PinnedImage {
    repository: "public.ecr.aws/neuron/neuron-monitor", tag: "1.10.0",
    source: "awslabs/operator-for-ai-chips-on-aws, DeviceConfig examples",
};

/// EFA device plugin, of the registry that EKS keeps in the cluster's own region.
pub const EFA_DEVICE_PLUGIN: PinnedImage = PinnedImage {
    repository: "eks/aws-efa-k8s-device-plugin", tag: "v0.5.20",
    source: "aws/eks-charts, aws-efa-k8s-device-plugin 0.5.20",
};

/// Every image that is the same in all regions and for all versions.
pub const ALL: [PinnedImage; 10] = [
    NVIDIA_DEVICE_PLUGIN,
    DCGM_EXPORTER,
    PROMETHEUS,
    KUBE_STATE_METRICS,
    NODE_EXPORTER,
    NEURON_DEVICE_PLUGIN,
    AWS_CLI,
    GRAFANA,
    ALERTMANAGER,
    NEURON_MONITOR,
];
