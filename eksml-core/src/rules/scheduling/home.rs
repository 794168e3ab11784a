//! SCH-01: every workload has nodes it can run on.

use super::room;
use crate::derived::AcceleratorKind;
use crate::findings::Severity;
use crate::rules::example::job;
use crate::rules::home::{Home, carries, home, in_the_way, label_values};
use crate::rules::known::{instead, listed};
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, NodeGroup, Selection};
use crate::units::spelling::closest;

pub(super) const SCH_01: Rule = Rule {
    id: "SCH-01",
    name: "homeless-workload",
    title: "every workload has a home",
    severity: Severity::Error,
    why: "a Pod that fits no node stays Pending for ever, and the autoscaler adds nothing because no new node would help",
    source: "cluster-autoscaler FAQ, when does it scale up; allocatable as in Karpenter reference/instance-types.md",
    check: Check::Workload(has_a_home),
    bad: job!(
        "node_group gpu { instances: [\"g4dn.xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"16Gi\""
    ),
    good: job!(
        "node_group gpu { instances: [\"g4dn.xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"12Gi\""
    ),
};

fn has_a_home(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    match home(scope, workload) {
        Home::Undeclared(name) => {
            let groups = scope.cluster.node_groups();
            let declared: Vec<_> = groups.iter().map(|group| group.name().whole()).collect();
            findings.report(
                &workload.placement(),
                format!("{} is to run on `{}`, but there is no such node group", workload.shown(), *name),
                instead(name, &declared, &format!("declare `node_group {} {{ … }}`", name.word())),
            );
        }
        Home::Nowhere(selection) => no_such_nodes(scope, workload, &selection, findings),
        Home::KeptOut(selection, groups) => kept_out(workload, &selection, &groups, findings),
        Home::Groups(groups) => room::is_there_room(scope, workload, &groups, findings),
    }
}

/// A label that no group's nodes carry, or labels that no one group's nodes carry together.
fn no_such_nodes(scope: &Scope<'_>, workload: &Workload<'_>, selection: &At<'_, Selection>, findings: &mut Findings<'_>) {
    let groups: Vec<_> = scope.cluster.node_groups().iter().collect();
    let labels = selection.labels();
    let stranger = labels.iter().find(|(key, value)| !groups.iter().any(|group| carries(scope, group, key, value.whole())));
    let names: Vec<_> = groups.iter().map(|group| group.name().word()).collect();
    let Some((key, value)) = stranger else {
        let closest = groups
            .iter()
            .max_by_key(|group| labels.iter().filter(|(key, value)| carries(scope, group, key, value.whole())).count());
        let fix = closest.map_or_else(String::new, |group| {
            let missing: Vec<_> = labels
                .iter()
                .filter(|(key, value)| !carries(scope, group, key, value.whole()))
                .map(|(key, value)| format!("{key}={}", *value))
                .collect();
            format!(
                "`{}` comes closest and lacks {}; or write `on: {}`",
                group.name().word(),
                listed(&missing),
                group.name().word()
            )
        });
        findings.report(
            &labels,
            format!("{} selects nodes by labels that no one node group has together", workload.shown()),
            fix,
        );
        return;
    };
    let known = label_values(scope, &groups, key.as_str());
    let fix = match closest(value.as_str(), known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near:?}`? Nodes have {key} = {}", known.join(", ")),
        None if !known.is_empty() => format!("nodes have {key} = {}", known.join(", ")),
        None => format!("name the group instead: `on: GROUP`, one of {}", listed(&names)),
    };
    findings.report(&value, format!("{} selects nodes with {key}={}, and no node group has any", workload.shown(), *value), fix);
}

/// Every group it selects has a taint it does not tolerate.
fn kept_out(workload: &Workload<'_>, selection: &At<'_, Selection>, groups: &[At<'_, NodeGroup>], findings: &mut Findings<'_>) {
    let tolerated = selection.tolerate();
    let Some(group) = groups.iter().min_by_key(|group| in_the_way(group, &tolerated).len()) else { return };
    let keys = in_the_way(group, &tolerated);
    let device =
        [AcceleratorKind::Nvidia, AcceleratorKind::Neuron].iter().any(|kind| keys.iter().any(|key| key == kind.resource()));
    let all = tolerated.iter().map(|key| key.to_string()).chain(keys.iter().cloned());
    let list: Vec<_> = all.map(|key| format!("{key:?}")).collect();
    let fix = if device && workload.devices() == 0 {
        format!(
            "these are accelerator nodes: add `gpus: 1` and `tolerate: [{}]` if it needs one, or select other nodes",
            list.join(", ")
        )
    } else {
        format!("write `tolerate: [{}]`, or `on: {}`, which tolerates by itself", list.join(", "), group.name().word())
    };
    let names: Vec<_> = groups.iter().map(|group| group.name().to_string()).collect();
    findings.report(
        selection,
        format!(
            "{} selects {}, but does not tolerate {} {}",
            workload.shown(),
            listed(&names),
            if keys.len() == 1 { "the taint" } else { "the taints" },
            listed(&keys)
        ),
        fix,
    );
}
