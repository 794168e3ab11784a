//! Reservations and capacity blocks.

use super::ask::on;
use super::group::{Group, groups, instance_types, known_types};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{CapacityReservation, ClusterConfig, MarketType};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-119",
        name: "capacity-reservation-unnamed",
        title: "capacity that is bought ahead is named",
        severity: Severity::Error,
        why: "EC2 launches into a capacity block that is the target of the launch, and nowhere without one; eksctl looks for any reservation only",
        source: "eksctl validation.go:968; EC2 user guide, Capacity Blocks",
        check: Check::Config(blocks_are_named),
        bad: Example::Config(
            "managedNodeGroups: [{name: gpu, instanceType: p5.48xlarge, privateNetworking: true, availabilityZones: [us-west-2a], instanceMarketOptions: {marketType: capacity-block}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: gpu, instanceType: p5.48xlarge, privateNetworking: true, availabilityZones: [us-west-2a], instanceMarketOptions: {marketType: capacity-block}, capacityReservation: {capacityReservationTarget: {capacityReservationID: cr-0aaaaaaaaaaaaaaaa}}}]",
        ),
    },
    Rule {
        id: "EK-120",
        name: "invalid-capacity-block",
        title: "a capacity block is of one type, in one zone, and not Spot",
        severity: Severity::Error,
        why: "a block is bought for one type in one zone: eksctl notices several types when the control plane stands, EC2 the rest, and `spot` is overwritten without a word",
        source: "eksctl pkg/cfn/builder/managed_nodegroup.go:220, 238; EC2 user guide, Capacity Blocks",
        check: Check::Config(blocks_are_of_one_kind),
        bad: Example::Config(
            "managedNodeGroups: [{name: gpu, instanceTypes: [p5.48xlarge, p5e.48xlarge], privateNetworking: true, availabilityZones: [us-west-2a], instanceMarketOptions: {marketType: capacity-block}, capacityReservation: {capacityReservationTarget: {capacityReservationID: cr-0aaaaaaaaaaaaaaaa}}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: gpu, instanceTypes: [p5.48xlarge], privateNetworking: true, availabilityZones: [us-west-2a], instanceMarketOptions: {marketType: capacity-block}, capacityReservation: {capacityReservationTarget: {capacityReservationID: cr-0aaaaaaaaaaaaaaaa}}}]",
        ),
    },
    Rule {
        id: "EK-121",
        name: "efa-reservation-self-managed",
        title: "reserved nodes with EFA are managed ones",
        severity: Severity::Error,
        why: "eksctl puts self-managed nodes with EFA into a placement group of its own, which the reservation was not made for: they do not start",
        source: "eksctl pkg/cfn/builder/nodegroup.go, placement groups; EC2 user guide, reservations and placement groups",
        check: Check::Config(reserved_efa_nodes_are_managed),
        bad: Example::Config(
            "nodeGroups: [{name: gpu, instanceType: p5.48xlarge, privateNetworking: true, availabilityZones: [us-west-2a], efaEnabled: true, capacityReservation: {capacityReservationTarget: {capacityReservationID: cr-0aaaaaaaaaaaaaaaa}}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: gpu, instanceType: p5.48xlarge, privateNetworking: true, availabilityZones: [us-west-2a], efaEnabled: true, capacityReservation: {capacityReservationTarget: {capacityReservationID: cr-0aaaaaaaaaaaaaaaa}}}]",
        ),
    },
];

/// Whether a group buys a capacity block.
fn is_block(group: &dyn Group<'_>) -> bool {
    let market = group.instance_market_options().get().and_then(|options| options.market_type().get());
    market.is_some_and(|market| *market == MarketType::CapacityBlock)
}

fn blocks_are_named(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(options) = group.instance_market_options().get() else { return };
        let (name, fix) =
            (group.name(), "write `capacityReservation: {capacityReservationTarget: {capacityReservationID: \"cr-…\"}}`");
        match group.capacity_reservation().get() {
            None => findings.report(&options, format!("node group `{}` buys capacity ahead, and does not say which", *name), fix),
            Some(reservation) if is_block(&*group) && reservation.is(|of| matches!(of, CapacityReservation::Preference(_))) => {
                findings.report(
                    &reservation,
                    format!("node group `{}` buys a capacity block, and does not say which", *name),
                    fix,
                );
            }
            Some(_) => {}
        }
    });
}

fn blocks_are_of_one_kind(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        if !is_block(&*group) {
            return;
        }
        let name = group.name();
        findings.scope(|findings| {
            let types = instance_types(&*group);
            if let [_, second, ..] = types.as_slice() {
                findings.report(
                    second,
                    format!("node group `{}` buys a capacity block, and has {} instance types", *name, types.len()),
                    "keep the type of the block",
                );
            }
            findings.each(known_types(&*group), |(at, facts), findings| {
                if !facts.capacity_block {
                    findings.report(
                        &at,
                        format!("there are no capacity blocks of `{}`", facts.name),
                        "choose a type that has them, such as `p5.48xlarge`, or remove `instanceMarketOptions`",
                    );
                }
            });
        });
        if is_block(&*group) && group.availability_zones().len() + group.subnets().len() != 1 {
            findings.report(
                &group.instance_market_options(),
                format!("node group `{}` buys a capacity block, which is in one zone, and does not stand in one", *name),
                "name the zone of the block in `availabilityZones`",
            );
        }
        if let Some(spot) = group.managed().map(|group| group.spot()).filter(on).filter(|_| is_block(&*group)) {
            findings.report(
                &spot,
                format!("node group `{}` buys a capacity block, and is Spot", *name),
                Fix::decision([Edit::remove(&spot)]),
            );
        }
    });
}

fn reserved_efa_nodes_are_managed(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        let Some(reservation) = group.capacity_reservation().get() else { return };
        let targeted = reservation.is(|of| matches!(of, CapacityReservation::Target(_)));
        if targeted && on(&group.efa_enabled()) && group.placement().get().is_none() {
            findings.report(
                &group.efa_enabled(),
                format!("self-managed node group `{}` has EFA and a reservation", *group.name()),
                "move it to `managedNodeGroups`, or name the placement group of the reservation in `placement`",
            );
        }
    });
}
