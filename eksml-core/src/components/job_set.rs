//! JobSet, for training on several nodes.

use super::{Component, CustomKinds};
use crate::catalog::charts;
use crate::derived::{JobForm, has_jobs, jobs_wait_here, sends_jobs};

/// JobSet.
pub static JOB_SET: Component = Component {
    name: "JobSet",
    chart: Some(&charts::JOB_SET),
    namespace: "jobset-system",
    // What the hub sends and what a spoke takes is a Job or a JobSet, whatever either runs of its own.
    is_needed: |cluster| {
        let from_hub = || cluster.queues().get().is_some_and(|queues| *queues.from_hub());
        has_jobs(cluster, None, &[JobForm::JobSet, JobForm::TrainJob]) || sends_jobs(cluster) || from_hub()
    },
    custom_kinds: Some(CustomKinds {
        group: "jobset.x-k8s.io",
        written: &["jobsets"],
        made: &[],
        // What a TrainJob becomes is looked at, and sometimes stopped, as the JobSet it is.
        are_in: |cluster, namespace| {
            has_jobs(cluster, Some(namespace), &[JobForm::JobSet, JobForm::TrainJob]) || jobs_wait_here(cluster, namespace)
        },
    }),
    // Source: jobset `charts/jobset/values.yaml`.
    mirrored: &[("image.registry", "registry.k8s.io")],
    ..Component::NEW
};
