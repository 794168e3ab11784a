//! Every ARN whose form no other rule looks at.

use super::group::groups;
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, NodeGroupIam, PodIdentityAssociation};
use crate::findings::Severity;
use crate::spec::At;
use crate::units::Arn;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "EK-57",
    name: "invalid-arn",
    title: "an ARN is an ARN",
    severity: Severity::Error,
    why: "eksctl refuses some malformed ARNs while it reads, others only when the control plane stands already",
    source: "eksctl access_entry.go:109, 146, 164, validation.go:1092; ARNs of managed node groups and service accounts it does not check",
    check: Check::Config(arns_are_arns),
    bad: Example::Config(
        "managedNodeGroups: [{name: cpu, privateNetworking: true, iam: {attachPolicyARNs: [AmazonEKSWorkerNodePolicy]}}]",
    ),
    good: Example::Config(
        "managedNodeGroups: [{name: cpu, privateNetworking: true, iam: {attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy']}}]",
    ),
}];

/// What an ARN is to name, as an example of one.
const ROLE: &str = "arn:aws:iam::111122223333:role/NAME";
const POLICY: &str = "arn:aws:iam::aws:policy/NAME";
const PROFILE: &str = "arn:aws:iam::111122223333:instance-profile/NAME";
const ACCESS_POLICY: &str = "arn:aws:eks::aws:cluster-access-policy/NAME";
const TARGET_GROUP: &str = "arn:aws:elasticloadbalancing:REGION:111122223333:targetgroup/NAME/ID";

type Arns<'a> = Vec<(At<'a, String>, &'static str)>;

fn add<'a>(all: &mut Arns<'a>, example: &'static str, arns: impl IntoIterator<Item = At<'a, String>>) {
    all.extend(arns.into_iter().map(|arn| (arn, example)));
}

/// Every ARN of a config whose form no other rule looks at, with an example of what it names.
fn arns<'a>(config: &At<'a, ClusterConfig>) -> Arns<'a> {
    let mut all = Vec::new();
    if let Some(iam) = config.iam().get() {
        add(&mut all, ROLE, iam.service_role_arn().get());
        add(&mut all, POLICY, iam.service_role_permissions_boundary().get());
        add(&mut all, ROLE, iam.fargate_pod_execution_role_arn().get());
        add(&mut all, POLICY, iam.fargate_pod_execution_role_permissions_boundary().get());
        for account in iam.service_accounts().iter() {
            add(&mut all, POLICY, account.attach_policy_arns().iter());
            add(&mut all, ROLE, account.attach_role_arn().get());
            add(&mut all, POLICY, account.permissions_boundary().get());
        }
        iam.pod_identity_associations().iter().for_each(|association| association_arns(&association, &mut all));
    }
    for addon in config.addons().iter() {
        add(&mut all, ROLE, addon.service_account_role_arn().get());
        add(&mut all, POLICY, addon.attach_policy_arns().iter());
        add(&mut all, POLICY, addon.permissions_boundary().get());
        addon.pod_identity_associations().iter().for_each(|association| association_arns(&association, &mut all));
    }
    for entry in config.access_config().get().into_iter().flat_map(|access| access.access_entries().iter()) {
        add(&mut all, ROLE, [entry.principal_arn()]);
        add(&mut all, ACCESS_POLICY, entry.access_policies().iter().map(|policy| policy.policy_arn()));
    }
    if let Some(auto) = config.auto_mode_config().get() {
        add(&mut all, ROLE, auto.node_role_arn().get());
        add(&mut all, POLICY, auto.permissions_boundary_arn().get());
    }
    let hybrid = config.remote_network_config().get().and_then(|remote| remote.iam().get());
    add(&mut all, ROLE, hybrid.and_then(|iam| iam.role_arn().get()));
    groups(config).iter().filter_map(|group| group.iam().get()).for_each(|iam| node_arns(&iam, &mut all));
    for group in config.self_managed_node_groups().iter() {
        add(&mut all, TARGET_GROUP, group.target_group_arns().iter());
    }
    for profile in config.fargate_profiles().iter() {
        add(&mut all, ROLE, profile.pod_execution_role_arn().get());
    }
    for capability in config.capabilities().iter() {
        add(&mut all, ROLE, capability.role_arn().get());
        add(&mut all, POLICY, capability.attach_policy_arns().iter());
        add(&mut all, POLICY, capability.permissions_boundary().get());
        add(&mut all, ACCESS_POLICY, capability.access_policies().iter().map(|policy| policy.policy_arn()));
    }
    all
}

fn association_arns<'a>(association: &At<'a, PodIdentityAssociation>, all: &mut Arns<'a>) {
    add(all, POLICY, association.permission_policy_arns().iter());
    add(all, ROLE, association.role_arn().get());
    add(all, POLICY, association.permissions_boundary_arn().get());
    add(all, ROLE, association.target_role_arn().get());
}

fn node_arns<'a>(iam: &At<'a, NodeGroupIam>, all: &mut Arns<'a>) {
    add(all, POLICY, iam.attach_policy_arns().iter());
    add(all, PROFILE, iam.instance_profile_arn().get());
    add(all, ROLE, iam.instance_role_arn().get());
    add(all, POLICY, iam.instance_role_permissions_boundary().get());
}

fn arns_are_arns(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(arns(config), |(at, example), findings| {
        let text = at.whole();
        // The partitions that the catalogue leaves out are eksctl's all the same.
        if text.starts_with("arn:aws-iso") || text.starts_with("arn:aws-eusc") {
            return;
        }
        if let Err(invalid) = text.parse::<Arn>() {
            let fix = invalid.fix.filter(|fix| fix.starts_with("arn:"));
            findings.report(
                &at,
                if text.is_empty() { "an ARN is empty".to_owned() } else { invalid.problem },
                fix.map_or_else(|| format!("write the whole ARN, such as `{example}`"), |fix| format!("write `{fix}`")),
            );
        }
    });
}
