//! How nodes are bought, and who runs the Auto Scaling group.

use super::{Check, Example, Findings, Rule, Scope, zone};
use crate::catalog::InstanceType;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::{At, Management, NodeGroup, PlacementGroup, Purchase, SelfManaged};

pub(super) const NG_01: Rule = Rule {
    id: "NG-01",
    name: "self-managed-group-of-one-type",
    title: "self-managed groups buy several types, and Spot, by a distribution",
    severity: Severity::Error,
    why: "eksctl knows `spot` and `instanceTypes` for managed groups only and refuses the whole file",
    source: "eksctl pkg/eks/api.go:222 (UnmarshalStrict), schema.json NodeGroup; validation.go:1622, :1631",
    check: Check::NodeGroup(self_managed_buys_by_distribution),
    bad: Example::Cluster(
        "node_group batch { instances: [\"m7i.large\"], scale: 0..=4, management: SelfManaged { }, repair: Off, purchase: Spot }",
    ),
    good: Example::Cluster(
        "node_group batch { instances: [\"m7i.large\", \"m7a.large\"], scale: 0..=4, management: SelfManaged { distribution { on_demand_base: 0, on_demand_percent: 0 } }, repair: Off }",
    ),
};

pub(super) const NG_20: Rule = Rule {
    id: "NG-20",
    name: "unsuitable-reservation",
    title: "a reservation is used by one type in one zone, and fixes the place itself",
    severity: Severity::Error,
    why: "reserved capacity is of one type, in one zone, at one place; whatever does not match is never launched, and the reservation is paid all the same",
    source: "eksctl managed_nodegroup.go:176, validation.go:945; EC2 user guide, Capacity Blocks for ML; terraform-aws-eks#3730",
    check: Check::NodeGroup(reservation_fits),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: CapacityBlock(\"cr-0123456789abcdef0\"), zone: \"us-west-2a\", placement: Cluster }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: CapacityBlock(\"cr-0123456789abcdef0\"), zone: \"us-west-2a\" }",
    ),
};

/// The most types a distribution may name (eksctl validation.go:1622).
const MOST_TYPES: usize = 20;

/// Whether a group's nodes come from capacity that was reserved.
pub(super) fn is_reserved(group: &At<'_, NodeGroup>) -> bool {
    group.purchase().is(|purchase| matches!(purchase, Purchase::Reservation(_) | Purchase::CapacityBlock(_)))
}

/// What a self-managed group has of its own.
fn self_managed<'a>(group: &At<'a, NodeGroup>) -> Option<At<'a, SelfManaged>> {
    group.management().variant(|management| match management {
        Management::SelfManaged(own) => Some(own),
        Management::Managed | Management::NodePool(_) => None,
    })
}

fn self_managed_buys_by_distribution(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(own) = self_managed(group) else { return };
    let distribution = own.distribution().get();
    let spot = group.purchase().is(|purchase| *purchase == Purchase::Spot);
    if spot {
        return findings.report(
            &group.purchase(),
            format!("self-managed node group `{}` cannot be bought with `purchase: Spot`", *group.name()),
            Fix::new(
                "remove it and write `management: SelfManaged { distribution { on_demand_base: 0, on_demand_percent: 0 } }`, or leave `management` out",
                "move the group to `managedNodeGroups`, or write `instancesDistribution: {onDemandPercentageAboveBaseCapacity: 0}`",
            ),
        );
    }
    if let Some(distribution) = distribution {
        let percent = distribution.on_demand_percent();
        if *percent > 100 {
            findings.report(
                &percent,
                format!("{} percent of the nodes of `{}` cannot be on-demand", *percent, *group.name()),
                Fix::decision([Edit::set(&percent, 100_u32)]).saying("{} or less"),
            );
        }
        let types = group.instances();
        if types.len() > MOST_TYPES {
            findings.report(
                &types,
                format!("self-managed node group `{}` names {} types, and eksctl takes {MOST_TYPES}", *group.name(), types.len()),
                "remove the ones you want least",
            );
        }
    } else if let Some(second) = group.instances().iter().nth(1)
        && !is_reserved(group)
    {
        findings.report(
            &second,
            format!(
                "self-managed node group `{}` has {} types but nothing that says how to mix them",
                *group.name(),
                group.instances().len()
            ),
            Fix::new(
                "write `management: SelfManaged { distribution { on_demand_base: 0, on_demand_percent: 100 } }`, or leave `management` out",
                "write `instancesDistribution: {onDemandPercentageAboveBaseCapacity: 100}`, or move the group to `managedNodeGroups`",
            ),
        );
    }
}

fn reservation_fits(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if !is_reserved(group) {
        return;
    }
    let block = group.purchase().is(|purchase| matches!(purchase, Purchase::CapacityBlock(_)));
    let what = if block { "a Capacity Block" } else { "a capacity reservation" };
    let instances = group.instances();
    if let (Some(first), Some(second)) = (instances.iter().next(), instances.iter().nth(1)) {
        findings.report(
            &second,
            format!("{what} is of one type, and node group `{}` has {}", *group.name(), instances.len()),
            format!("name the reserved type alone, for example `instances: [\"{}\"]`", *first),
        );
    } else if let Some(only) = instances.iter().next().filter(|only| block && !only.whole().facts().capacity_block) {
        let kind = only.whole().facts().accelerator;
        let sold: Vec<&str> = InstanceType::all()
            .filter(|other| other.capacity_block && other.accelerator == kind)
            .map(|other| other.name)
            .collect();
        let fix = if sold.is_empty() {
            "write `purchase: OnDemand`; Capacity Blocks are of accelerated types".to_owned()
        } else {
            format!("there are Capacity Blocks of {}; write `purchase: OnDemand` for this type", sold.join(", "))
        };
        findings.report(&only, format!("`{}` is not sold as a Capacity Block", *only), fix);
    }
    let efa = *group.efa();
    // With EFA it is NG-18 that asks for one zone.
    if !efa && zone::count(scope, group) != 1 {
        zone::report_too_many(scope, group, &group.purchase(), what, findings);
    }
    if *group.placement() == PlacementGroup::Cluster {
        findings.report(
            &group.placement(),
            format!("node group `{}` forces a placement group, but {what} has its place already", *group.name()),
            Fix::decision([Edit::remove(&group.placement())]).saying("{}: EC2 then uses the place of the reservation"),
        );
    }
    let Some(own) = self_managed(group) else { return };
    if own.distribution().get().is_some() {
        findings.report(
            &group.management(),
            format!("node group `{}` mixes on-demand and Spot, but is bought by {what}", *group.name()),
            "remove `distribution`, or write `purchase: OnDemand`",
        );
    } else if efa {
        findings.report(
            &group.management(),
            format!(
                "eksctl puts EFA nodes of self-managed group `{}` into a placement group, where {what} is not",
                *group.name()
            ),
            Fix::new(
                "leave `management` out: for managed groups eksctl makes none beside a reservation",
                "move the group to `managedNodeGroups`: for those eksctl makes none beside a reservation",
            ),
        );
    }
}
