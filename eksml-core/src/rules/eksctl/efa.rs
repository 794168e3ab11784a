//! EFA: the network of distributed training.

use super::ask::on;
use super::group::{Group, groups, instance_types, known_types};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-84",
        name: "efa-across-zones",
        title: "a group with EFA stands in one zone",
        severity: Severity::Error,
        why: "EFA does not cross zones: eksctl puts the nodes into a placement group of one zone, and refuses more; where none is named it takes every zone and the nodes fail to start",
        source: "eksctl validation.go:884, pkg/cfn/builder/network_interfaces.go",
        check: Check::Config(efa_stands_in_one_zone),
        bad: Example::Config(
            "managedNodeGroups: [{name: gpu, instanceType: p5.48xlarge, privateNetworking: true, efaEnabled: true}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: gpu, instanceType: p5.48xlarge, privateNetworking: true, efaEnabled: true, availabilityZones: [us-west-2a]}]",
        ),
    },
    Rule {
        id: "EK-85",
        name: "instance-type-without-efa",
        title: "types of a group with EFA have EFA",
        severity: Severity::Error,
        why: "eksctl looks the interfaces up when the control plane stands already, and gives up there",
        source: "eksctl pkg/cfn/builder/network_interfaces.go:56; EC2 user guide, EFA",
        check: Check::Config(efa_types_have_efa),
        bad: Example::Config(
            "managedNodeGroups: [{name: gpu, instanceType: g5.xlarge, privateNetworking: true, efaEnabled: true, availabilityZones: [us-west-2a]}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: gpu, instanceType: g5.48xlarge, privateNetworking: true, efaEnabled: true, availabilityZones: [us-west-2a]}]",
        ),
    },
];

fn efa_stands_in_one_zone(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let efa = group.efa_enabled();
        if !on(&efa) {
            return;
        }
        let count = group.availability_zones().len() + group.subnets().len();
        if count != 1 {
            let problem = if count == 0 { "in every zone of the cluster".to_owned() } else { format!("in {count} places") };
            findings.report(
                &efa,
                format!("node group `{}` has EFA and stands {problem}", *group.name()),
                "name one zone in its `availabilityZones`, or one subnet in its `subnets`",
            );
        }
    });
}

fn efa_types_have_efa(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        if !on(&group.efa_enabled()) {
            return;
        }
        findings.each(known_types(&*group), |(at, facts), findings| {
            if facts.efa_interfaces == 0 {
                findings.report(
                    &at,
                    format!("`{}` has no EFA, and node group `{}` wants it", facts.name, *group.name()),
                    Fix::decision([Edit::remove(&at)]).saying("{}, or choose a type with EFA, such as the largest of its family"),
                );
            }
        });
        if instance_types(&*group).is_empty() && group.instance_selector().get().is_none() && !has_launch_template(&*group) {
            findings.report(
                &group.efa_enabled(),
                format!("node group `{}` names no instance type, and m5.large has no EFA", *group.name()),
                "write `instanceType`, such as `p5.48xlarge`",
            );
        }
    });
}

fn has_launch_template(group: &dyn Group<'_>) -> bool {
    group.managed().is_some_and(|group| group.launch_template().get().is_some())
}
