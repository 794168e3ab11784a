//! Alerts have the metrics and the dates they need, and words that need them are not alone.

use crate::derived;
use crate::findings::Severity;
use crate::rules::known::listed;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::Purchase;

pub(super) const MON_07: Rule = Rule {
    id: "MON-07",
    name: "missing-alerts",
    title: "the alerts an accelerator platform needs can be raised",
    severity: Severity::Warning,
    why: "an alert whose metric or date is not there is left out: nobody hears of Pods that wait for a GPU, of nodes that are not repaired, or of a Capacity Block that ends tomorrow",
    source: "AWS EKS best practices, aiml_observability; EC2 user guide, Capacity Blocks for ML",
    check: Check::Cluster(alerts_can_be_raised),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: CapacityBlock(\"cr-0123456789abcdef0\"), zone: \"us-west-2a\" }\nmonitoring { prometheus, dcgm }\nstorage gp3 { ebs_gp3, default: true }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: CapacityBlock(\"cr-0123456789abcdef0\"), block_ends: \"2027-01-15\", zone: \"us-west-2a\" }\nmonitoring { prometheus, dcgm, kube_state_metrics }\nstorage gp3 { ebs_gp3, default: true }",
    ),
};

fn alerts_can_be_raised(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(monitoring) = scope.cluster.monitoring().get() else { return };
    let Some(prometheus) = monitoring.prometheus().get() else { return };
    findings.each(scope.cluster.node_groups().iter(), |group, findings| {
        let is_block = group.purchase().is(|purchase| matches!(purchase, Purchase::CapacityBlock(_)));
        if is_block && group.block_ends().get().is_none() {
            findings.report(
                &group.purchase(),
                format!(
                    "no alert is raised before the Capacity Block of node group `{}` ends: its last day is not known",
                    *group.name()
                ),
                "add `block_ends: \"2027-01-15\"` with the day on which the block ends",
            );
        }
    });
    if *monitoring.kube_state_metrics() {
        return;
    }
    let groups: Vec<String> = scope
        .cluster
        .node_groups()
        .iter()
        .filter(|group| group.instances().iter().any(|it| derived::AcceleratorKind::of(it.facts()).is_some()))
        .map(|group| group.name().to_string())
        .collect();
    if !groups.is_empty() {
        findings.report(
            &prometheus,
            format!("no alert is raised about Pods that wait for the accelerators of {}, or about broken nodes", listed(&groups)),
            "add `kube_state_metrics` to `monitoring`",
        );
    }
}
