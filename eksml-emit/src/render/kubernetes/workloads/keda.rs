//! `keda.sh/v1alpha1`, as served by KEDA 2.19: the fields that scaling by queries, queues and hours needs.

use std::collections::BTreeMap;

use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerBehavior;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use crate::spec::Hours;
use crate::units::QueueArn;

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
    /// The replicas where there is nothing to do, if fewer than the fewest: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) idle_replica_count: Option<i32>,
    /// Seconds for which there must be nothing to do before the last replica goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cooldown_period: Option<i32>,
    /// The fewest replicas.
    pub(super) min_replica_count: i32,
    /// The most replicas.
    pub(super) max_replica_count: i32,
    /// What holds while the metric cannot be had; none where it always can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fallback: Option<Fallback>,
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
#[serde(rename_all = "camelCase")]
pub(super) struct Trigger {
    #[serde(rename = "type")]
    kind: &'static str,
    metadata: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication_ref: Option<AuthenticationRef>,
}

/// A TriggerAuthentication of the same namespace.
#[derive(Serialize)]
struct AuthenticationRef {
    name: String,
}

/// As whom KEDA asks.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TriggerAuthentication {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: TriggerAuthenticationSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TriggerAuthenticationSpec {
    pod_identity: Provider,
}

#[derive(Serialize)]
struct Provider {
    provider: &'static str,
}

impl TriggerAuthentication {
    /// With the AWS role of KEDA's own operator, which EKS Pod Identity gives it.
    pub(super) fn aws(metadata: ObjectMeta) -> Self {
        let spec = TriggerAuthenticationSpec { pod_identity: Provider { provider: "aws" } };
        Self { api_version: "keda.sh/v1alpha1", kind: "TriggerAuthentication", metadata, spec }
    }
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
        Self { kind: "prometheus", metadata, authentication_ref: None }
    }

    /// Messages of a queue, those that are being worked on among them: a replica is not taken away in the midst of one.
    pub(super) fn queue(queue: &QueueArn, per_replica: u32, authentication: String) -> Self {
        let metadata = BTreeMap::from([
            ("queueURL", queue.url()),
            ("awsRegion", queue.region().to_owned()),
            ("queueLength", per_replica.to_string()),
            ("scaleOnInFlight", "true".to_owned()),
        ]);
        Self { kind: "aws-sqs-queue", metadata, authentication_ref: Some(AuthenticationRef { name: authentication }) }
    }

    /// So many replicas within these hours.
    pub(super) fn hours(hours: &Hours, replicas: u32) -> Self {
        let metadata = BTreeMap::from([
            ("timezone", hours.time_zone.clone().unwrap_or_else(|| "Etc/UTC".to_owned())),
            ("start", hours.from.to_string()),
            ("end", hours.to.to_string()),
            ("desiredReplicas", replicas.to_string()),
        ]);
        Self { kind: "cron", metadata, authentication_ref: None }
    }
}
