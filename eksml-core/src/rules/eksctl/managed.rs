//! What only managed node groups know.

use super::ask::{off, on, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, ManagedNodeGroup, NodeGroupUpdateConfig};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-106",
        title: "a managed group leaves Outposts and eksctl's security groups to self-managed ones",
        severity: Severity::Error,
        why: "EKS runs managed nodes in the region only, with the cluster's own security group; eksctl refuses the keys",
        source: "eksctl validation.go:1417, 1467",
        check: Check::Config(managed_groups_do_without),
        bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, securityGroups: {withShared: true}}]"),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, securityGroups: {attachIDs: [sg-0aaaaaaaaaaaaaaaa]}}]",
        ),
    },
    Rule {
        id: "EK-107",
        title: "instance types of a managed group are said in one way",
        severity: Severity::Error,
        why: "eksctl refuses `instanceType` beside `instanceTypes` or `instanceSelector`",
        source: "eksctl validation.go:1472, 1475",
        check: Check::Config(types_are_said_once),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, instanceType: m7i.large, instanceTypes: [m7i.large, m7a.large]}]",
        ),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, instanceTypes: [m7i.large, m7a.large]}]"),
    },
    Rule {
        id: "EK-108",
        title: "a launch template has an ID and a version, and says itself what it says",
        severity: Severity::Error,
        why: "eksctl takes no version but a number, and refuses beside a template whatever the template says",
        source: "eksctl validation.go:1520, 1527, 1530, 1544",
        check: Check::Config(templates_stand_alone),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, launchTemplate: {id: lt-0aaaaaaaaaaaaaaaa, version: $Latest}, volumeSize: 100}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, launchTemplate: {id: lt-0aaaaaaaaaaaaaaaa, version: '3'}}]",
        ),
    },
    Rule {
        id: "EK-109",
        title: "beside a launch template no key is without effect",
        severity: Severity::Warning,
        why: "eksctl builds no template of its own then and drops EFA and reservations without a word",
        source: "eksctl pkg/cfn/builder/managed_launch_template.go",
        check: Check::Config(templates_have_all),
        bad: Example::Config(
            "managedNodeGroups: [{name: gpu, privateNetworking: true, launchTemplate: {id: lt-0aaaaaaaaaaaaaaaa}, efaEnabled: true, availabilityZones: [us-west-2a]}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: gpu, privateNetworking: true, launchTemplate: {id: lt-0aaaaaaaaaaaaaaaa}, availabilityZones: [us-west-2a]}]",
        ),
    },
    Rule {
        id: "EK-110",
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
        id: "EK-111",
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
        id: "EK-112",
        title: "an AMI release is a version and a date",
        severity: Severity::Error,
        why: "eksctl passes it on, and EKS finds no such release when the control plane stands already",
        source: "EKS user guide, AMI versions: `1.35.2-20260120` (Amazon Linux), `1.49.0-hash` (Bottlerocket)",
        check: Check::Config(releases_are_releases),
        bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, releaseVersion: newest}]"),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, releaseVersion: 1.35.2-20260120}]"),
    },
];

fn managed_groups_do_without(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in config.managed_node_groups().iter() {
        findings.afresh();
        let name = group.name();
        if said(&group.outpost_arn()) {
            findings.report(
                &group.outpost_arn(),
                format!("managed node group `{}` is on an Outpost", *name),
                "move the group to `nodeGroups`",
            );
        }
        let Some(groups) = group.security_groups().get() else { continue };
        for (key, at) in [("withLocal", groups.with_local()), ("withShared", groups.with_shared())] {
            if on(&at) {
                findings.report(
                    &at,
                    format!("managed node group `{}` has `{key}`, which EKS's own security group replaces", *name),
                    format!("remove `{key}`"),
                );
            }
        }
    }
}

fn types_are_said_once(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in config.managed_node_groups().iter() {
        findings.afresh();
        let one = group.instance_type();
        if !said(&one) {
            continue;
        }
        let name = group.name();
        if !group.instance_types().is_empty() {
            findings.report(
                &one,
                format!("node group `{}` has `instanceType` and `instanceTypes`", *name),
                "remove `instanceType`",
            );
        }
        if group.instance_selector().get().is_some() {
            findings.report(
                &one,
                format!("node group `{}` has `instanceType` and `instanceSelector`", *name),
                "keep one of them",
            );
        }
    }
}

/// The keys of a group that its launch template says.
fn said_by_the_template(group: &At<'_, ManagedNodeGroup>) -> Vec<&'static str> {
    let mut keys = Vec::new();
    let mut add = |there: bool, key: &'static str| keys.extend(there.then_some(key));
    add(said(&group.instance_type()), "instanceType");
    add(said(&group.ami()), "ami");
    add(group.volume_size().get().is_some(), "volumeSize");
    add(!group.pre_bootstrap_commands().is_empty(), "preBootstrapCommands");
    add(group.override_bootstrap_command().get().is_some(), "overrideBootstrapCommand");
    add(said(&group.instance_name()), "instanceName");
    add(said(&group.instance_prefix()), "instancePrefix");
    add(group.max_pods_per_node().get().is_some_and(|most| *most != 0), "maxPodsPerNode");
    add(off(&group.disable_imds_v1()), "disableIMDSv1");
    add(on(&group.disable_pod_imds()), "disablePodIMDS");
    add(group.placement().get().is_some(), "placement");
    add(group.security_groups().get().is_some_and(|groups| !groups.attach_ids().is_empty()), "securityGroups.attachIDs");
    if let Some(ssh) = group.ssh().get() {
        add(on(&ssh.allow()), "ssh.allow");
        add(on(&ssh.enable_ssm()), "ssh.enableSsm");
        add(!ssh.source_security_group_ids().is_empty(), "ssh.sourceSecurityGroupIds");
    }
    keys
}

fn templates_stand_alone(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in config.managed_node_groups().iter() {
        findings.afresh();
        let Some(template) = group.launch_template().get() else { continue };
        if template.id().whole().is_empty() {
            findings.report(&template.id(), "a launch template has no ID", "write `id: lt-…`");
        }
        if let Some(version) = template.version().get()
            && version.whole().parse::<u64>().ok().is_none_or(|version| version == 0)
        {
            findings.report(
                &version,
                format!("`{}` is not the number of a version", *version),
                "write a number from 1 on, in quotes, or remove `version`",
            );
        }
        findings.afresh();
        let keys = said_by_the_template(&group);
        if group.launch_template().get().is_some() && !keys.is_empty() {
            findings.report(
                &group.launch_template(),
                format!("node group `{}` has a launch template, and {} beside it", *group.name(), keys.join(", ")),
                "say it in the template and remove it here, or remove `launchTemplate`",
            );
        }
    }
}

fn templates_have_all(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in config.managed_node_groups().iter() {
        findings.afresh();
        if group.launch_template().get().is_none() {
            continue;
        }
        let name = group.name();
        if on(&group.efa_enabled()) {
            findings.report(
                &group.efa_enabled(),
                format!("the launch template of node group `{}` decides about EFA; this key does nothing", *name),
                "put the EFA interfaces into the template, and remove `efaEnabled`",
            );
        }
        // Beside a template a capacity block is still said, and checked, here.
        if group.capacity_reservation().get().is_some() && group.instance_market_options().get().is_none() {
            findings.report(
                &group.capacity_reservation(),
                format!("the launch template of node group `{}` decides about reservations; this key does nothing", *name),
                "put the reservation into the template, and remove `capacityReservation`",
            );
        }
    }
}

fn updates_leave_nodes(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in config.managed_node_groups().iter() {
        findings.afresh();
        let Some(update) = group.update_config().get() else { continue };
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
    }
}

fn repair_limits_are_one(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in config.managed_node_groups().iter() {
        let Some(repair) = group.node_repair_config().get() else { continue };
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
        for (key, count, share) in pairs {
            findings.afresh();
            let Some(share) = share.get() else { continue };
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
        }
        for of in repair.node_repair_config_overrides().iter() {
            findings.afresh();
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
        }
    }
}

fn releases_are_releases(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in config.managed_node_groups().iter() {
        findings.afresh();
        let Some(release) = group.release_version().get().filter(|release| !release.whole().is_empty()) else { continue };
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
    }
}
