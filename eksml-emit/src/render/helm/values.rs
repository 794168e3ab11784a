//! The settings that operators are installed with. Each controller is at home on the system nodes (SCH-04).

use serde_json::{Value, json};

use super::{cert_manager, external_dns, load_balancer_controller};
use crate::components::{self, Component};
use crate::render::kubernetes::{self, system_home};
use crate::render::{ClusterView, RenderError, mirror};

type Settings = fn(&ClusterView<'_>) -> Result<Option<Value>, RenderError>;

/// The components whose charts need more said than where their one controller is at home.
const OWN: [(&Component, Settings); 11] = [
    (&components::karpenter::KARPENTER_CRD, |_| Ok(None)),
    (&components::karpenter::KARPENTER, |view| Ok(Some(kubernetes::karpenter_values(view)))),
    (&components::cert_manager::CERT_MANAGER, |view| Ok(Some(cert_manager::values(view)))),
    (&components::kueue::KUEUE, |view| kubernetes::kueue_values(view).map(Some)),
    // Source: kubernetes-sigs/jobset `charts/jobset/values.yaml`, 0.12.
    (&components::job_set::JOB_SET, |view| Ok(at_home(view).map(|home| json!({ "controller": home })))),
    // JobSet has a chart of its own here. Source: kubeflow/trainer `charts/kubeflow-trainer/values.yaml`, 2.3.
    (&components::kubeflow_trainer::KUBEFLOW_TRAINER, |view| {
        Ok(Some(json!({ "jobset": { "install": false }, "manager": at_home(view).unwrap_or_else(|| json!({})) })))
    }),
    (&components::prometheus_operator::PROMETHEUS_OPERATOR, |view| Ok(Some(prometheus_operator(view)))),
    (&components::load_balancer_controller::LOAD_BALANCER_CONTROLLER, |view| Ok(Some(load_balancer_controller::values(view)))),
    (&components::external_dns::EXTERNAL_DNS, |view| Ok(Some(external_dns::values(view)))),
    (&components::gpu_operator::GPU_OPERATOR, |view| Ok(Some(kubernetes::gpu_operator_values(view)))),
    (&components::dra_driver::DRA_DRIVER, |view| Ok(Some(kubernetes::dra_driver_values(view)))),
];

/// The settings of a component's chart, where the chart's own do not do.
pub(super) fn of(view: &ClusterView<'_>, component: &Component) -> Result<Option<Value>, RenderError> {
    let own = OWN.iter().find(|(other, _)| *other == component).map(|(_, settings)| settings);
    // The others take them at the root. Source: kubernetes-sigs/lws `charts/lws/values.yaml`, 0.10; kedacore/charts `keda/values.yaml`,
    // 2.19; ray-project/kuberay `helm-chart/kuberay-operator/templates/deployment.yaml`, 1.7.
    let settings = own.map_or_else(|| Ok(at_home(view)), |settings| settings(view))?;
    Ok(match mirror::of_chart(view, component) {
        Some(images) => Some(mirror::merged(settings.unwrap_or_default(), images)),
        None => settings,
    })
}

/// Where a controller is at home.
pub(super) fn at_home(view: &ClusterView<'_>) -> Option<Value> {
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
