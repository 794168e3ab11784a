//! What only self-managed node groups know.

use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, SpotAllocationStrategy};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-114",
        name: "mixed-group-names-one-type",
        title: "a mixed group names no single type",
        severity: Severity::Error,
        why: "eksctl refuses `instanceType` beside a distribution or a selector of several",
        source: "eksctl validation.go:1601, 1603",
        check: Check::Config(mixed_groups_are_mixed),
        bad: Example::Config(
            "nodeGroups: [{name: cpu, privateNetworking: true, instanceType: m7i.large, instancesDistribution: {instanceTypes: [m7i.large, m7a.large]}}]",
        ),
        good: Example::Config(
            "nodeGroups: [{name: cpu, privateNetworking: true, instancesDistribution: {instanceTypes: [m7i.large, m7a.large]}}]",
        ),
    },
    Rule {
        id: "EK-115",
        name: "invalid-instances-distribution",
        title: "a distribution has types and shares that EC2 Auto Scaling takes",
        severity: Severity::Error,
        why: "eksctl refuses an empty distribution, one of more than 20 types, and numbers out of range",
        source: "eksctl validation.go:1612-1642",
        check: Check::Config(distributions_hold),
        bad: Example::Config(
            "nodeGroups: [{name: cpu, privateNetworking: true, instancesDistribution: {instanceTypes: [m7i.large, m7a.large], spotInstancePools: 3, spotAllocationStrategy: capacity-optimized}}]",
        ),
        good: Example::Config(
            "nodeGroups: [{name: cpu, privateNetworking: true, instancesDistribution: {instanceTypes: [m7i.large, m7a.large], spotAllocationStrategy: capacity-optimized}}]",
        ),
    },
    Rule {
        id: "EK-116",
        name: "cpu-credits-on-unburstable-type",
        title: "CPU credits are for burstable types",
        severity: Severity::Error,
        why: "only T types have credits; eksctl looks at the first letter and takes `trn1` for one of them, EC2 does not",
        source: "eksctl validation.go:1674; EC2 user guide, burstable performance instances",
        check: Check::Config(credits_are_for_burstable_types),
        bad: Example::Config(
            "nodeGroups: [{name: cpu, privateNetworking: true, instanceType: trn1.2xlarge, cpuCredits: unlimited}]",
        ),
        good: Example::Config(
            "nodeGroups: [{name: cpu, privateNetworking: true, instanceType: t3.large, cpuCredits: unlimited}]",
        ),
    },
    Rule {
        id: "EK-117",
        name: "instance-lifetime-too-short",
        title: "an instance lives for a day at least",
        severity: Severity::Error,
        why: "EC2 Auto Scaling replaces no instance sooner; eksctl refuses the number",
        source: "eksctl validation.go:1202",
        check: Check::Config(instances_live_a_day),
        bad: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, maxInstanceLifetime: 3600}]"),
        good: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, maxInstanceLifetime: 604800}]"),
    },
    Rule {
        id: "EK-118",
        name: "update-config-without-effect",
        title: "an update configuration is for managed groups",
        severity: Severity::Warning,
        why: "eksctl accepts it on a self-managed group, and nothing reads it there",
        source: "eksctl pkg/cfn/builder/nodegroup.go",
        check: Check::Config(updates_are_managed),
        bad: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, updateConfig: {maxUnavailable: 1}}]"),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, updateConfig: {maxUnavailable: 1}}]"),
    },
];

/// Seconds of a day.
const DAY: u32 = 86_400;

fn mixed_groups_are_mixed(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        let Some(one) = group.instance_type().get().filter(|one| !matches!(one.whole().as_str(), "" | "mixed")) else { return };
        let by = if group.instances_distribution().get().is_some() {
            "instancesDistribution"
        } else if group.instance_selector().get().is_some() {
            "instanceSelector"
        } else {
            return;
        };
        findings.report(
            &one,
            format!("node group `{}` has `instanceType` and `{by}`", *group.name()),
            format!("remove `instanceType`, or `{by}`"),
        );
    });
}

fn distributions_hold(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        let Some(mixed) = group.instances_distribution().get() else { return };
        let name = group.name();
        findings.scope(|findings| {
            let types = mixed.instance_types();
            if group.instance_selector().get().is_none() {
                let mut distinct: Vec<_> = types.iter().map(|one| one.whole().clone()).collect();
                distinct.sort();
                distinct.dedup();
                if distinct.is_empty() {
                    findings.report(
                        &mixed,
                        format!("the distribution of node group `{}` has no instance types", *name),
                        "write `instanceTypes: [m7i.large, m7a.large]`",
                    );
                } else if distinct.len() > 20 {
                    findings.report(
                        &types,
                        format!("the distribution of node group `{}` has {} instance types", *name, distinct.len()),
                        "keep 20 at most",
                    );
                }
            }
        });
        if let Some(share) = mixed.on_demand_percentage_above_base_capacity().get().filter(|share| **share > 100) {
            findings.report(&share, format!("{} % of node group `{}` cannot be on demand", *share, *name), "write 0 to 100");
        }
        let Some(pools) = mixed.spot_instance_pools().get() else { return };
        if !(1..=20).contains(&*pools) {
            findings.report(&pools, format!("node group `{}` cannot draw from {} Spot pools", *name, *pools), "write 1 to 20");
        }
        if let Some(strategy) = mixed.spot_allocation_strategy().get()
            && matches!(
                *strategy,
                SpotAllocationStrategy::CapacityOptimized | SpotAllocationStrategy::CapacityOptimizedPrioritized
            )
        {
            findings.report(
                &pools,
                format!("strategy `{}` of node group `{}` chooses the Spot pools itself", *strategy, *name),
                "remove `spotInstancePools`, or write `spotAllocationStrategy: \"lowest-price\"`",
            );
        }
    });
}

/// Whether a type has CPU credits: t2, t3, t3a, t4g.
fn is_burstable(name: &str) -> bool {
    name.strip_prefix('t').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn credits_are_for_burstable_types(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        let Some(credits) = group.cpu_credits().get() else { return };
        let types = super::group::instance_types(&group);
        if !types.iter().any(|name| is_burstable(name.whole())) {
            let named: Vec<_> = types.iter().map(|name| format!("`{}`", **name)).collect();
            let shown = if named.is_empty() { "the default `m5.large`".to_owned() } else { named.join(", ") };
            findings.report(
                &credits,
                format!("node group `{}` has CPU credits, and runs on {shown}", *group.name()),
                Fix::decision([Edit::remove(&credits)]).saying("{}, or choose a type such as `t3.large`"),
            );
        }
    });
}

fn instances_live_a_day(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        if let Some(life) = group.max_instance_lifetime().get().filter(|life| **life < DAY) {
            findings.report(
                &life,
                format!("instances of node group `{}` are to live {} s", *group.name(), *life),
                Fix::decision([Edit::set(&life, DAY)]).saying("{} or more"),
            );
        }
    });
}

fn updates_are_managed(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        if let Some(update) = group.update_config().get() {
            findings.report(
                &update,
                format!("`updateConfig` of self-managed node group `{}` does nothing", *group.name()),
                "remove it, or move the group to `managedNodeGroups`",
            );
        }
    });
}
