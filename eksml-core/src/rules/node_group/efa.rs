//! Elastic Fabric Adapter.

use super::{Check, Example, Findings, Rule, Scope, zone};
use crate::catalog::{InstanceFacts, InstanceType};
use crate::findings::Severity;
use crate::spec::{At, NodeGroup};

pub(super) const NG_18: Rule = Rule {
    id: "NG-18",
    name: "unsuitable-efa-group",
    title: "EFA needs types that have it, and one zone",
    severity: Severity::Error,
    why: "its cluster placement group cannot span zones, and eksctl finds a type without EFA only when the control plane stands",
    source: "eksctl validation.go:884, network_interfaces.go; AWS EKS best practices, aiml_networking",
    check: Check::NodeGroup(efa_is_possible),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"g6.xlarge\"], scale: 0..=4, taint: nvidia_gpu, efa: true, zone: \"us-west-2a\" }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"g6.8xlarge\"], scale: 0..=4, taint: nvidia_gpu, efa: true, zone: \"us-west-2a\" }",
    ),
};

pub(super) const NG_19: Rule = Rule {
    id: "NG-19",
    name: "idle-network-cards",
    title: "every network card of an EFA group takes EFA",
    severity: Severity::Error,
    why: "eksctl asks for EFA on every card; where one takes none, EC2 refuses to launch the node",
    source: "Karpenter 1.14 instance types and VPC limits (16 EFA on 17 cards); eksctl network_interfaces.go",
    check: Check::NodeGroup(every_card_takes_efa),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"p6-b300.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, efa: true, zone: \"us-west-2a\" }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"p6-b200.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, efa: true, zone: \"us-west-2a\" }",
    ),
};

fn efa_is_possible(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if !*group.efa() {
        return;
    }
    findings.each(group.instances().iter(), |instance, findings| {
        let facts = instance.whole().facts();
        if facts.efa_interfaces == 0 {
            findings.report(
                &instance,
                format!("node group `{}` wants EFA, which `{}` does not have", *group.name(), facts.name),
                with_efa(facts).map_or_else(
                    || format!("no {} type has it: leave `efa` out", facts.family()),
                    |larger| format!("write `\"{larger}\"`, the smallest {} with EFA, or leave `efa` out", facts.family()),
                ),
            );
        }
    });
    if zone::count(scope, group) != 1 {
        zone::report_too_many(scope, group, &group.efa(), "EFA", findings);
    }
}

/// The smallest type of the same family that has EFA.
fn with_efa(facts: &InstanceFacts) -> Option<&'static str> {
    InstanceType::all()
        .filter(|other| other.family() == facts.family() && other.efa_interfaces > 0)
        .min_by_key(|other| (other.vcpu, other.name))
        .map(|other| other.name)
}

fn every_card_takes_efa(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if !*group.efa() {
        return;
    }
    findings.each(group.instances().iter(), |instance, findings| {
        let facts = instance.whole().facts();
        let Some(cards) = facts.network_cards.filter(|cards| *cards > facts.efa_interfaces && facts.efa_interfaces > 0) else {
            return;
        };
        findings.report(
            &instance,
            format!(
                "`{}` takes EFA on {} of its {cards} network cards, and eksctl asks for it on all",
                facts.name, facts.efa_interfaces
            ),
            "write `\"p6-b200.48xlarge\"` or `\"p5en.48xlarge\"`, or leave `efa` out",
        );
    });
}
