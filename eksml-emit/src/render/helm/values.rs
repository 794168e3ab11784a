//! The settings that operators are installed with. Each controller is at home on the system nodes (SCH-04).

use serde_json::{Value, json};

use super::load_balancer_controller;
use crate::derived::Operator;
use crate::render::kubernetes::{self, system_home};
use crate::render::{ClusterView, RenderError, mirror};

/// Those of an operator, where its chart's own do not do.
pub(super) fn of(view: &ClusterView<'_>, operator: Operator) -> Result<Option<Value>, RenderError> {
    let settings = own(view, operator)?;
    Ok(match mirror::of_chart(view, operator) {
        Some(images) => Some(mirror::merged(settings.unwrap_or_default(), images)),
        None => settings,
    })
}

fn own(view: &ClusterView<'_>, operator: Operator) -> Result<Option<Value>, RenderError> {
    Ok(match operator {
        Operator::KarpenterCrd => None,
        Operator::Karpenter => Some(kubernetes::karpenter_values(view)),
        Operator::Kueue => Some(kubernetes::kueue_values(view)?),
        // Source: kubernetes-sigs/jobset `charts/jobset/values.yaml`, 0.12.
        Operator::JobSet => at_home(view).map(|home| json!({ "controller": home })),
        // JobSet has a chart of its own here. Source: kubeflow/trainer `charts/kubeflow-trainer/values.yaml`, 2.3.
        Operator::KubeflowTrainer => {
            Some(json!({ "jobset": { "install": false }, "manager": at_home(view).unwrap_or_else(|| json!({})) }))
        }
        // Source: kubernetes-sigs/lws `charts/lws/values.yaml`, 0.10; kedacore/charts `keda/values.yaml`, 2.19.
        // ray-project/kuberay `helm-chart/kuberay-operator/templates/deployment.yaml`, 1.7.
        Operator::LeaderWorkerSet | Operator::Keda | Operator::KubeRay => at_home(view),
        Operator::PrometheusOperator => Some(prometheus_operator(view)),
        Operator::LoadBalancerController => Some(load_balancer_controller::values(view)),
        Operator::GpuOperator => Some(kubernetes::gpu_operator_values(view)),
        Operator::DraDriver => Some(kubernetes::dra_driver_values(view)),
    })
}

fn at_home(view: &ClusterView<'_>) -> Option<Value> {
    let (affinity, tolerations) = system_home(view);
    let mut home = serde_json::Map::new();
    if let Some(affinity) = affinity {
        home.insert("affinity".to_owned(), json!(affinity));
    }
    if let Some(tolerations) = tolerations {
        home.insert("tolerations".to_owned(), json!(tolerations));
    }
    (!home.is_empty()).then_some(Value::Object(home))
}

/// The operator and its definitions, and nothing else of the stack: what it watches is emitted.
/// Source: prometheus-community/helm-charts `charts/kube-prometheus-stack/values.yaml`, 91.0.
fn prometheus_operator(view: &ClusterView<'_>) -> Value {
    let off = || json!({ "enabled": false });
    let mut operator = json!({
        // Without its webhook it needs no certificate; what it would check is checked here.
        "admissionWebhooks": off(),
        "tls": off(),
        "serviceMonitor": { "selfMonitor": false },
        "kubeletService": off(),
    });
    if let Some(Value::Object(home)) = at_home(view) {
        for (key, value) in home {
            operator[key] = value;
        }
    }
    json!({
        "alertmanager": off(),
        "defaultRules": { "create": false },
        "grafana": off(),
        "kubeStateMetrics": off(),
        "kubernetesServiceMonitors": off(),
        "nodeExporter": off(),
        "prometheus": off(),
        "prometheusOperator": operator,
    })
}
