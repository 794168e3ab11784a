//! Pods that find no node, and targets that do not answer.

use super::Alert;
use crate::render::ClusterView;
use crate::render::kubernetes::kube_state_metrics::accelerator_pods;
use crate::spec::{Monitoring, Scaler};

/// The alerts.
pub(super) fn alerts(view: &ClusterView<'_>, monitoring: &Monitoring) -> Vec<Alert> {
    let mut alerts = vec![Alert::warning("TargetDown", r#"up{job!="node-exporter"} == 0"#).lasting("15m").says(
        "{{ $labels.job }} at {{ $labels.instance }} does not answer",
        "Its metrics are missing, and alerts that need them are silent.",
    )];
    if monitoring.kube_state_metrics {
        alerts.extend([states_are_missing(), accelerators_pending(view)]);
    }
    if matches!(view.cluster.scaler, Scaler::ClusterAutoscaler(_)) {
        alerts.push(
            Alert::warning("PodsUnschedulable", "max(cluster_autoscaler_unschedulable_pods_count) > 0").lasting("30m").says(
                "{{ $value }} Pods have found no node for half an hour",
                "No group can grow to take them: its maximum is reached, or the capacity is not to be had.",
            ),
        );
    }
    alerts
}

/// A target that is not discovered is not down but absent.
fn states_are_missing() -> Alert {
    Alert::critical("KubeStateMetricsDown", r#"absent(up{job="kube-state-metrics"} == 1)"#)
        .lasting("10m")
        .says("kube-state-metrics does not answer", "Alerts about nodes and pending Pods are silent until it does.")
}

fn accelerators_pending(view: &ClusterView<'_>) -> Alert {
    let asking = accelerator_pods(view);
    Alert::warning(
        "AcceleratorPodsPending",
        format!(r#"sum by (namespace, pod) (kube_pod_status_phase{{phase="Pending"}}) > 0 and on (namespace, pod) {asking}"#),
    )
    .lasting("30m")
    .says(
        "{{ $labels.namespace }}/{{ $labels.pod }} has waited for an accelerator for half an hour",
        "`kubectl describe pod` says why: the group is at its maximum, the capacity is not to be had, or no group fits.",
    )
}
