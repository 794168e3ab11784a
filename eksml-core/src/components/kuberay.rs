//! KubeRay, for training as RayJobs.

use super::{Component, CustomKinds};
use crate::catalog::charts;
use crate::derived::{JobForm, has_jobs};

/// Where it lives.
pub const NAMESPACE: &str = "ray-system";

/// KubeRay.
pub static KUBERAY: Component = Component {
    name: "KubeRay",
    chart: Some(&charts::KUBERAY),
    namespace: NAMESPACE,
    is_needed: |cluster| has_jobs(cluster, None, &[JobForm::RayJob]),
    custom_kinds: Some(CustomKinds {
        group: "ray.io",
        written: &["rayjobs"],
        made: &["rayclusters"],
        are_in: |cluster, namespace| has_jobs(cluster, Some(namespace), &[JobForm::RayJob]),
    }),
    // Source: kuberay `helm-chart/kuberay-operator/values.yaml`.
    mirrored: &[("image.repository", "quay.io/kuberay/operator")],
    ..Component::NEW
};
