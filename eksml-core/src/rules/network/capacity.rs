//! Whether every node and Pod finds an address in its subnet.

use crate::catalog::Zone;
use crate::derived::ip_plan::{CONTROL_PLANE_INTERFACES, Demand, Nodes, RESERVED_BY_AWS, SubnetPlan, ip_plan, ip_plan_of};
use crate::derived::{free_block, narrowest_vpc};
use crate::eksctl::AzSubnetSpec;
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup, PodAddresses, Subnets, Zones};
use crate::units::Cidr;

use super::own_subnets::own_subnets;
use super::taken_around;

pub(super) const NET_06: Rule = Rule {
    id: "NET-06",
    name: "subnet-too-small",
    title: "every private subnet has addresses for its nodes and Pods",
    severity: Severity::Error,
    why: "when a subnet runs out, new nodes fail to launch and Pods stay in ContainerCreating, and the subnets of a running cluster \
          cannot be widened",
    source: "EKS best practices, Optimizing IP address utilization; VPC CNI pkg/vpc/vpc_ip_resource_limit.go",
    check: Check::Cluster(subnets_hold_nodes_and_pods),
    bad: Example::Cluster(
        "vpc { cidr: \"10.0.0.0/24\", zones: 3 }\nnode_group cpu { instances: [\"m7i.xlarge\"], scale: 3..=200 }",
    ),
    good: Example::Cluster(
        "vpc { cidr: \"10.0.0.0/16\", zones: 3 }\nnode_group cpu { instances: [\"m7i.xlarge\"], scale: 3..=200 }",
    ),
};

pub(super) const NET_09: Rule = Rule {
    id: "NET-09",
    name: "subnet-too-small-for-efa",
    title: "every private subnet has addresses for EFA interfaces as well",
    severity: Severity::Error,
    why: "eksctl puts an EFA interface with an address of its own on every network card: 32 addresses for one p5.48xlarge before its \
          first Pod",
    source: "eksctl pkg/cfn/builder/network_interfaces.go",
    check: Check::Cluster(subnets_hold_efa),
    bad: Example::Cluster(
        "vpc { cidr: \"10.0.0.0/19\", zones: 3 }\n\
         node_group train { instances: [\"p5.48xlarge\"], scale: 0..=6, taint: nvidia_gpu, efa: true, zone: \"us-west-2a\" }",
    ),
    good: Example::Cluster(
        "vpc { cidr: \"10.0.0.0/18\", zones: 3 }\n\
         node_group train { instances: [\"p5.48xlarge\"], scale: 0..=6, taint: nvidia_gpu, efa: true, zone: \"us-west-2a\" }",
    ),
};

fn subnets_hold_nodes_and_pods(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    report(scope, findings, |plan| plan.needed_without_efa() > plan.subnet.size());
}

fn subnets_hold_efa(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    report(scope, findings, |plan| plan.needed_without_efa() <= plan.subnet.size());
}

/// Reports the fullest subnet if it is too small and `concerns` says that it is this rule's to report.
fn report(scope: &Scope<'_>, findings: &mut Findings<'_>, concerns: impl Fn(&SubnetPlan) -> bool) {
    let vpc = scope.cluster.vpc();
    let cidr = vpc.cidr();
    let groups = groups(scope);
    let (zones, is_named) = zones(scope, &groups);
    let mode = vpc.pod_addresses();
    if let Some(own) = own_subnets(scope) {
        // Of a zone with several subnets nobody knows which of them a node joins.
        let block = |index: usize| {
            let zone = zones.get(index)?.to_string();
            let is_there = |(key, subnet): &(&String, At<'_, AzSubnetSpec>)| {
                subnet.az().get().map_or_else(|| **key == zone, |az| *az.whole() == zone)
            };
            let mut there = own.iter().filter(is_there);
            let (_, subnet) = there.next().filter(|_| there.next().is_none())?;
            subnet.cidr().get().and_then(|cidr| cidr.parse().ok())
        };
        let plans = ip_plan_of(&zones, block, &mode, &groups);
        let cure = "lower `max_pods` or the upper end of `scale`, or name wider subnets";
        return tell(&own, &plans, is_named, concerns, || cure.to_owned(), findings);
    }
    // A VPC that cannot be cut is for NET-01 to report.
    if !(16..=narrowest_vpc(zones.len())).contains(&cidr.prefix()) {
        return;
    }
    let plans = ip_plan(*cidr, &zones, &mode, &groups);
    tell(&cidr, &plans, is_named, concerns, || cure(scope, *cidr, &zones, &mode, &groups), findings);
}

/// Reports the fullest subnet at the word that its size follows from.
fn tell<T>(
    at: &At<'_, T>,
    plans: &[SubnetPlan],
    is_named: bool,
    concerns: impl Fn(&SubnetPlan) -> bool,
    cure: impl FnOnce() -> String,
    findings: &mut Findings<'_>,
) {
    let short: Vec<_> = plans.iter().filter(|plan| !plan.fits()).collect();
    let Some(fullest) = short.iter().rev().max_by_key(|plan| plan.needed()).filter(|plan| concerns(plan)) else { return };
    let elsewhere = match short.len() {
        1 => String::new(),
        2 => ", and one more zone falls short".to_owned(),
        all => format!(", and {} more zones fall short", all - 1),
    };
    let (size, sum, needed) = (fullest.subnet.size(), sum(fullest), fullest.needed());
    let problem = if is_named {
        let (zone, subnet) = (fullest.zone, fullest.subnet);
        format!("the private subnet in {zone} is `{subnet}` with {size} addresses, but {sum} take {needed}{elsewhere}")
    } else {
        format!("the private subnet in a zone is a /{} with {size} addresses, but {sum} take {needed}", fullest.subnet.prefix())
    };
    findings.report(at, problem, cure());
}

/// The zones of the VPC, and whether it is known which they are. Where eksctl chooses them, any so many stand for them, as long as no
/// group names zones of its own.
fn zones(scope: &Scope<'_>, groups: &[Nodes<'_>]) -> (Vec<Zone>, bool) {
    let (zones, region) = (scope.cluster.vpc().zones(), scope.region());
    let count = zones.variant(|zones| match zones {
        Zones::Named(named) => Some(named),
        Zones::Count(_) => None,
    });
    if let (None, Some(named)) = (zones.known(), count)
        && groups.iter().all(|group| group.zones.is_empty())
    {
        let some: Vec<Zone> = region.usual_zones().take(named.len()).collect();
        if some.len() == named.len() {
            return (some, false);
        }
    }
    (zones.names(&region), true)
}

fn groups<'a>(scope: &Scope<'a>) -> Vec<Nodes<'a>> {
    let nodes = |group: crate::spec::At<'a, crate::spec::NodeGroup>| Nodes {
        group: group.name().whole(),
        instances: group.instances().whole(),
        max: *group.scale().max(),
        zones: group.zones().whole(),
        efa: *group.efa(),
        max_pods: *group.max_pods(),
    };
    // Nodes in public subnets take their addresses there. A group of which that is unknown is left out: it would only add to the sum.
    let is_private = |group: &At<'_, NodeGroup>| group.subnets().known() == Some(&Subnets::Private);
    scope.cluster.node_groups().iter().filter(is_private).map(nodes).collect()
}

/// The arithmetic, with the groups' own names.
fn sum(plan: &SubnetPlan) -> String {
    let term = |demand: &Demand| {
        let per_node = match demand.efa_per_node {
            0 => demand.per_node.to_string(),
            efa => format!("({} + {efa} for EFA)", demand.per_node),
        };
        format!("`{}` {} nodes × {per_node}", demand.group, demand.nodes)
    };
    let mut terms: Vec<_> = plan.demands.iter().filter(|demand| demand.nodes > 0).map(term).collect();
    terms.push(format!("{} for AWS", RESERVED_BY_AWS + CONTROL_PLANE_INTERFACES));
    terms.join(" + ")
}

/// What would make every node and Pod fit: a wider VPC, another way to give addresses, or fewer nodes.
fn cure(scope: &Scope<'_>, vpc: Cidr, zones: &[Zone], mode: &PodAddresses, groups: &[Nodes<'_>]) -> String {
    let fits = |vpc: Cidr, mode: &PodAddresses| ip_plan(vpc, zones, mode, groups).iter().all(SubnetPlan::fits);
    let taken = taken_around(scope);
    let wider = |mode: &PodAddresses| {
        (16..vpc.prefix()).rev().filter_map(|prefix| free_block(prefix, vpc, &taken)).find(|vpc| fits(*vpc, mode))
    };
    let other = match mode {
        PodAddresses::PrefixDelegation => PodAddresses::SecondaryAddresses,
        PodAddresses::SecondaryAddresses => PodAddresses::PrefixDelegation,
    };
    match (wider(mode), fits(vpc, &other)) {
        (Some(wider), true) => format!("write `cidr: \"{wider}\"`, or keep it with `pod_addresses: {other:?}`"),
        (Some(wider), false) => format!("write `cidr: \"{wider}\"`"),
        (None, true) => format!("write `pod_addresses: {other:?}`"),
        (None, false) => match wider(&other) {
            Some(wider) => format!("write `cidr: \"{wider}\"` and `pod_addresses: {other:?}`"),
            None => "not even a /16 fits: lower `max_pods` or the upper end of `scale`, or split the groups over two clusters"
                .to_owned(),
        },
    }
}
