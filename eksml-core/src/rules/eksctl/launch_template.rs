//! Launch templates of managed node groups.

use super::ask::{off, on, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, ManagedNodeGroup};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-109",
        name: "incomplete-launch-template",
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
        id: "EK-110",
        name: "key-beside-launch-template",
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
];

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
    findings.each(config.managed_node_groups().iter(), |group, findings| {
        let Some(template) = group.launch_template().get() else { return };
        findings.scope(|findings| {
            if template.id().whole().is_empty() {
                findings.report(&template.id(), "a launch template has no ID", "write `id: \"lt-…\"`");
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
        });
        let keys = said_by_the_template(&group);
        if group.launch_template().get().is_some() && !keys.is_empty() {
            findings.report(
                &group.launch_template(),
                format!("node group `{}` has a launch template, and {} beside it", *group.name(), keys.join(", ")),
                "say it in the template and remove it here, or remove `launchTemplate`",
            );
        }
    });
}

fn templates_have_all(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.managed_node_groups().iter(), |group, findings| {
        if group.launch_template().get().is_none() {
            return;
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
    });
}
