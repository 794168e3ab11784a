//! Kubeflow Trainer, for training as TrainJobs.

use super::{Component, CustomKinds, job_set};
use crate::catalog::charts;
use crate::derived::{JobForm, has_jobs};

/// Kubeflow Trainer.
pub static KUBEFLOW_TRAINER: Component = Component {
    name: "Kubeflow Trainer",
    chart: Some(&charts::KUBEFLOW_TRAINER),
    namespace: "kubeflow-system",
    is_needed: |cluster| has_jobs(cluster, None, &[JobForm::TrainJob]),
    // It makes JobSets, and does not start where the API server knows none.
    comes_after: Some(&job_set::JOB_SET),
    custom_kinds: Some(CustomKinds {
        group: "trainer.kubeflow.org",
        written: &["trainjobs", "trainingruntimes"],
        made: &[],
        are_in: |cluster, namespace| has_jobs(cluster, Some(namespace), &[JobForm::TrainJob]),
    }),
    // Source: kubeflow/trainer `charts/kubeflow-trainer/values.yaml`.
    mirrored: &[("image.registry", "ghcr.io")],
    ..Component::NEW
};
