//! `keda.sh/v1alpha1`, as served by KEDA 2.19: the fields that scaling on a Prometheus query needs.

use std::collections::BTreeMap;

use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerBehavior;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

/// Scales one object by events.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ScaledObject {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: ScaledObjectSpec,
}

impl ScaledObject {
    /// A ScaledObject.
    pub(super) fn new(metadata: ObjectMeta, spec: ScaledObjectSpec) -> Self {
        Self { api_version: "keda.sh/v1alpha1", kind: "ScaledObject", metadata, spec }
    }
}

/// What is scaled, between which bounds, by what.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ScaledObjectSpec {
    /// What is scaled.
    pub(super) scale_target_ref: ScaleTarget,
    /// The fewest replicas.
    pub(super) min_replica_count: i32,
    /// The most replicas.
    pub(super) max_replica_count: i32,
    /// What holds while the metric cannot be had.
    pub(super) fallback: Fallback,
    /// Settings of the HorizontalPodAutoscaler that KEDA makes.
    pub(super) advanced: Advanced,
    /// The metrics.
    pub(super) triggers: Vec<Trigger>,
}

/// An object with a `scale` subresource, in the same namespace.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ScaleTarget {
    /// Its API version.
    pub(super) api_version: &'static str,
    /// Its kind.
    pub(super) kind: &'static str,
    /// Its name.
    pub(super) name: String,
}

/// What holds while the metric cannot be had.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fallback {
    /// After so many failures in a row.
    pub(super) failure_threshold: i32,
    /// So many replicas.
    pub(super) replicas: i32,
}

/// Settings of the HorizontalPodAutoscaler that KEDA makes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Advanced {
    /// They.
    pub(super) horizontal_pod_autoscaler_config: HpaConfig,
}

/// Settings of a HorizontalPodAutoscaler.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HpaConfig {
    /// How fast it scales.
    pub(super) behavior: HorizontalPodAutoscalerBehavior,
}

/// A metric.
#[derive(Serialize)]
pub(super) struct Trigger {
    #[serde(rename = "type")]
    kind: &'static str,
    metadata: BTreeMap<&'static str, String>,
}

impl Trigger {
    /// A query to Prometheus: load of all replicas, divided by what one can take.
    pub(super) fn prometheus(address: &str, query: &str, per_replica: &str) -> Self {
        let metadata = BTreeMap::from([
            ("serverAddress", address.to_owned()),
            ("query", query.to_owned()),
            ("threshold", per_replica.to_owned()),
            // No answer is an error, for which the fallback stands, and not a load of nothing.
            ("ignoreNullValues", "false".to_owned()),
        ]);
        Self { kind: "prometheus", metadata }
    }
}
