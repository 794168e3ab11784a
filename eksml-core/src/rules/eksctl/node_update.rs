//! How managed node groups are updated and repaired.

use super::ask::said;
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, NodeGroupUpdateConfig};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-111",
        name: "update-takes-all-nodes",
        title: "an update leaves nodes up",
        severity: Severity::Error,
        why: "eksctl refuses more nodes than the group has, and EKS a share that is none",
        source: "eksctl validation.go:1462; EKS API NodegroupUpdateConfig",
        check: Check::Config(updates_leave_nodes),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, minSize: 1, maxSize: 3, updateConfig: {maxUnavailable: 5}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, minSize: 1, maxSize: 3, updateConfig: {maxUnavailable: 1}}]",
        ),
    },
    Rule {
        id: "EK-112",
        name: "invalid-repair-limits",
        title: "limits of node repair are counts or percentages",
        severity: Severity::Error,
        why: "EKS refuses both of a pair when the control plane stands already, and overrides that leave something out",
        source: "EKS API NodeRepairConfig; eksctl does not check it",
        check: Check::Config(repair_limits_are_one),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, nodeRepairConfig: {enabled: true, maxParallelNodesRepairedCount: 1, maxParallelNodesRepairedPercentage: 10}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, nodeRepairConfig: {enabled: true, maxParallelNodesRepairedCount: 1}}]",
        ),
    },
    Rule {
        id: "EK-113",
        name: "invalid-ami-release",
        title: "an AMI release is a version and a date",
        severity: Severity::Error,
        why: "eksctl passes any text on, and EKS finds no such release when the control plane stands already",
        source: "EKS user guide, AMI versions: `1.35.2-20260120` (Amazon Linux), `1.49.0-hash` (Bottlerocket)",
        check: Check::Config(releases_are_releases),
        bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, releaseVersion: newest}]"),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, releaseVersion: 1.35.2-20260120}]"),
    },
];

fn updates_leave_nodes(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.managed_node_groups().iter(), |group, findings| {
        let Some(update) = group.update_config().get() else { return };
        let name = group.name();
        let count = update.variant(|update| match update {
            NodeGroupUpdateConfig::MaxUnavailable(count) => Some(count),
            NodeGroupUpdateConfig::MaxUnavailablePercentage(_) => None,
        });
        if let Some(count) = count {
            // eksctl's own sizes where none is written: 2, or the size at the start.
            let written = [group.max_size().get(), group.desired_capacity().get(), group.min_size().get()];
            let most = written.into_iter().flatten().next().map_or(2, |size| (*size).max(1));
            if *count > most {
                findings.report(
                    &count,
                    format!("an update of node group `{}` may take down {} nodes of {most}", *name, *count),
                    format!("write `maxUnavailable: {most}` or less, or a larger `maxSize`"),
                );
            } else if *count == 0 {
                findings.report(
                    &count,
                    format!("an update of node group `{}` may take no node down", *name),
                    "write `maxUnavailable: 1`",
                );
            }
        }
        let share = update.variant(|update| match update {
            NodeGroupUpdateConfig::MaxUnavailablePercentage(share) => Some(share),
            NodeGroupUpdateConfig::MaxUnavailable(_) => None,
        });
        if let Some(share) = share
            && !(1..=100).contains(&*share)
        {
            findings.report(&share, format!("{} % of node group `{}` is no share of it", *share, *name), "write 1 to 100");
        }
    });
}

fn repair_limits_are_one(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.managed_node_groups().iter(), |group, findings| {
        let Some(repair) = group.node_repair_config().get() else { return };
        let pairs = [
            (
                "maxUnhealthyNodeThreshold",
                repair.max_unhealthy_node_threshold_count(),
                repair.max_unhealthy_node_threshold_percentage(),
            ),
            (
                "maxParallelNodesRepaired",
                repair.max_parallel_nodes_repaired_count(),
                repair.max_parallel_nodes_repaired_percentage(),
            ),
        ];
        findings.each(pairs, |(key, count, share), findings| {
            let Some(share) = share.get() else { return };
            if count.get().is_some() {
                findings.report(
                    &share,
                    format!("node group `{}` has `{key}Count` and `{key}Percentage`", *group.name()),
                    format!("remove one of them, such as `{key}Percentage`"),
                );
            } else if !(1..=100).contains(&*share) {
                findings.report(
                    &share,
                    format!("{} % of node group `{}` is no share of it", *share, *group.name()),
                    "write 1 to 100",
                );
            }
        });
        findings.each(repair.node_repair_config_overrides().iter(), |of, findings| {
            let whole = said(&of.node_monitoring_condition())
                && said(&of.node_unhealthy_reason())
                && of.min_repair_wait_time_mins().get().is_some()
                && of.repair_action().get().is_some();
            if !whole {
                findings.report(
                    &of,
                    format!("a repair override of node group `{}` leaves something out", *group.name()),
                    "write `nodeMonitoringCondition`, `nodeUnhealthyReason`, `minRepairWaitTimeMins` and `repairAction`",
                );
            }
        });
    });
}

fn releases_are_releases(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.managed_node_groups().iter(), |group, findings| {
        let Some(release) = group.release_version().get().filter(|release| !release.whole().is_empty()) else { return };
        let text = release.whole();
        let version = text.split_once('-').map(|(version, _)| version);
        let numbers = version.is_some_and(|version| {
            version.split('.').count() == 3
                && version.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        });
        if !numbers {
            findings.report(
                &release,
                format!("`{text}` is not an AMI release of node group `{}`", *group.name()),
                "write one such as `1.35.2-20260120`, or remove `releaseVersion` for the newest",
            );
        }
    });
}
