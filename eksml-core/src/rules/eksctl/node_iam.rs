//! Roles of nodes, and who reaches them.

use super::ask::{on, said};
use super::group::groups;
use super::{Check, Example, Findings, Rule};
use crate::catalog;
use crate::eksctl::{ClusterConfig, NodeGroupIam, NodeGroupIamAddonPolicies};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-78",
        name: "addon-policies-out-of-reach",
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
        id: "EK-79",
        name: "node-role-said-twice",
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
        id: "EK-80",
        name: "load-balancer-policies-twice",
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
        id: "EK-123",
        name: "node-role-cannot-join",
        title: "the policies of a node role let nodes join",
        severity: Severity::Error,
        why: "`attachPolicyARNs` replaces eksctl's own list; without the policy of worker nodes EKS refuses the group, or its nodes never join",
        source: "eksctl pkg/cfn/builder/iam_helper.go makeManagedPolicies; Amazon EKS User Guide, node IAM role",
        check: Check::Config(nodes_can_join),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, iam: {attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, iam: {attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy', 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly']}}]",
        ),
    },
];

/// The add-on policies that are on.
pub(in crate::rules) fn policies(of: &At<'_, NodeGroupIamAddonPolicies>) -> Vec<&'static str> {
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
    findings.each(groups(config), |group, findings| {
        let Some(of) = group.iam().get().and_then(|iam| iam.with_addon_policies().get()) else { return };
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
    });
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
    findings.each(groups(config), |group, findings| {
        let Some(iam) = group.iam().get() else { return };
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
            findings.each([("instanceRoleARN", role), ("instanceProfileARN", profile)], |(key, at), findings| {
                if said(&at) {
                    findings.report(
                        &at,
                        format!("node group `{}` has `{key}`, and {} for a role to be created", *name, shaping.join(", ")),
                        format!("remove {}, or `{key}`", shaping.join(", ")),
                    );
                }
            });
        }
    });
}

fn one_load_balancer_controller(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(of) = group.iam().get().and_then(|iam| iam.with_addon_policies().get()) else { return };
        if on(&of.aws_load_balancer_controller()) && on(&of.alb_ingress()) {
            findings.report(
                &of.alb_ingress(),
                "policies for the load balancer controller and for its predecessor",
                Fix::safe([Edit::remove(&of.alb_ingress())]),
            );
        }
    });
}

fn nodes_can_join(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(policies) = group.iam().get().map(|iam| iam.attach_policy_arns()).filter(|policies| !policies.is_empty()) else {
            return;
        };
        if catalog::can_join(policies.whole().iter().map(String::as_str)) == Some(false) {
            findings.report(
                &policies,
                format!("the role of node group `{}` has no policy that lets its nodes join", *group.name()),
                "add `arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy` and `arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly`",
            );
        }
    });
}
