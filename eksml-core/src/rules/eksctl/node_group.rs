//! Node groups of either kind: names and sizes.

use super::ask::said;
use super::group::groups;
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-72",
        name: "unusable-node-group-name",
        title: "a node group has a name of its own, of letters, digits and hyphens",
        severity: Severity::Error,
        why: "the name becomes part of a CloudFormation stack's; eksctl checks it for self-managed groups only, and managed ones fail at CloudFormation",
        source: "eksctl validation.go:84, 227, 1059",
        check: Check::Config(groups_have_names),
        bad: Example::Config(
            "managedNodeGroups: [{name: gpu_pool, privateNetworking: true}, {name: gpu.pool, privateNetworking: true}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: gpu-pool, privateNetworking: true}, {name: cpu-pool, privateNetworking: true}]",
        ),
    },
    Rule {
        id: "EK-73",
        name: "sizes-out-of-order",
        title: "a node group's sizes are in order",
        severity: Severity::Error,
        why: "of self-managed groups eksctl notices only when the control plane stands and is paid for",
        source: "eksctl validation.go:1429, 1445, 1447, pkg/cfn/builder/nodegroup.go:118, 130, 132",
        check: Check::Config(sizes_are_in_order),
        bad: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, minSize: 4, maxSize: 2}]"),
        good: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, minSize: 2, maxSize: 4}]"),
    },
    Rule {
        id: "EK-74",
        name: "placement-without-group",
        title: "a placement group has a name",
        severity: Severity::Error,
        why: "eksctl refuses a placement that names no group",
        source: "eksctl validation.go:878",
        check: Check::Config(placements_name_a_group),
        bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, placement: {}}]"),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, placement: {groupName: ring}}]"),
    },
    Rule {
        id: "EK-75",
        name: "too-many-pods-per-node",
        title: "a node has no more pods than any node can give addresses to",
        severity: Severity::Warning,
        why: "the kubelet would accept Pods that never get an address; the largest instance types have interfaces for 737",
        source: "amazon-eks-ami eni-max-pods.txt; Kubernetes, considerations for large clusters",
        check: Check::Config(pods_have_addresses),
        bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, maxPodsPerNode: 500000}]"),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, maxPodsPerNode: 110}]"),
    },
];

/// The most pods on a node whose network interfaces give the addresses (u-24tb1, c6in.32xlarge and others).
const MOST_PODS: u32 = 737;

/// The longest group name: it becomes the value of a node label.
const LONGEST_NAME: usize = 63;

fn groups_have_names(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let names: Vec<_> = groups(config).iter().map(|group| group.name()).collect();
    findings.each(names.iter().enumerate(), |(at, name), findings| {
        let text = name.whole().as_str();
        let fix = near_name(text).map_or_else(
            || "write letters, digits and hyphens, 63 at most".to_owned(),
            |near| format!("write `name: \"{near}\"`; letters, digits and hyphens are taken, 63 at most"),
        );
        if text.is_empty() {
            findings.report(name, "a node group has no name", fix);
        } else if names.iter().take(at).any(|before| before.whole() == text) {
            findings.report(name, format!("two node groups are called `{text}`"), "give one of them another name");
        } else if let Some(odd) = text.chars().find(|c| !c.is_ascii_alphanumeric() && *c != '-') {
            findings.report(name, format!("node group name `{text}` has `{odd}` in it"), fix);
        } else if text.starts_with('-') || text.ends_with('-') {
            findings.report(name, format!("node group name `{text}` begins or ends with a hyphen"), fix);
        } else if text.len() > LONGEST_NAME {
            findings.report(name, format!("node group name `{text}` has {} characters", text.len()), fix);
        }
    });
}

/// The nearest name that can be had: other letters become hyphens.
fn near_name(text: &str) -> Option<String> {
    let mapped: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(LONGEST_NAME).collect();
    let near = mapped.trim_matches('-');
    (!near.is_empty()).then(|| near.to_owned())
}

fn sizes_are_in_order(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let (min, max, desired) = (group.min_size().get(), group.max_size().get(), group.desired_capacity().get());
        let name = group.name();
        if let (Some(min), Some(max)) = (&min, &max)
            && **min > **max
        {
            findings.report(
                max,
                format!("node group `{}` has at least {} nodes and at most {}", *name, **min, **max),
                Fix::decision([Edit::set(min, **max), Edit::set(max, **min)]),
            );
            return;
        }
        if let (Some(desired), Some(min)) = (&desired, &min)
            && **desired < **min
        {
            findings.report(
                desired,
                format!("node group `{}` begins with {} nodes and has at least {}", *name, **desired, **min),
                Fix::safe([Edit::set(desired, **min)]),
            );
        }
        if let (Some(desired), Some(max)) = (&desired, &max)
            && **desired > **max
        {
            findings.report(
                desired,
                format!("node group `{}` begins with {} nodes and has at most {}", *name, **desired, **max),
                Fix::decision([Edit::set(desired, **max)]).saying("{}, or a larger `maxSize`"),
            );
        }
    });
}

fn placements_name_a_group(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        if let Some(placement) = group.placement().get()
            && !said(&placement.group_name())
        {
            findings.report(
                &placement,
                format!("node group `{}` has a placement without a group", *group.name()),
                "write `groupName`",
            );
        }
    });
}

fn pods_have_addresses(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        if let Some(most) = group.max_pods_per_node().get().filter(|most| **most > MOST_PODS) {
            findings.report(
                &most,
                format!("a node of group `{}` is to run {} pods", *group.name(), *most),
                Fix::decision([Edit::set(&most, MOST_PODS)]).saying("{} or less, or leave it to the instance type"),
            );
        }
    });
}
