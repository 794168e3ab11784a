//! The operators that a cluster's objects need: who serves their custom resources, offers their devices, buys their nodes.

use super::job_form::{JobForm, job_form};
use super::plane::served_by;
use super::system_namespaces::DEVICE_NAMESPACE;
use crate::catalog::charts::{self, PinnedChart};
use crate::spec::{Cluster, DevicePlane, Form, Helm, Lens, LoadMetric, Scaler, variant};

/// Where Kueue lives.
pub const KUEUE_NAMESPACE: &str = "kueue-system";

/// Where KEDA lives.
pub const KEDA_NAMESPACE: &str = "keda";

/// Where KubeRay lives.
pub const KUBERAY_NAMESPACE: &str = "ray-system";

/// The chart a user may bring, whose Prometheus Operator then serves eksml's objects too.
pub const OF_THE_USER: &str = "kube-prometheus-stack";

/// An operator that eksml installs by its pinned chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Karpenter's definitions.
    KarpenterCrd,
    /// Karpenter, which buys nodes.
    Karpenter,
    /// Kueue, which keeps queues.
    Kueue,
    /// JobSet, for training on several nodes.
    JobSet,
    /// Kubeflow Trainer, for training as TrainJobs.
    KubeflowTrainer,
    /// KubeRay, for training as RayJobs.
    KubeRay,
    /// LeaderWorkerSet, for replicas of several nodes.
    LeaderWorkerSet,
    /// KEDA, which scales by what Prometheus answers, by queues and by the hour.
    Keda,
    /// The Prometheus Operator.
    PrometheusOperator,
    /// The AWS Load Balancer Controller.
    LoadBalancerController,
    /// NVIDIA's GPU Operator.
    GpuOperator,
    /// NVIDIA's driver for Dynamic Resource Allocation.
    DraDriver,
}

impl Operator {
    /// Its chart; the release has the chart's name.
    pub fn chart(self) -> &'static PinnedChart {
        match self {
            Self::KarpenterCrd => &charts::KARPENTER_CRD,
            Self::Karpenter => &charts::KARPENTER,
            Self::Kueue => &charts::KUEUE,
            Self::JobSet => &charts::JOB_SET,
            Self::KubeflowTrainer => &charts::KUBEFLOW_TRAINER,
            Self::KubeRay => &charts::KUBERAY,
            Self::LeaderWorkerSet => &charts::LEADER_WORKER_SET,
            Self::Keda => &charts::KEDA,
            Self::PrometheusOperator => &charts::PROMETHEUS_OPERATOR,
            Self::LoadBalancerController => &charts::LOAD_BALANCER_CONTROLLER,
            Self::GpuOperator => &charts::GPU_OPERATOR,
            Self::DraDriver => &charts::DRA_DRIVER_NVIDIA,
        }
    }

    /// The version that a cluster has of it.
    pub fn version<'a>(self, cluster: impl Lens<'a, Cluster>) -> &'a str {
        let cluster = cluster.into();
        let own =
            matches!(self, Self::Karpenter | Self::KarpenterCrd).then(|| variant!(cluster.scaler(), Scaler::Karpenter)).flatten();
        own.and_then(|own| own.version().whole().as_deref()).unwrap_or(self.chart().version)
    }

    /// The namespace it lives in.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::KarpenterCrd | Self::Karpenter | Self::LoadBalancerController => "kube-system",
            Self::Kueue => KUEUE_NAMESPACE,
            Self::JobSet => "jobset-system",
            Self::KubeflowTrainer => "kubeflow-system",
            Self::KubeRay => KUBERAY_NAMESPACE,
            Self::LeaderWorkerSet => "lws-system",
            Self::Keda => KEDA_NAMESPACE,
            Self::PrometheusOperator => "prometheus-operator",
            Self::GpuOperator | Self::DraDriver => DEVICE_NAMESPACE,
        }
    }

    /// Whether its chart makes that namespace: nothing else has one like it.
    pub fn makes_namespace(self) -> bool {
        self.comes_first() && self.namespace() != "kube-system"
    }

    /// Whether it is installed before the cluster's objects, which it defines; the others need what these are.
    pub fn comes_first(self) -> bool {
        !matches!(self, Self::GpuOperator | Self::DraDriver)
    }

    /// Whether another operator brings its definitions.
    pub fn is_defined_by(self) -> Option<Self> {
        (self == Self::Karpenter).then_some(Self::KarpenterCrd)
    }

    /// The operator that must be there before: Trainer makes JobSets, and does not start where the API server knows none.
    pub fn comes_after(self) -> Option<Self> {
        if self == Self::KubeflowTrainer { Some(Self::JobSet) } else { self.is_defined_by() }
    }
}

/// Whether a release of the user's is the one whose Prometheus Operator serves eksml's objects: it comes before them.
pub fn defines_monitors<'a>(cluster: impl Lens<'a, Cluster>, release: impl Lens<'a, Helm>) -> bool {
    let (cluster, release) = (cluster.into(), release.into());
    let prometheus = cluster.monitoring().get().and_then(|monitoring| monitoring.prometheus().get());
    release.chart().as_str() == OF_THE_USER && prometheus.is_some_and(|settings| *settings.form() == Form::Operator)
}

impl Operator {
    /// All of them, in the order in which they are installed.
    pub const ALL: [Self; 12] = [
        Self::KarpenterCrd,
        Self::Karpenter,
        Self::Kueue,
        Self::JobSet,
        Self::KubeflowTrainer,
        Self::KubeRay,
        Self::LeaderWorkerSet,
        Self::Keda,
        Self::PrometheusOperator,
        Self::LoadBalancerController,
        Self::GpuOperator,
        Self::DraDriver,
    ];

    /// Whether a cluster's objects need it; reads only what that follows from.
    pub fn is_needed<'a>(self, cluster: impl Lens<'a, Cluster>) -> bool {
        let cluster = cluster.into();
        let has = |form| cluster.training().iter().any(|job| job_form(job) == form);
        match self {
            Self::KarpenterCrd | Self::Karpenter => cluster.scaler().is(|it| matches!(it, Scaler::Karpenter(_))),
            Self::Kueue => !super::queues(cluster).is_empty(),
            // What the hub sends and what a spoke takes is a Job or a JobSet, whatever either runs of its own.
            Self::JobSet => {
                let from_hub = || cluster.queues().get().is_some_and(|queues| *queues.from_hub());
                has(JobForm::JobSet) || has(JobForm::TrainJob) || super::sends_jobs(cluster) || from_hub()
            }
            Self::KubeflowTrainer => has(JobForm::TrainJob),
            Self::KubeRay => has(JobForm::RayJob),
            Self::LeaderWorkerSet => cluster.inference().iter().any(|service| service.over().is_some()),
            Self::Keda => cluster
                .inference()
                .iter()
                .filter_map(|service| service.autoscale().get())
                .any(|autoscale| !autoscale.by().is(|it| matches!(it, LoadMetric::Cpu(_)))),
            Self::PrometheusOperator => {
                let prometheus = cluster.monitoring().get().and_then(|monitoring| monitoring.prometheus().get());
                prometheus.is_some_and(|settings| *settings.form() == Form::Operator)
                    && !cluster.helm().iter().any(|release| release.chart().as_str() == OF_THE_USER)
            }
            Self::LoadBalancerController => cluster.load_balancer_controller().is_some(),
            Self::GpuOperator => !served_by(cluster, &DevicePlane::GpuOperator).is_empty(),
            Self::DraDriver => !served_by(cluster, &DevicePlane::Dra).is_empty(),
        }
    }
}

/// The operators of a cluster, in the order in which they are installed.
pub fn operators<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<Operator> {
    let cluster = cluster.into();
    Operator::ALL.into_iter().filter(|operator| operator.is_needed(cluster)).collect()
}
