//! What accelerators do, and how they fare.

use crate::render::ClusterView;
use crate::render::kubernetes::grafana::dashboard::Panel;
use crate::render::kubernetes::{efa_counters, kube_state_metrics};
use crate::spec::Monitoring;

/// The panels.
pub(super) fn panels(view: &ClusterView<'_>, monitoring: &Monitoring) -> Vec<Panel> {
    let mut panels = Vec::new();
    if monitoring.dcgm.is_some() {
        panels.extend(nvidia());
    }
    if monitoring.neuron_monitor {
        panels.extend(neuron());
    }
    if monitoring.node_exporter && efa_counters::are_there(view) {
        panels.extend(efa());
    }
    if monitoring.kube_state_metrics {
        let pending = r#"sum by (namespace, pod) (kube_pod_status_phase{phase="Pending"}) > 0"#;
        let asking = kube_state_metrics::accelerator_pods(view);
        panels.push(
            Panel::lines("Pods that wait for an accelerator, by namespace", "short")
                .query(format!("count by (namespace) ({pending} and on (namespace, pod) {asking})"), "{{namespace}}"),
        );
    }
    panels
}

fn efa() -> Vec<Panel> {
    vec![
        Panel::lines("EFA traffic by node", "Bps")
            .query("sum by (node) (rate(node_amazonefa_tx_bytes[5m]))", "{{node}} sent")
            .query("sum by (node) (rate(node_amazonefa_rx_bytes[5m]))", "{{node}} received"),
        Panel::lines("EFA packets sent again by node", "percentunit")
            .note("Of all packets. The network sends again what it drops; more than a few in a thousand slow a job down.")
            .query(
                "sum by (node) (rate(node_amazonefa_retrans_pkts[5m])) / (sum by (node) (rate(node_amazonefa_tx_pkts[5m])) > 0)",
                "{{node}}",
            ),
    ]
}

fn nvidia() -> Vec<Panel> {
    vec![
        Panel::lines("GPU utilisation by node", "percent").query("avg by (node) (DCGM_FI_DEV_GPU_UTIL)", "{{node}}"),
        Panel::lines("Tensor cores active by node", "percentunit")
            .note("Utilisation says that something runs; this says whether it is the work that the GPU was bought for.")
            .query("avg by (node) (DCGM_FI_PROF_PIPE_TENSOR_ACTIVE)", "{{node}}"),
        Panel::lines("GPU memory in use by node", "percentunit").query(
            "sum by (node) (DCGM_FI_DEV_FB_USED) / (sum by (node) (DCGM_FI_DEV_FB_USED) + sum by (node) (DCGM_FI_DEV_FB_FREE))",
            "{{node}}",
        ),
        Panel::lines("GPUs held, and held idle, by namespace", "short")
            .note("Idle is less than 5 % over half an hour.")
            .query(r#"count by (namespace) (DCGM_FI_DEV_GPU_UTIL{pod!=""})"#, "{{namespace}} held")
            .query(r#"count by (namespace) (avg_over_time(DCGM_FI_DEV_GPU_UTIL{pod!=""}[30m]) < 5)"#, "{{namespace}} idle"),
        Panel::lines("Power by node", "watt").query("sum by (node) (DCGM_FI_DEV_POWER_USAGE)", "{{node}}"),
        Panel::lines("Hottest GPU by node", "celsius").query("max by (node) (DCGM_FI_DEV_GPU_TEMP)", "{{node}}"),
        Panel::lines("XID errors by node and XID", "short")
            .query("sum by (node, xid) (DCGM_EXP_XID_ERRORS_COUNT) > 0", "{{node}} XID {{xid}}"),
        Panel::lines("Memory errors in the last hour by node", "short")
            .query("sum by (node) (increase(DCGM_FI_DEV_ECC_SBE_VOL_TOTAL[1h]))", "{{node}} corrected")
            .query("sum by (node) (increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL[1h]))", "{{node}} uncorrectable"),
    ]
}

fn neuron() -> Vec<Panel> {
    vec![
        Panel::lines("NeuronCore utilisation by node", "percentunit")
            .query("avg by (node) (neuroncore_utilization_ratio)", "{{node}}"),
        Panel::lines("Memory of the Neuron runtime by node", "bytes")
            .query("sum by (node, memory_location) (neuron_runtime_memory_used_bytes)", "{{node}} {{memory_location}}"),
        Panel::lines("Neuron memory errors in the last hour by node", "short")
            .query("sum by (node, event_type) (increase(hardware_ecc_events_total[1h]))", "{{node}} {{event_type}}"),
    ]
}
