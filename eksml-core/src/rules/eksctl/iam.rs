//! Roles of service accounts, and every ARN.

use super::ask::{has_oidc, said};
use super::group::groups;
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, ClusterIamServiceAccount, NodeGroupIam, PodIdentityAssociation};
use crate::findings::Severity;
use crate::spec::At;
use crate::units::{Arn, Name};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-53",
        title: "service accounts with IRSA roles have an OIDC provider",
        severity: Severity::Error,
        why: "the roles trust the cluster's OIDC provider; eksctl creates it only when told to, and refuses the accounts without it",
        source: "eksctl validation.go:220",
        check: Check::Config(accounts_have_a_provider),
        bad: Example::Config(
            "iam: {serviceAccounts: [{metadata: {name: trainer, namespace: ml}, wellKnownPolicies: {autoScaler: true}}]}",
        ),
        good: Example::Config(
            "iam: {withOIDC: true, serviceAccounts: [{metadata: {name: trainer, namespace: ml}, wellKnownPolicies: {autoScaler: true}}]}",
        ),
    },
    Rule {
        id: "EK-54",
        title: "a service account has a name of its own",
        severity: Severity::Error,
        why: "eksctl refuses accounts without a name or with another's, and Kubernetes refuses what is no name when the role exists already",
        source: "eksctl validation.go:223, 229; Kubernetes RFC 1123 names",
        check: Check::Config(accounts_have_names),
        bad: Example::Config(
            "iam: {withOIDC: true, serviceAccounts: [{metadata: {name: My Trainer}, wellKnownPolicies: {autoScaler: true}}]}",
        ),
        good: Example::Config(
            "iam: {withOIDC: true, serviceAccounts: [{metadata: {name: my-trainer}, wellKnownPolicies: {autoScaler: true}}]}",
        ),
    },
    Rule {
        id: "EK-55",
        title: "a service account has permissions",
        severity: Severity::Error,
        why: "a role without policies would give its pods nothing; eksctl refuses it",
        source: "eksctl validation.go:233",
        check: Check::Config(accounts_have_permissions),
        bad: Example::Config("iam: {withOIDC: true, serviceAccounts: [{metadata: {name: trainer}}]}"),
        good: Example::Config(
            "iam: {withOIDC: true, serviceAccounts: [{metadata: {name: trainer}, attachRoleARN: 'arn:aws:iam::111122223333:role/trainer'}]}",
        ),
    },
    Rule {
        id: "EK-56",
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
    },
];

fn accounts_have_a_provider(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if let Some(accounts) = config.iam().get().map(|iam| iam.service_accounts()).filter(|all| !all.is_empty())
        && !has_oidc(config)
    {
        findings.report(
            &accounts,
            "service accounts have roles, and there is no OIDC provider for them to trust",
            "write `withOIDC: true` in `iam`",
        );
    }
}

fn accounts_have_names(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(iam) = config.iam().get() else { return };
    let accounts: Vec<_> = iam.service_accounts().iter().collect();
    for (at, account) in accounts.iter().enumerate() {
        findings.afresh();
        let Some(name) = account.metadata().get().and_then(|meta| meta.name().get()).filter(|name| !name.whole().is_empty())
        else {
            findings.report(account, "a service account has no name", "write `metadata: {name: …, namespace: …}`");
            continue;
        };
        let namespace = account.metadata().get().and_then(|meta| meta.namespace().get());
        for part in std::iter::once(&name).chain(namespace.iter().filter(|namespace| !namespace.whole().is_empty())) {
            // A service account's name may have dots, as a DNS subdomain may.
            if let Some(invalid) = part.whole().split('.').find_map(|label| label.parse::<Name>().err()) {
                let fix = invalid
                    .fix
                    .map_or_else(|| "write lowercase letters, digits and hyphens".to_owned(), |fix| format!("write `{fix}`"));
                findings.report(part, invalid.problem, fix);
            }
        }
        let whole = full_name(account);
        if accounts.iter().take(at).any(|before| full_name(before) == whole) {
            findings.report(&name, format!("service account `{whole}` is declared twice"), "put all its policies into one entry");
        }
    }
}

/// Namespace and name of a service account; eksctl puts it into `default` where no namespace is written.
fn full_name(account: &At<'_, ClusterIamServiceAccount>) -> String {
    let text = |at: Option<At<'_, String>>| at.map(|at| at.whole().clone()).filter(|text| !text.is_empty());
    let meta = account.metadata().get();
    let namespace = text(meta.as_ref().and_then(|meta| meta.namespace().get())).unwrap_or_else(|| "default".to_owned());
    format!("{namespace}/{}", text(meta.and_then(|meta| meta.name().get())).unwrap_or_default())
}

fn accounts_have_permissions(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for account in config.iam().get().into_iter().flat_map(|iam| iam.service_accounts().iter()) {
        findings.afresh();
        let has = !account.attach_policy_arns().is_empty()
            || account.attach_policy().get().is_some()
            || said(&account.attach_role_arn())
            || account.well_known_policies().get().is_some();
        if !has {
            findings.report(
                &account,
                "a service account has no permissions",
                "write one of `attachPolicyARNs`, `attachPolicy`, `wellKnownPolicies` and `attachRoleARN`",
            );
        }
    }
}

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
    for (at, example) in arns(config) {
        findings.afresh();
        let text = at.whole();
        // The partitions that the catalogue leaves out are eksctl's all the same.
        if text.starts_with("arn:aws-iso") || text.starts_with("arn:aws-eusc") {
            continue;
        }
        if let Err(invalid) = text.parse::<Arn>() {
            let fix = invalid.fix.filter(|fix| fix.starts_with("arn:"));
            findings.report(
                &at,
                if text.is_empty() { "an ARN is empty".to_owned() } else { invalid.problem },
                fix.map_or_else(|| format!("write the whole ARN, such as `{example}`"), |fix| format!("write `{fix}`")),
            );
        }
    }
}
