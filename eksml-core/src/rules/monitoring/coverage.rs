//! Accelerators are watched.

use crate::derived::AcceleratorKind;
use crate::findings::Severity;
use crate::rules::known::listed;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup};

pub(super) const MON_06: Rule = Rule {
    id: "MON-06",
    name: "unwatched-accelerators",
    title: "accelerators and EFA devices are watched",
    severity: Severity::Warning,
    why: "without an exporter nobody sees an accelerator that is idle, throttled or failing (XID and ECC errors) until a job does",
    source: "AWS EKS best practices, aiml_observability",
    check: Check::Cluster(accelerators_are_watched),
    bad: Example::Cluster("node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
    good: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }\nmonitoring { dcgm }",
    ),
};

/// What EFA counts comes by the node exporter, or by CloudWatch's agent.
fn efa_is_watched(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let monitoring = scope.cluster.monitoring().get();
        let watched = monitoring.as_ref().is_some_and(|monitoring| {
            let insights = monitoring.cloudwatch().get().is_some();
            *monitoring.node_exporter() || insights
        });
        let Some(first) = scope.cluster.node_groups().iter().find(|group| *group.efa()).filter(|_| !watched) else { return };
        let problem = format!("nobody watches the EFA devices of `{}`: a job waits for its slowest connection", *first.name());
        match &monitoring {
            Some(monitoring) => findings.report(monitoring, problem, "add `node_exporter` to `monitoring`"),
            None => findings.report(&first.name(), problem, "add `monitoring { node_exporter }` to the cluster"),
        }
    });
}

fn accelerators_are_watched(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    efa_is_watched(scope, findings);
    let monitoring = scope.cluster.monitoring().get();
    let watched = |kind: AcceleratorKind| {
        monitoring.as_ref().is_some_and(|monitoring| {
            // CloudWatch's agent watches both, unless an exporter of the platform does.
            let insights = monitoring.cloudwatch().get().is_some();
            let (dcgm, neuron) = (monitoring.dcgm().get().is_some(), *monitoring.neuron_monitor());
            match kind {
                AcceleratorKind::Nvidia => dcgm || insights && !neuron,
                AcceleratorKind::Neuron => neuron || insights && !dcgm,
            }
        })
    };
    let kinds = [(AcceleratorKind::Nvidia, "GPUs", "dcgm"), (AcceleratorKind::Neuron, "Neuron devices", "neuron_monitor")];
    findings.each(kinds, |(kind, what, word), findings| {
        if watched(kind) {
            return;
        }
        let carries =
            |group: &At<'_, NodeGroup>| group.instances().iter().any(|it| AcceleratorKind::of(it.facts()) == Some(kind));
        let unwatched: Vec<_> = scope.cluster.node_groups().iter().filter(carries).collect();
        let Some(first) = unwatched.first() else { return };
        let names: Vec<_> = unwatched.iter().map(|group| group.name().to_string()).collect();
        let problem = format!("nobody watches the {what} of {}", listed(&names));
        match &monitoring {
            Some(monitoring) => findings.report(monitoring, problem, format!("add `{word}` to `monitoring`")),
            None => findings.report(&first.name(), problem, format!("add `monitoring {{ {word} }}` to the cluster")),
        }
    });
}
