//! More replicas under load: a HorizontalPodAutoscaler on CPU, or KEDA's ScaledObject on a query to Prometheus (SCH-15).

use k8s_openapi::api::autoscaling::v2::{
    CrossVersionObjectReference, HPAScalingRules, HorizontalPodAutoscaler, HorizontalPodAutoscalerBehavior,
    HorizontalPodAutoscalerSpec, MetricSpec, MetricTarget, ResourceMetricSource,
};

use super::FILE;
use super::keda::{Advanced, Fallback, HpaConfig, ScaleTarget, ScaledObject, ScaledObjectSpec, Trigger};
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
    let (api_version, kind) =
        if service.over.is_some() { ("leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet") } else { ("apps/v1", "Deployment") };
    match &autoscale.by {
        LoadMetric::Cpu(percent) => {
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
            let spec = ScaledObjectSpec {
                scale_target_ref: ScaleTarget { api_version, kind, name: service.name.to_string() },
                min_replica_count: least,
                max_replica_count: most,
                // A Prometheus that does not answer must not look like a service without load.
                fallback: Fallback { failure_threshold: 3, replicas: least },
                advanced: Advanced { horizontal_pod_autoscaler_config: HpaConfig { behavior: behavior(autoscale) } },
                triggers: vec![Trigger::prometheus(&prometheus::address(view), &query.query, &query.per_replica)],
            };
            files.add(FILE, &ScaledObject::new(metadata, spec))
        }
    }
}

fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn behavior(autoscale: &Autoscale) -> HorizontalPodAutoscalerBehavior {
    let calm = autoscale.calm.map_or(CALM_SECONDS, |calm| i32::try_from(calm.seconds()).unwrap_or(i32::MAX));
    let scale_down = HPAScalingRules { stabilization_window_seconds: Some(calm), ..HPAScalingRules::default() };
    HorizontalPodAutoscalerBehavior { scale_down: Some(scale_down), scale_up: None }
}
