//! Accelerator nodes are for Pods that ask for accelerators, and tolerations are not written by hand.

use crate::derived::{self, AcceleratorKind};
use crate::findings::Severity;
use crate::rules::example::{job, service};
use crate::rules::home::{Home, home};
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, NodeGroup, Placement, Sharing, Use};

pub(super) const SCH_02: Rule = Rule {
    id: "SCH-02",
    name: "idle-pod-on-accelerator",
    title: "only Pods that ask for an accelerator run on accelerator nodes",
    severity: Severity::Error,
    why: "a Pod without an accelerator request keeps a GPU node up and busy, while no accelerator is given to it",
    source: "AWS EKS best practices, aiml_compute: taint accelerator nodes",
    check: Check::Workload(asks_for_what_it_occupies),
    bad: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, cpu: \"2\", memory: \"8Gi\""
    ),
    good: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};

fn asks_for_what_it_occupies(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    if workload.devices() > 0 {
        return;
    }
    let placement = workload.placement();
    let select = placement.variant(|placement| match placement {
        Placement::Select(selection) => Some(selection),
        Placement::On(_) => None,
    });
    if let Some(selection) = select {
        findings.each(selection.tolerate().iter(), |key, findings| {
            if [AcceleratorKind::Nvidia, AcceleratorKind::Neuron].iter().any(|kind| kind.resource() == key.as_str()) {
                findings.report(
                    &key,
                    format!("{} tolerates `{}` but asks for no accelerator", workload.shown(), *key),
                    "add `gpus: 1`, or remove the toleration",
                );
            }
        });
        return;
    }
    let Home::Groups(groups) = home(scope, workload) else { return };
    findings.each(groups, |group, findings| {
        let instances = group.instances();
        let Some(instance) = instances.iter().find(|it| AcceleratorKind::of(it.facts()).is_some()) else { return };
        let sharing = group.sharing();
        let wanted = match (workload, sharing.whole()) {
            (Workload::Training(_), Sharing::None) => derived::devices(instance.facts(), &sharing),
            _ => 1,
        };
        let elsewhere = scope.cluster.node_groups().iter().find(is_for_anything).map_or_else(String::new, |other| {
            format!(", or run it on nodes without accelerators: `on: {}`", other.name().word())
        });
        findings.report(
            &placement,
            format!(
                "{} runs on `{}` ({}: {}) but asks for no accelerator",
                workload.shown(),
                *group.name(),
                *instance,
                instance.facts().accelerator_model
            ),
            format!("add `gpus: {wanted}`{elsewhere}"),
        );
    });
}

/// Whether any Pod may run on a group.
fn is_for_anything(group: &At<'_, NodeGroup>) -> bool {
    *group.serves() != Use::System
        && group.taints().is_empty()
        && group.instances().iter().all(|instance| AcceleratorKind::of(instance.facts()).is_none())
}

pub(super) const SCH_03: Rule = Rule {
    id: "SCH-03",
    name: "placement-by-hand",
    title: "tolerations and selectors follow from the placement",
    severity: Severity::Error,
    why: "a toleration without its selector, or a selector without its toleration, lands on the wrong nodes or on none",
    source: "Kubernetes, taints and tolerations",
    check: Check::Form,
    bad: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", tolerations: [\"nvidia.com/gpu\"]"
    ),
    good: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};
