//! Reservations, capacity blocks, and types chosen by their properties.

use super::ask::on;
use super::group::{Group, groups, instance_types, known_types};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{CapacityReservation, ClusterConfig, MarketType};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-118",
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
        id: "EK-119",
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
        id: "EK-120",
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
    Rule {
        id: "EK-121",
        title: "an instance selector can be read",
        severity: Severity::Error,
        why: "eksctl refuses a memory that is no number, and an expression that is none, once it has logged in to AWS",
        source: "eksctl pkg/eks/nodegroup_service.go:197, 223",
        check: Check::Config(selectors_can_be_read),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, instanceSelector: {vCPUs: 8, memory: lots}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, instanceSelector: {vCPUs: 8, memory: 32GiB}}]",
        ),
    },
];

/// Whether a group buys a capacity block.
fn is_block(group: &dyn Group<'_>) -> bool {
    let market = group.instance_market_options().get().and_then(|options| options.market_type().get());
    market.is_some_and(|market| *market == MarketType::CapacityBlock)
}

fn blocks_are_named(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        let Some(options) = group.instance_market_options().get() else { continue };
        let (name, fix) =
            (group.name(), "write `capacityReservation: {capacityReservationTarget: {capacityReservationID: cr-…}}`");
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
    }
}

fn blocks_are_of_one_kind(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        if !is_block(&*group) {
            continue;
        }
        let name = group.name();
        let types = instance_types(&*group);
        if let [_, second, ..] = types.as_slice() {
            findings.report(
                second,
                format!("node group `{}` buys a capacity block, and has {} instance types", *name, types.len()),
                "keep the type of the block",
            );
        }
        for (at, facts) in known_types(&*group) {
            if !facts.capacity_block {
                findings.report(
                    &at,
                    format!("there are no capacity blocks of `{}`", facts.name),
                    "choose a type that has them, such as `p5.48xlarge`, or remove `instanceMarketOptions`",
                );
            }
        }
        findings.afresh();
        if is_block(&*group) && group.availability_zones().len() + group.subnets().len() != 1 {
            findings.report(
                &group.instance_market_options(),
                format!("node group `{}` buys a capacity block, which is in one zone, and does not stand in one", *name),
                "name the zone of the block in `availabilityZones`",
            );
        }
        if let Some(spot) = group.managed().map(|group| group.spot()).filter(on).filter(|_| is_block(&*group)) {
            findings.report(&spot, format!("node group `{}` buys a capacity block, and is Spot", *name), "remove `spot`");
        }
    }
}

fn reserved_efa_nodes_are_managed(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in config.self_managed_node_groups().iter() {
        findings.afresh();
        let Some(reservation) = group.capacity_reservation().get() else { continue };
        let targeted = reservation.is(|of| matches!(of, CapacityReservation::Target(_)));
        if targeted && on(&group.efa_enabled()) && group.placement().get().is_none() {
            findings.report(
                &group.efa_enabled(),
                format!("self-managed node group `{}` has EFA and a reservation", *group.name()),
                "move it to `managedNodeGroups`, or name the placement group of the reservation in `placement`",
            );
        }
    }
}

/// Whether a text is an amount of memory: a number, and perhaps a unit.
fn is_memory(text: &str) -> bool {
    let digits = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (number, unit) = text.split_at(digits);
    let unit = unit.trim_start().to_ascii_lowercase();
    number.parse::<f64>().is_ok()
        && matches!(unit.as_str(), "" | "m" | "mb" | "mi" | "mib" | "g" | "gb" | "gi" | "gib" | "t" | "tb" | "ti" | "tib")
}

/// What keeps a text from being a regular expression, if that can be seen without a parser of them.
fn expression_problem(text: &str) -> Option<&'static str> {
    let (mut depth, mut class, mut before) = (0_u32, false, None);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.next().is_none() => return Some("it ends in a backslash"),
            '\\' => {}
            ']' if class => class = false,
            _ if class => {}
            '[' => class = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some("a parenthesis is not opened"),
            ')' => depth -= 1,
            '*' | '+' | '?' if matches!(before, None | Some('(' | '|')) && !(letter == '?' && before == Some('(')) => {
                return Some("it repeats nothing");
            }
            _ => {}
        }
        before = Some(letter);
    }
    if class {
        Some("a bracket is not closed")
    } else if depth > 0 {
        Some("a parenthesis is not closed")
    } else {
        None
    }
}

fn selectors_can_be_read(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        let Some(selector) = group.instance_selector().get() else { continue };
        findings.afresh();
        if let Some(memory) = selector.memory().get().filter(|memory| !memory.whole().is_empty() && !is_memory(memory.whole())) {
            findings.report(
                &memory,
                format!("`{}` is not an amount of memory", *memory),
                "write a number and a unit, such as `32GiB`",
            );
        }
        for (key, at) in [("allow", selector.allow()), ("deny", selector.deny())] {
            findings.afresh();
            if let Some(at) = at.get()
                && let Some(problem) = expression_problem(at.whole())
            {
                findings.report(
                    &at,
                    format!("`{key}: {}` is not a regular expression: {problem}", *at),
                    "write one such as `^m7i\\..*`",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{expression_problem, is_memory};

    #[test]
    fn memory_is_read_as_the_selector_reads_it() {
        for text in ["32", "32GiB", "32 gb", "0.5TiB", "512mb"] {
            assert!(is_memory(text), "{text}");
        }
        for text in ["", "lots", "GiB", "32 apples", "1.2.3"] {
            assert!(!is_memory(text), "{text}");
        }
    }

    #[test]
    fn expressions_that_cannot_be_read_are_noticed() {
        for text in ["", "^m7i\\..*", "(a|b)+", "[*+(]", "t.*", "(?i)m5.*"] {
            assert_eq!(expression_problem(text), None, "{text}");
        }
        for text in ["*", "(a", "a)", "[a", "a\\", "(*a)", "a|+"] {
            assert!(expression_problem(text).is_some(), "{text}");
        }
    }
}
