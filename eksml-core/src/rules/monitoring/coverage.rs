//! Accelerators are watched.

use crate::derived::AcceleratorKind;
use crate::findings::Severity;
use crate::rules::known::listed;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup};

pub(super) const MON_06: Rule = Rule {
    id: "MON-06",
    title: "accelerators are watched",
    severity: Severity::Warning,
    why: "without an exporter nobody sees an accelerator that is idle, throttled or failing (XID and ECC errors) until a job does",
    source: "AWS EKS best practices, aiml_observability",
    check: Check::Cluster(accelerators_are_watched),
    bad: Example::Cluster("node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
    good: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }\nmonitoring { dcgm }",
    ),
};

fn accelerators_are_watched(scope: &Scope<'_>, findings: &mut Findings<'_>) {
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
    for (kind, what, word) in
        [(AcceleratorKind::Nvidia, "GPUs", "dcgm"), (AcceleratorKind::Neuron, "Neuron devices", "neuron_monitor")]
    {
        findings.afresh();
        if watched(kind) {
            continue;
        }
        let carries =
            |group: &At<'_, NodeGroup>| group.instances().iter().any(|it| AcceleratorKind::of(it.facts()) == Some(kind));
        let unwatched: Vec<_> = scope.cluster.node_groups().iter().filter(carries).collect();
        let Some(first) = unwatched.first() else { continue };
        let names: Vec<_> = unwatched.iter().map(|group| group.name().to_string()).collect();
        let problem = format!("nobody watches the {what} of {}", listed(&names));
        match &monitoring {
            Some(monitoring) => findings.report(monitoring, problem, format!("add `{word}` to `monitoring`")),
            None => findings.report(&first.name(), problem, format!("add `monitoring {{ {word} }}` to the cluster")),
        }
    }
}
