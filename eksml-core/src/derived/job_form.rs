//! What a training job is to Kubernetes.

use crate::spec::{Cluster, Lens, RunAs, Training};
use crate::units::Name;

/// The kind of object that a training job becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobForm {
    /// A Job of Kubernetes' own.
    Job,
    /// A JobSet.
    JobSet,
    /// A TrainJob, from which Kubeflow Trainer makes a JobSet.
    TrainJob,
    /// A RayJob, from which KubeRay makes Pods.
    RayJob,
}

impl JobForm {
    /// The kind of the object.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Job => "Job",
            Self::JobSet => "JobSet",
            Self::TrainJob => "TrainJob",
            Self::RayJob => "RayJob",
        }
    }
}

/// What a training job becomes: what it says, or a Job on one node and a JobSet on several.
pub fn job_form<'a>(job: impl Lens<'a, Training>) -> JobForm {
    let job = job.into();
    match *job.run_as() {
        RunAs::Job if job.nodes().is_some_and(|nodes| nodes > 1) => JobForm::JobSet,
        RunAs::Job => JobForm::Job,
        RunAs::TrainJob => JobForm::TrainJob,
        RunAs::RayJob => JobForm::RayJob,
    }
}

/// Whether a cluster has training jobs of one of these forms, in this namespace if one is named.
pub fn has_jobs<'a>(cluster: impl Lens<'a, Cluster>, namespace: Option<&Name>, forms: &[JobForm]) -> bool {
    let of_these = |job| forms.contains(&job_form(job));
    cluster.into().training().iter().any(|job| namespace.is_none_or(|name| *job.namespace() == *name) && of_these(job))
}
