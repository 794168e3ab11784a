//! What Prometheus raises alerts about: broken and idle GPUs, nodes and targets that are gone, volumes that fill up (MON-07).

use serde::Serialize;

use crate::render::{ClusterView, RenderError};
use crate::spec::{Monitoring, Scaler};
use crate::yaml;

#[derive(Serialize)]
struct File {
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    name: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    alert: &'static str,
    expr: &'static str,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pending: Option<&'static str>,
    labels: Labels,
    annotations: Annotations,
}

#[derive(Serialize)]
struct Labels {
    severity: &'static str,
}

#[derive(Serialize)]
struct Annotations {
    summary: &'static str,
    description: &'static str,
}

fn alert(
    severity: &'static str,
    alert: &'static str,
    expr: &'static str,
    pending: &'static str,
    texts: [&'static str; 2],
) -> Rule {
    let [summary, description] = texts;
    Rule {
        alert,
        expr,
        pending: (!pending.is_empty()).then_some(pending),
        labels: Labels { severity },
        annotations: Annotations { summary, description },
    }
}

/// The rule file's text.
pub(super) fn text(view: &ClusterView<'_>, monitoring: &Monitoring) -> Result<String, RenderError> {
    let mut groups = Vec::new();
    if monitoring.dcgm.is_some() {
        groups.push(Group { name: "gpu", rules: gpu() });
    }
    let mut nodes = targets(monitoring.node_exporter);
    if matches!(view.cluster.scaler, Scaler::ClusterAutoscaler(_)) {
        nodes.push(unschedulable());
    }
    groups.push(Group { name: "cluster", rules: nodes });
    Ok(yaml::to_string(&File { groups })?)
}

/// Which XIDs mean hardware: NVIDIA, "XID Errors" (double-bit ECC 48, row remapping 63 and 64, NVLink 74, off the bus 79, ECC
/// contained and uncontained 94 and 95, GSP 119 and 120). The others are mostly the application's own.
fn gpu() -> Vec<Rule> {
    vec![
        alert(
            "critical",
            "GpuHardwareXid",
            r#"DCGM_EXP_XID_ERRORS_COUNT{xid=~"48|63|64|74|79|94|95|119|120"} > 0"#,
            "",
            [
                "GPU {{ $labels.gpu }} of {{ $labels.node }} reported XID {{ $labels.xid }}",
                "The driver reports a fault of the hardware. Drain the node; if node repair is on, EKS replaces it.",
            ],
        ),
        alert(
            "warning",
            "GpuXid",
            r#"DCGM_EXP_XID_ERRORS_COUNT{xid!~"48|63|64|74|79|94|95|119|120"} > 0"#,
            "",
            [
                "GPU {{ $labels.gpu }} of {{ $labels.node }} reported XID {{ $labels.xid }}",
                "Most often the application's own fault, such as an illegal memory access; look at the Pod that holds the GPU.",
            ],
        ),
        alert(
            "critical",
            "GpuDoubleBitEcc",
            "increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL[15m]) > 0",
            "",
            [
                "GPU {{ $labels.gpu }} of {{ $labels.node }} has uncorrectable memory errors",
                "Results computed since may be wrong. Drain the node and let it be replaced.",
            ],
        ),
        alert(
            "critical",
            "GpuRowRemapFailure",
            "DCGM_FI_DEV_ROW_REMAP_FAILURE > 0",
            "5m",
            [
                "GPU {{ $labels.gpu }} of {{ $labels.node }} has no spare memory rows left",
                "The next memory error cannot be repaired. Let the node be replaced.",
            ],
        ),
        alert(
            "warning",
            "GpuHeldIdle",
            r#"avg_over_time(DCGM_FI_DEV_GPU_UTIL{pod!=""}[1h]) < 1"#,
            "15m",
            [
                "{{ $labels.namespace }}/{{ $labels.pod }} has held an idle GPU for an hour",
                "The GPU is paid for and blocked, and does nothing.",
            ],
        ),
    ]
}

fn targets(node_exporter: bool) -> Vec<Rule> {
    let mut rules = Vec::new();
    if node_exporter {
        rules.push(alert(
            "critical",
            "NodeExporterDown",
            r#"up{job="node-exporter"} == 0"#,
            "10m",
            ["{{ $labels.node }} does not answer", "The node, its network or the node exporter is down."],
        ));
        rules.push(alert(
            "warning",
            "NodeDiskFilling",
            r#"node_filesystem_avail_bytes{fstype=~"xfs|ext4"} / node_filesystem_size_bytes{fstype=~"xfs|ext4"} < 0.1"#,
            "15m",
            [
                "{{ $labels.mountpoint }} of {{ $labels.node }} has less than 10 % left",
                "The kubelet evicts Pods when the disk is full.",
            ],
        ));
    }
    rules.push(alert(
        "warning",
        "TargetDown",
        r#"up{job!="node-exporter"} == 0"#,
        "15m",
        [
            "{{ $labels.job }} at {{ $labels.instance }} does not answer",
            "Its metrics are missing, and alerts that need them are silent.",
        ],
    ));
    rules.push(alert(
        "warning",
        "VolumeFilling",
        "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.1",
        "15m",
        [
            "Volume {{ $labels.persistentvolumeclaim }} of {{ $labels.namespace }} has less than 10 % left",
            "Enlarge the claim, or delete what is no longer needed.",
        ],
    ));
    rules
}

fn unschedulable() -> Rule {
    alert(
        "warning",
        "PodsUnschedulable",
        "max(cluster_autoscaler_unschedulable_pods_count) > 0",
        "30m",
        [
            "{{ $value }} Pods have found no node for half an hour",
            "No group can grow to take them: its maximum is reached, or the capacity is not to be had.",
        ],
    )
}
