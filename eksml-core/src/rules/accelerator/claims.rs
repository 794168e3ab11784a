//! GPUs that are claimed beside GPUs that are asked for by number: a Pod does the one or the other.

use crate::derived::AcceleratorKind;
use crate::findings::Severity;
use crate::rules::example::job;
use crate::rules::home::{claims_devices, groups};
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, NodeGroup};
use crate::units::Name;

pub(super) const ACC_25: Rule = Rule {
    id: "ACC-25",
    name: "claimed-and-requested-gpus",
    title: "a Pod claims its GPUs or asks for them",
    severity: Severity::Error,
    why: "nodes whose GPUs are claimed offer no `nvidia.com/gpu`, and on the others no claim can be met: the Pod would run on the one kind \
          alone, and wait while nodes of the other stand idle",
    source: "EKS user guide, Manage hardware devices: a node's devices are handed out by a plugin or by DRA; KEP-5004",
    check: Check::Workload(one_way_for_all_its_groups),
    bad: job!(
        "node_group old { instances: [\"g6e.2xlarge\"], scale: 1..=4, serves: Training, taint: nvidia_gpu }",
        "node_group new { instances: [\"g6e.2xlarge\"], scale: 1..=4, serves: Training, taint: nvidia_gpu, plane: Dra }";
        "select { labels { \"workload-type\": \"training\" }, tolerate: [\"nvidia.com/gpu\"] }, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
    good: job!(
        "node_group old { instances: [\"g6e.2xlarge\"], scale: 1..=4, serves: Training, taint: nvidia_gpu }",
        "node_group new { instances: [\"g6e.2xlarge\"], scale: 1..=4, serves: Training, taint: nvidia_gpu, plane: Dra }";
        "on: new, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};

fn one_way_for_all_its_groups(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    if workload.devices() == 0 {
        return;
    }
    if let Some((claimed, offered)) = both_ways(scope, &groups(scope, workload)) {
        findings.report(
            &workload.placement(),
            format!(
                "{} may land on `{claimed}`, where Pods claim GPUs, or on `{offered}`, where they ask for `{}`: a Pod does the one or the \
                 other",
                workload.shown(),
                AcceleratorKind::Nvidia.resource()
            ),
            format!("choose one group: `on: {}` or `on: {}`", claimed.word(), offered.word()),
        );
    }
}

/// A group whose GPUs are claimed and one whose GPUs are asked for, if there are both among these.
pub(super) fn both_ways<'a>(scope: &Scope<'_>, groups: &[At<'a, NodeGroup>]) -> Option<(&'a Name, &'a Name)> {
    let nvidia = |group: &&At<'_, NodeGroup>| {
        group.instances().iter().any(|instance| AcceleratorKind::of(instance.facts()) == Some(AcceleratorKind::Nvidia))
    };
    let (claimed, offered): (Vec<At<'_, NodeGroup>>, Vec<_>) =
        groups.iter().filter(nvidia).partition(|group| claims_devices(scope, group));
    Some((claimed.first()?.name().whole(), offered.first()?.name().whole()))
}
