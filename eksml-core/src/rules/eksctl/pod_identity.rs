//! Pod Identity: service accounts bound to roles.

use super::ask::{said, some_policy};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, PodIdentityAssociation};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-51",
        name: "association-without-account",
        title: "an association names its service account and its namespace",
        severity: Severity::Error,
        why: "eksctl refuses an association of which either is missing",
        source: "eksctl pkg/ctl/cmdutils/pod_identity_association.go:125, 128, addon.go:169, 172",
        check: Check::Config(associations_have_names),
        bad: Example::Config(
            "addons: [{name: eks-pod-identity-agent}]\n\
             iam: {podIdentityAssociations: [{serviceAccountName: trainer, roleARN: 'arn:aws:iam::111122223333:role/trainer'}]}",
        ),
        good: Example::Config(
            "addons: [{name: eks-pod-identity-agent}]\n\
             iam: {podIdentityAssociations: [{namespace: ml, serviceAccountName: trainer, roleARN: 'arn:aws:iam::111122223333:role/trainer'}]}",
        ),
    },
    Rule {
        id: "EK-52",
        name: "association-without-permissions",
        title: "an association takes an existing role, or policies for a new one",
        severity: Severity::Error,
        why: "eksctl creates a role from the policies, or takes the one that is named; it refuses both, and neither",
        source: "eksctl pkg/ctl/cmdutils/pod_identity_association.go:139-152, addon.go:179-193",
        check: Check::Config(associations_have_a_role),
        bad: Example::Config(
            "addons: [{name: eks-pod-identity-agent}]\n\
             iam: {podIdentityAssociations: [{namespace: ml, serviceAccountName: trainer, roleARN: 'arn:aws:iam::111122223333:role/trainer', wellKnownPolicies: {autoScaler: true}}]}",
        ),
        good: Example::Config(
            "addons: [{name: eks-pod-identity-agent}]\n\
             iam: {podIdentityAssociations: [{namespace: ml, serviceAccountName: trainer, wellKnownPolicies: {autoScaler: true}}]}",
        ),
    },
    Rule {
        id: "EK-53",
        name: "policy-name-without-policy",
        title: "an inline policy's name has a policy to name, and a letter or digit",
        severity: Severity::Error,
        why: "eksctl makes a CloudFormation name of its letters and digits, and refuses a name without a policy",
        source: "eksctl validation.go:1977, 1987",
        check: Check::Config(policy_names_name_a_policy),
        bad: Example::Config(
            "addons: [{name: eks-pod-identity-agent}]\n\
             iam: {podIdentityAssociations: [{namespace: ml, serviceAccountName: trainer, permissionPolicyName: s3, wellKnownPolicies: {autoScaler: true}}]}",
        ),
        good: Example::Config(
            "addons: [{name: eks-pod-identity-agent}]\n\
             iam: {podIdentityAssociations: [{namespace: ml, serviceAccountName: trainer, permissionPolicyName: s3, permissionPolicy: {Version: '2012-10-17', Statement: []}}]}",
        ),
    },
];

/// Every association: the cluster's own, and those of its add-ons.
fn associations<'a>(config: &At<'a, ClusterConfig>) -> Vec<At<'a, PodIdentityAssociation>> {
    let own = config.iam().get().into_iter().flat_map(|iam| iam.pod_identity_associations().iter());
    own.chain(config.addons().iter().flat_map(|addon| addon.pod_identity_associations().iter())).collect()
}

fn associations_have_names(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(associations(config), |association, findings| {
        if !said(&association.namespace()) {
            findings.report(&association, "an association names no namespace", "write `namespace`");
        }
        if !said(&association.service_account_name()) {
            findings.report(&association, "an association names no service account", "write `serviceAccountName`");
        }
    });
}

fn associations_have_a_role(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(associations(config), |association, findings| {
        let mut policies = Vec::new();
        policies.extend(association.permission_policy().get().map(|_| "permissionPolicy"));
        policies.extend((!association.permission_policy_arns().is_empty()).then_some("permissionPolicyARNs"));
        policies.extend(some_policy(&association.well_known_policies()).map(|_| "wellKnownPolicies"));
        let role = association.role_arn();
        match (said(&role), policies.is_empty()) {
            (true, false) => findings.report(
                &role,
                format!("an association has both a role and {}", policies.join(", ")),
                "attach the policies to the role and remove them here, or remove `roleARN`",
            ),
            (false, true) => findings.report(
                &association,
                "an association gives neither a role nor a policy for one",
                "write `roleARN`, or one of `permissionPolicyARNs`, `permissionPolicy` and `wellKnownPolicies`",
            ),
            _ => {}
        }
    });
}

fn policy_names_name_a_policy(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(associations(config), |association, findings| {
        let Some(name) = association.permission_policy_name().get().filter(|name| !name.whole().is_empty()) else { return };
        if association.permission_policy().get().is_none() {
            findings.report(
                &name,
                format!("`{}` names a policy that is not there", *name),
                "write `permissionPolicy`, or remove `permissionPolicyName`",
            );
        }
        if !name.whole().contains(|c: char| c.is_ascii_alphanumeric()) {
            findings.report(&name, format!("`{}` has neither letters nor digits", *name), "write a name with a letter in it");
        }
    });
}
