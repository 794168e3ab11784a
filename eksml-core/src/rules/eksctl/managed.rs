//! What managed node groups do without.

use super::ask::{on, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-107",
        name: "self-managed-key-in-managed-group",
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
        id: "EK-108",
        name: "instance-types-said-twice",
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
];

fn managed_groups_do_without(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.managed_node_groups().iter(), |group, findings| {
        let name = group.name();
        if said(&group.outpost_arn()) {
            findings.report(
                &group.outpost_arn(),
                format!("managed node group `{}` is on an Outpost", *name),
                "move the group to `nodeGroups`",
            );
        }
        let Some(groups) = group.security_groups().get() else { return };
        findings.each([("withLocal", groups.with_local()), ("withShared", groups.with_shared())], |(key, at), findings| {
            if on(&at) {
                findings.report(
                    &at,
                    format!("managed node group `{}` has `{key}`, which EKS's own security group replaces", *name),
                    format!("remove `{key}`"),
                );
            }
        });
    });
}

fn types_are_said_once(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.managed_node_groups().iter(), |group, findings| {
        let one = group.instance_type();
        if !said(&one) {
            return;
        }
        let name = group.name();
        if !group.instance_types().is_empty() {
            findings.report(
                &one,
                format!("node group `{}` has `instanceType` and `instanceTypes`", *name),
                Fix::decision([Edit::remove(&one)]),
            );
        }
        if group.instance_selector().get().is_some() {
            findings.report(
                &one,
                format!("node group `{}` has `instanceType` and `instanceSelector`", *name),
                "keep one of them",
            );
        }
    });
}
