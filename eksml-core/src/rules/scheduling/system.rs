//! SCH-04: CoreDNS and the controllers have nodes that stay.

use crate::derived::{self, AcceleratorKind};
use crate::eksctl::FargateProfileSelector;
use crate::findings::Severity;
use crate::rules::home::in_the_way;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup, Purchase, Scaler, Use};

/// The fewest nodes that survive the loss of one.
const FEWEST: u32 = 2;

pub(super) const SCH_04: Rule = Rule {
    id: "SCH-04",
    name: "controllers-without-home",
    title: "some group is home to CoreDNS and the controllers",
    severity: Severity::Error,
    why: "without nodes that are untainted, never Spot and never fewer than two, DNS and the autoscaler themselves disappear with a \
          node, and nothing is left that could bring one back",
    source: "AWS EKS best practices, autoscaling: run controllers on nodes that the autoscaler does not remove",
    check: Check::Cluster(system_has_a_home),
    bad: Example::Cluster("node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System, purchase: Spot }"),
    good: Example::Cluster("node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }"),
};

fn system_has_a_home(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    // EKS Auto Mode runs them itself, or on its built-in pools.
    if scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::AutoMode(_))) {
        return;
    }
    // Nor do they need nodes where Fargate takes them.
    let takes_system = |selector: At<'_, FargateProfileSelector>| {
        matches!(selector.namespace().as_str(), "kube-system" | "kube-*" | "*") && selector.labels().whole().is_empty()
    };
    let profiles = scope.cluster.eksctl().fargate_profiles();
    if profiles.iter().any(|profile| profile.selectors().iter().any(takes_system)) {
        return;
    }
    let groups: Vec<_> = scope.cluster.node_groups().iter().collect();
    if groups.iter().any(|group| obstacle(group).is_none()) {
        return;
    }
    // The group that is meant to be the home, with its own word that keeps it from being one.
    if let Some((place, problem, fix)) = groups.iter().find(|group| *group.serves() == Use::System).and_then(obstacle) {
        findings.report(&place, format!("CoreDNS and the controllers have no stable nodes: {problem}"), fix);
        return;
    }
    let reasons: Vec<_> = groups.iter().filter_map(|group| Some(obstacle(group)?.1)).collect();
    let name = scope.cluster.name();
    let problem = if reasons.is_empty() {
        format!("cluster `{}` has no node group", *name)
    } else {
        format!("CoreDNS and the controllers of `{}` have no stable nodes: {}", *name, reasons.join("; "))
    };
    findings.report(&name, problem, "add `node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }`");
}

/// What keeps a group from being the system's home: the word, what it does, and what to write instead.
fn obstacle<'a>(group: &At<'a, NodeGroup>) -> Option<(At<'a, ()>, String, String)> {
    let name = group.name();
    // First what is known even where an instance type is not.
    if !in_the_way(group, &[]).is_empty() && *group.serves() != Use::System {
        return Some((word(group, "taints"), format!("`{}` is tainted", *name), "remove the taint".to_owned()));
    }
    if let Some(instance) = group.instances().iter().find(|it| AcceleratorKind::of(it.facts()).is_some()) {
        let fix = "choose instances without accelerators such as `instances: [\"m7i.xlarge\"]`";
        return Some((word(group, "instances"), format!("`{}` has accelerators ({})", *name, *instance), fix.to_owned()));
    }
    if !in_the_way(group, &[]).is_empty() {
        return Some((word(group, "taints"), format!("`{}` is tainted", *name), "remove the taint".to_owned()));
    }
    let least = *group.scale().min();
    if least < FEWEST {
        let fix = format!("write `scale: 3..={}`", (*group.scale().max()).max(3));
        return Some((
            word(group, "scale"),
            format!("`{}` may have no more than {least} node{}", *name, if least == 1 { "" } else { "s" }),
            fix,
        ));
    }
    let purchase = group.purchase();
    let own = "write `purchase: OnDemand`".to_owned();
    match *purchase {
        Purchase::Spot => {
            return Some((word(group, "purchase"), format!("`{}` has Spot nodes, which are taken back", *name), own));
        }
        Purchase::CapacityBlock(_) => {
            return Some((word(group, "purchase"), format!("`{}` has a Capacity Block, which ends", *name), own));
        }
        Purchase::OnDemand | Purchase::Reservation(_) => {}
    }
    let always = derived::always_on_demand(group);
    if always < FEWEST {
        let fix = format!("write `on_demand_base: {FEWEST}` or more in its distribution");
        return Some((word(group, "management"), format!("all but {always} nodes of `{}` may be Spot", *name), fix));
    }
    None
}

/// A field of the group, to report at, whatever its type.
fn word<'a>(group: &At<'a, NodeGroup>, field: &'static str) -> At<'a, ()> {
    group.field(field, |_| &())
}
