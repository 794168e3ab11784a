//! Node groups of either kind: names, sizes, doors.

use super::ask::{off, on, said};
use super::group::{groups, is_private};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, NodeGroupIam, NodeGroupIamAddonPolicies};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-71",
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
        id: "EK-72",
        title: "a node group's sizes are in order",
        severity: Severity::Error,
        why: "of self-managed groups eksctl notices only when the control plane stands and is paid for",
        source: "eksctl validation.go:1429, 1445, 1447, pkg/cfn/builder/nodegroup.go:118, 130, 132",
        check: Check::Config(sizes_are_in_order),
        bad: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, minSize: 4, maxSize: 2}]"),
        good: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, minSize: 2, maxSize: 4}]"),
    },
    Rule {
        id: "EK-73",
        title: "a placement group has a name",
        severity: Severity::Error,
        why: "eksctl refuses a placement that names no group",
        source: "eksctl validation.go:878",
        check: Check::Config(placements_name_a_group),
        bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, placement: {}}]"),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, placement: {groupName: ring}}]"),
    },
    Rule {
        id: "EK-74",
        title: "SSH has one key, and the SSM agent stays",
        severity: Severity::Error,
        why: "of several keys eksctl would install one (it refuses them for self-managed groups only), and the agent is part of the image",
        source: "eksctl validation.go:903, 1713",
        check: Check::Config(ssh_has_one_key),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, ssh: {allow: true, publicKeyName: ops, publicKeyPath: ~/.ssh/id.pub}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, ssh: {allow: true, publicKeyName: ops}}]",
        ),
    },
    Rule {
        id: "EK-75",
        title: "SSH is not open to the world",
        severity: Severity::Warning,
        why: "without private networking and without source groups eksctl opens port 22 to 0.0.0.0/0 and ::/0",
        source: "eksctl pkg/cfn/builder/nodegroup.go, ssh ingress rules",
        check: Check::Config(ssh_is_not_open),
        bad: Example::Config("managedNodeGroups: [{name: cpu, ssh: {allow: true, publicKeyName: ops}}]"),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, ssh: {allow: true, publicKeyName: ops, sourceSecurityGroupIds: [sg-0aaaaaaaaaaaaaaaa]}}]",
        ),
    },
    Rule {
        id: "EK-76",
        title: "pods kept from instance metadata need no policies on the node",
        severity: Severity::Error,
        why: "add-on policies reach pods through instance metadata only; eksctl refuses them where pods are kept from it",
        source: "eksctl validation.go:865",
        check: Check::Config(metadata_is_open_or_not),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, disablePodIMDS: true, iam: {withAddonPolicies: {ebs: true}}}]",
        ),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, disablePodIMDS: true}]"),
    },
    Rule {
        id: "EK-77",
        title: "a node role exists, or is described",
        severity: Severity::Error,
        why: "eksctl changes no role or profile that exists, and refuses whatever would shape one beside it",
        source: "eksctl validation.go:1083, 1371, 1408",
        check: Check::Config(roles_exist_or_not),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, iam: {instanceRoleARN: 'arn:aws:iam::111122223333:role/node', withAddonPolicies: {ebs: true}}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, iam: {instanceRoleARN: 'arn:aws:iam::111122223333:role/node'}}]",
        ),
    },
    Rule {
        id: "EK-78",
        title: "load balancer policies are the present or the former controller's",
        severity: Severity::Error,
        why: "the AWS Load Balancer Controller replaced the ALB ingress controller; eksctl refuses policies for both",
        source: "eksctl validation.go:1359",
        check: Check::Config(one_load_balancer_controller),
        bad: Example::Config(
            "nodeGroups: [{name: cpu, privateNetworking: true, iam: {withAddonPolicies: {awsLoadBalancerController: true, albIngress: true}}}]",
        ),
        good: Example::Config(
            "nodeGroups: [{name: cpu, privateNetworking: true, iam: {withAddonPolicies: {awsLoadBalancerController: true}}}]",
        ),
    },
    Rule {
        id: "EK-79",
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
    for (at, name) in names.iter().enumerate() {
        findings.afresh();
        let text = name.whole().as_str();
        let fix = near_name(text).map_or_else(
            || "write letters, digits and hyphens, 63 at most".to_owned(),
            |near| format!("write `name: {near}`; letters, digits and hyphens are taken, 63 at most"),
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
    }
}

/// The nearest name that can be had: other letters become hyphens.
fn near_name(text: &str) -> Option<String> {
    let mapped: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(LONGEST_NAME).collect();
    let near = mapped.trim_matches('-');
    (!near.is_empty()).then(|| near.to_owned())
}

fn sizes_are_in_order(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        let (min, max, desired) = (group.min_size().get(), group.max_size().get(), group.desired_capacity().get());
        let name = group.name();
        if let (Some(min), Some(max)) = (&min, &max)
            && **min > **max
        {
            findings.report(
                max,
                format!("node group `{}` has at least {} nodes and at most {}", *name, **min, **max),
                format!("write `minSize: {}` and `maxSize: {}`", **max, **min),
            );
            continue;
        }
        if let (Some(desired), Some(min)) = (&desired, &min)
            && **desired < **min
        {
            findings.report(
                desired,
                format!("node group `{}` begins with {} nodes and has at least {}", *name, **desired, **min),
                format!("write `desiredCapacity: {}`", **min),
            );
        }
        if let (Some(desired), Some(max)) = (&desired, &max)
            && **desired > **max
        {
            findings.report(
                desired,
                format!("node group `{}` begins with {} nodes and has at most {}", *name, **desired, **max),
                format!("write `desiredCapacity: {}`, or a larger `maxSize`", **max),
            );
        }
    }
}

fn placements_name_a_group(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        if let Some(placement) = group.placement().get()
            && !said(&placement.group_name())
        {
            findings.report(
                &placement,
                format!("node group `{}` has a placement without a group", *group.name()),
                "write `groupName`",
            );
        }
    }
}

fn ssh_has_one_key(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        let Some(ssh) = group.ssh().get() else { continue };
        let keys: Vec<_> =
            [("publicKeyName", ssh.public_key_name()), ("publicKeyPath", ssh.public_key_path()), ("publicKey", ssh.public_key())]
                .into_iter()
                .filter(|(_, at)| said(at))
                .collect();
        if let [(first, _), (second, at), ..] = keys.as_slice() {
            findings.report(at, format!("node group `{}` has `{first}` and `{second}`", *group.name()), "keep one of them");
        }
        findings.afresh();
        if off(&ssh.enable_ssm()) {
            findings.report(&ssh.enable_ssm(), "the SSM agent cannot be left out of the image", "remove `enableSsm`");
        }
    }
}

fn ssh_is_not_open(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        let Some(ssh) = group.ssh().get() else { continue };
        if on(&ssh.allow()) && !is_private(&*group) && ssh.source_security_group_ids().is_empty() {
            findings.report(
                &ssh.allow(),
                format!("port 22 of node group `{}` is open to the whole internet", *group.name()),
                "write `privateNetworking: true` in the group, or name who may come in `sourceSecurityGroupIds`",
            );
        }
    }
}

/// The add-on policies that are on.
fn policies(of: &At<'_, NodeGroupIamAddonPolicies>) -> Vec<&'static str> {
    [
        ("imageBuilder", of.image_builder()),
        ("autoScaler", of.auto_scaler()),
        ("externalDNS", of.external_dns()),
        ("certManager", of.cert_manager()),
        ("appMesh", of.app_mesh()),
        ("appMeshPreview", of.app_mesh_preview()),
        ("ebs", of.ebs()),
        ("fsx", of.fsx()),
        ("efs", of.efs()),
        ("awsLoadBalancerController", of.aws_load_balancer_controller()),
        ("albIngress", of.alb_ingress()),
        ("xRay", of.x_ray()),
        ("cloudWatch", of.cloud_watch()),
    ]
    .into_iter()
    .filter_map(|(key, switch)| on(&switch).then_some(key))
    .collect()
}

fn metadata_is_open_or_not(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        let Some(of) = group.iam().get().and_then(|iam| iam.with_addon_policies().get()) else { continue };
        let on_the_node = policies(&of);
        if on(&group.disable_pod_imds()) && !on_the_node.is_empty() {
            findings.report(
                &of,
                format!(
                    "pods of node group `{}` cannot reach the policies that the node has for {}",
                    *group.name(),
                    on_the_node.join(", ")
                ),
                "remove `withAddonPolicies` and give the pods an identity of their own, or remove `disablePodIMDS`",
            );
        }
    }
}

/// The keys that would shape a role that eksctl creates.
fn shaping(iam: &At<'_, NodeGroupIam>) -> Vec<String> {
    let mut keys = Vec::new();
    keys.extend(said(&iam.instance_role_name()).then(|| "instanceRoleName".to_owned()));
    keys.extend((!iam.attach_policy_arns().is_empty()).then(|| "attachPolicyARNs".to_owned()));
    keys.extend(iam.attach_policy().get().map(|_| "attachPolicy".to_owned()));
    keys.extend(said(&iam.instance_role_permissions_boundary()).then(|| "instanceRolePermissionsBoundary".to_owned()));
    let of = iam.with_addon_policies().get();
    keys.extend(of.iter().flat_map(policies).map(|policy| format!("withAddonPolicies.{policy}")));
    keys
}

fn roles_exist_or_not(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        let Some(iam) = group.iam().get() else { continue };
        let name = group.name();
        let (role, profile) = (iam.instance_role_arn(), iam.instance_profile_arn());
        let shaping = shaping(&iam);
        if group.managed().is_some() && said(&profile) {
            findings.report(
                &profile,
                format!("node group `{}` has an instance profile, which managed groups do not take", *name),
                "write `instanceRoleARN` instead",
            );
        } else if !shaping.is_empty() {
            for (key, at) in [("instanceRoleARN", role), ("instanceProfileARN", profile)] {
                if said(&at) {
                    findings.report(
                        &at,
                        format!("node group `{}` has `{key}`, and {} for a role to be created", *name, shaping.join(", ")),
                        format!("remove {}, or `{key}`", shaping.join(", ")),
                    );
                }
            }
        }
    }
}

fn one_load_balancer_controller(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        let Some(of) = group.iam().get().and_then(|iam| iam.with_addon_policies().get()) else { continue };
        if on(&of.aws_load_balancer_controller()) && on(&of.alb_ingress()) {
            findings.report(
                &of.alb_ingress(),
                "policies for the load balancer controller and for its predecessor",
                "remove `albIngress`",
            );
        }
    }
}

fn pods_have_addresses(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        if let Some(most) = group.max_pods_per_node().get().filter(|most| **most > MOST_PODS) {
            findings.report(
                &most,
                format!("a node of group `{}` is to run {} pods", *group.name(), *most),
                format!("write `maxPodsPerNode: {MOST_PODS}` or less, or leave it to the instance type"),
            );
        }
    }
}
