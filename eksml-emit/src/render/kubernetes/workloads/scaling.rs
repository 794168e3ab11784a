//! More replicas under load: a HorizontalPodAutoscaler on CPU, or KEDA's ScaledObject by metrics, queues and hours (SCH-15).

use k8s_openapi::api::autoscaling::v2::{
    CrossVersionObjectReference, HPAScalingRules, HorizontalPodAutoscaler, HorizontalPodAutoscalerBehavior,
    HorizontalPodAutoscalerSpec, MetricSpec, MetricTarget, ResourceMetricSource,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::FILE;
use super::keda::{Advanced, Fallback, HpaConfig, ScaleTarget, ScaledObject, ScaledObjectSpec, Trigger, TriggerAuthentication};
use super::pod::Work;
use crate::render::kubernetes::prometheus;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Autoscale, Inference, LoadMetric};

/// How long load must be low before a replica goes, in seconds: Kubernetes' own default, written out.
const CALM_SECONDS: i32 = 300;

/// Adds what scales a service, if it says so.
pub(super) fn render(
    view: &ClusterView<'_>,
    service: &Inference,
    work: &Work<'_>,
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    let Some(autoscale) = &service.autoscale else { return Ok(()) };
    let metadata = work.owned(service.name.as_str());
    let (least, most) = (count(service.replicas), count(autoscale.up_to));
    match &autoscale.by {
        LoadMetric::Cpu(percent) => {
            let (api_version, kind) = scaled_kind(service);
            let metric = MetricSpec {
                type_: "Resource".to_owned(),
                resource: Some(ResourceMetricSource {
                    name: "cpu".to_owned(),
                    target: MetricTarget {
                        type_: "Utilization".to_owned(),
                        average_utilization: Some(count(*percent)),
                        ..MetricTarget::default()
                    },
                }),
                ..MetricSpec::default()
            };
            let spec = HorizontalPodAutoscalerSpec {
                scale_target_ref: CrossVersionObjectReference {
                    api_version: Some(api_version.to_owned()),
                    kind: kind.to_owned(),
                    name: service.name.to_string(),
                },
                min_replicas: Some(least),
                max_replicas: most,
                metrics: Some(vec![metric]),
                behavior: Some(behavior(autoscale)),
            };
            files.add(FILE, &HorizontalPodAutoscaler { metadata, spec: spec.into(), ..HorizontalPodAutoscaler::default() })
        }
        LoadMetric::Prometheus(query) => {
            let trigger = Trigger::prometheus(&prometheus::address(view), &query.query, &query.per_replica);
            files.add(FILE, &scaled(service, autoscale, metadata, trigger))
        }
        LoadMetric::Metric(own) => {
            // The labels that Prometheus gives to what it collects from annotated Pods.
            let query = format!("sum({}{{namespace=\"{}\",app=\"{}\"}})", own.name, service.namespace, service.name);
            let trigger = Trigger::prometheus(&prometheus::address(view), &query, &own.per_replica);
            files.add(FILE, &scaled(service, autoscale, metadata, trigger))
        }
        LoadMetric::Sqs(backlog) => {
            files.add(FILE, &TriggerAuthentication::aws(metadata.clone()))?;
            let trigger = Trigger::queue(&backlog.queue, backlog.per_replica, service.name.to_string());
            files.add(FILE, &scaled(service, autoscale, metadata, trigger))
        }
        LoadMetric::Hours(hours) => {
            let trigger = Trigger::hours(hours, autoscale.up_to);
            files.add(FILE, &scaled(service, autoscale, metadata, trigger))
        }
    }
}

/// What scales it, as KEDA is told.
fn scaled(service: &Inference, autoscale: &Autoscale, metadata: ObjectMeta, trigger: Trigger) -> ScaledObject {
    let (api_version, kind) = scaled_kind(service);
    let least = count(service.replicas);
    // A metric that cannot be had must not look like a service without load; the clock always can.
    let measured = !matches!(autoscale.by, LoadMetric::Hours(_));
    let spec = ScaledObjectSpec {
        scale_target_ref: ScaleTarget { api_version, kind, name: service.name.to_string() },
        idle_replica_count: autoscale.to_zero.then_some(0),
        cooldown_period: autoscale.to_zero.then(|| calm_seconds(autoscale)),
        min_replica_count: least,
        max_replica_count: count(autoscale.up_to),
        fallback: measured.then_some(Fallback { failure_threshold: 3, replicas: least }),
        advanced: Advanced { horizontal_pod_autoscaler_config: HpaConfig { behavior: behavior(autoscale) } },
        triggers: vec![trigger],
    };
    ScaledObject::new(metadata, spec)
}

/// What is scaled: the API and the kind of the service.
fn scaled_kind(service: &Inference) -> (&'static str, &'static str) {
    if service.over.is_some() { ("leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet") } else { ("apps/v1", "Deployment") }
}

fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn calm_seconds(autoscale: &Autoscale) -> i32 {
    autoscale.calm.map_or(CALM_SECONDS, |calm| i32::try_from(calm.seconds()).unwrap_or(i32::MAX))
}

fn behavior(autoscale: &Autoscale) -> HorizontalPodAutoscalerBehavior {
    let scale_down =
        HPAScalingRules { stabilization_window_seconds: Some(calm_seconds(autoscale)), ..HPAScalingRules::default() };
    HorizontalPodAutoscalerBehavior { scale_down: Some(scale_down), scale_up: None }
}
