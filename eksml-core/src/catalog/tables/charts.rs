//! Helm charts that eksml installs, pinned. Written by `cargo xtask facts write` from `facts/charts.tsv`, `facts/manifests.tsv`: change that instead.
use crate::catalog::charts::PinnedChart;

/// The AWS Load Balancer Controller.
pub const LOAD_BALANCER_CONTROLLER: PinnedChart = PinnedChart {
    name: "aws-load-balancer-controller", repo: "https://aws.github.io/eks-charts", version: "3.6.0",
    source: "aws/eks-charts v0.0.246 (2026-10-05)",
};

/// JobSet: several Jobs that start together.
pub const JOB_SET: PinnedChart = PinnedChart {
    name: "jobset", repo: "oci://registry.k8s.io/jobset/charts", version: "0.12.0",
    source: "kubernetes-sigs/jobset release v0.12.0, Helm chart",
};

/// Kubeflow Trainer: training jobs of one kind for every framework.
pub const KUBEFLOW_TRAINER: PinnedChart = PinnedChart {
    name: "kubeflow-trainer", repo: "oci://ghcr.io/kubeflow/charts", version: "2.3.0",
    source: "kubeflow/trainer charts/kubeflow-trainer/Chart.yaml, 2.3.0; Kueue 0.19 takes TrainJobs of 2.2 or later",
};

/// KubeRay: jobs on Ray clusters of their own.
pub const KUBERAY: PinnedChart = PinnedChart {
    name: "kuberay-operator", repo: "https://ray-project.github.io/kuberay-helm", version: "1.7.0",
    source: "ray-project/kuberay helm-chart/kuberay-operator/README.md, v1.7.0",
};

/// LeaderWorkerSet: replicas of several Pods.
pub const LEADER_WORKER_SET: PinnedChart = PinnedChart {
    name: "lws", repo: "oci://registry.k8s.io/lws/charts", version: "0.10.0",
    source: "kubernetes-sigs/lws release v0.10.0; charts/lws README, From the OCI registry",
};

/// KEDA: scaling by what Prometheus answers.
pub const KEDA: PinnedChart = PinnedChart {
    name: "keda", repo: "https://kedacore.github.io/charts", version: "2.19.0",
    source: "KEDA documentation, deploying with Helm; kedacore/keda release v2.19.0",
};

/// cert-manager: certificates of webhooks and of one's own.
pub const CERT_MANAGER: PinnedChart = PinnedChart {
    name: "cert-manager", repo: "https://charts.jetstack.io", version: "v1.21.1",
    source: "cert-manager/cert-manager release v1.21.1 (2026-07-29)",
};

/// ExternalDNS 0.21: DNS records of what is exposed.
pub const EXTERNAL_DNS: PinnedChart = PinnedChart {
    name: "external-dns", repo: "https://kubernetes-sigs.github.io/external-dns", version: "1.21.1",
    source: "kubernetes-sigs/external-dns release external-dns-helm-chart-1.21.1 (2026-04-30)",
};

/// Kueue: queues for jobs.
pub const KUEUE: PinnedChart = PinnedChart {
    name: "kueue", repo: "oci://registry.k8s.io/kueue/charts", version: "0.19.2",
    source: "kubernetes-sigs/kueue releases",
};

/// Karpenter, chart and controller alike.
pub const KARPENTER: PinnedChart = PinnedChart {
    name: "karpenter", repo: "oci://public.ecr.aws/karpenter", version: "1.14.1",
    source: "aws/karpenter-provider-aws releases",
};

/// Karpenter's definitions: an upgrade of its own chart leaves them alone.
pub const KARPENTER_CRD: PinnedChart = PinnedChart {
    name: "karpenter-crd", repo: "oci://public.ecr.aws/karpenter", version: "1.14.1",
    source: "aws/karpenter-provider-aws releases",
};

/// NVIDIA's GPU Operator.
pub const GPU_OPERATOR: PinnedChart = PinnedChart {
    name: "gpu-operator", repo: "https://helm.ngc.nvidia.com/nvidia", version: "v26.7.0",
    source: "NVIDIA GPU Operator documentation, Helm Chart Values Reference",
};

/// NVIDIA's driver for Dynamic Resource Allocation.
pub const DRA_DRIVER_NVIDIA: PinnedChart = PinnedChart {
    name: "dra-driver-nvidia-gpu", repo: "oci://registry.k8s.io/dra-driver-nvidia/charts", version: "0.4.1",
    source: "kubernetes-sigs/dra-driver-nvidia-gpu releases",
};

/// The Prometheus Operator 0.94, by the chart that has its definitions; everything else of it is switched off.
pub const PROMETHEUS_OPERATOR: PinnedChart = PinnedChart {
    name: "kube-prometheus-stack", repo: "https://prometheus-community.github.io/helm-charts", version: "91.0.0",
    source: "prometheus-community/helm-charts release kube-prometheus-stack-91.0.0 (2026-09-13)",
};

/// The manifests of Argo CD, for a cluster that runs its own. (argoproj/argo-cd release v3.5.4)
pub const ARGO_CD: &str = "https://raw.githubusercontent.com/argoproj/argo-cd/v3.5.4/manifests/install.yaml";

/// Every chart.
pub const ALL: [PinnedChart; 14] = [
    LOAD_BALANCER_CONTROLLER,
    JOB_SET,
    KUBEFLOW_TRAINER,
    KUBERAY,
    LEADER_WORKER_SET,
    KEDA,
    CERT_MANAGER,
    EXTERNAL_DNS,
    KUEUE,
    KARPENTER,
    KARPENTER_CRD,
    GPU_OPERATOR,
    DRA_DRIVER_NVIDIA,
    PROMETHEUS_OPERATOR,
];
