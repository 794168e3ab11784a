//! Broken and idle GPUs, as the DCGM exporter sees them.

use super::Alert;
use crate::render::ClusterView;
use crate::spec::Sharing;

/// The alerts.
pub(super) fn alerts(view: &ClusterView<'_>) -> Vec<Alert> {
    let mut alerts = of_whole_gpus();
    if view.cluster.node_groups.iter().any(|group| matches!(group.sharing, Sharing::Mig(_))) {
        alerts.push(slice_held_idle());
    }
    alerts
}

/// Which XIDs mean hardware: NVIDIA, "XID Errors" (double-bit ECC 48, row remapping 63 and 64, NVLink 74, off the bus 79, ECC
/// contained and uncontained 94 and 95, GSP 119 and 120). The others are mostly the application's own.
fn of_whole_gpus() -> Vec<Alert> {
    vec![
        Alert::critical("GpuHardwareXid", r#"DCGM_EXP_XID_ERRORS_COUNT{xid=~"48|63|64|74|79|94|95|119|120"} > 0"#).says(
            "GPU {{ $labels.gpu }} of {{ $labels.node }} reported XID {{ $labels.xid }}",
            "The driver reports a fault of the hardware. Drain the node; if node repair is on, EKS replaces it.",
        ),
        Alert::warning("GpuXid", r#"DCGM_EXP_XID_ERRORS_COUNT{xid!~"48|63|64|74|79|94|95|119|120"} > 0"#).says(
            "GPU {{ $labels.gpu }} of {{ $labels.node }} reported XID {{ $labels.xid }}",
            "Most often the application's own fault, such as an illegal memory access; look at the Pod that holds the GPU.",
        ),
        Alert::critical("GpuDoubleBitEcc", "increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL[15m]) > 0").says(
            "GPU {{ $labels.gpu }} of {{ $labels.node }} has uncorrectable memory errors",
            "Results computed since may be wrong. Drain the node and let it be replaced.",
        ),
        Alert::critical("GpuRowRemapFailure", "DCGM_FI_DEV_ROW_REMAP_FAILURE > 0").lasting("5m").says(
            "GPU {{ $labels.gpu }} of {{ $labels.node }} has no spare memory rows left",
            "The next memory error cannot be repaired. Let the node be replaced.",
        ),
        Alert::warning("GpuHeldIdle", r#"avg_over_time(DCGM_FI_DEV_GPU_UTIL{pod!=""}[1h]) < 1"#).lasting("15m").says(
            "{{ $labels.namespace }}/{{ $labels.pod }} has held an idle GPU for an hour",
            "The GPU is paid for and blocked, and does nothing.",
        ),
    ]
}

/// NVIDIA's driver knows no utilisation of GPUs that MIG has cut; their slices are told by the engine's activity alone.
/// Source: NVIDIA, "Multi-Instance GPU User Guide"; dcgm-exporter, the label `GPU_I_ID`.
fn slice_held_idle() -> Alert {
    let idle = r#"avg_over_time(DCGM_FI_PROF_GR_ENGINE_ACTIVE{pod!="",GPU_I_ID!=""}[1h]) < 0.01"#;
    Alert::warning("GpuSliceHeldIdle", idle).lasting("15m").says(
        "{{ $labels.namespace }}/{{ $labels.pod }} has held an idle slice of a GPU for an hour",
        "The slice is paid for and blocked, and does nothing.",
    )
}
