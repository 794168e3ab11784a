//! Where add-ons get their permissions from.

use super::ask::{addon, has_oidc, is_auto_mode, on, said, some_policy};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{Addon, ClusterConfig};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-47",
        name: "addon-permissions-twice",
        title: "an add-on has one source of permissions",
        severity: Severity::Error,
        why: "eksctl refuses any mixture: of two roles an add-on would have one, and nobody could say which",
        source: "eksctl addon.go:154, 233, validation.go:2013, 2016",
        check: Check::Config(permissions_have_one_source),
        bad: Example::Config(
            "iam: {withOIDC: true}\n\
             addons: [{name: vpc-cni, serviceAccountRoleARN: 'arn:aws:iam::111122223333:role/cni', attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy']}]",
        ),
        good: Example::Config(
            "iam: {withOIDC: true}\n\
             addons: [{name: vpc-cni, attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy']}]",
        ),
    },
    Rule {
        id: "EK-48",
        name: "unsupported-addon-association",
        title: "associations of an add-on carry neither well-known policies nor tags",
        severity: Severity::Error,
        why: "eksctl refuses both inside an add-on, and the Pod Identity agent itself has no permissions to be given",
        source: "eksctl addon.go:163, validation.go:2001, 2004",
        check: Check::Config(associations_are_plain),
        bad: Example::Config(
            "addons: [{name: eks-pod-identity-agent}, {name: aws-ebs-csi-driver, podIdentityAssociations: [{namespace: kube-system, serviceAccountName: ebs-csi-controller-sa, wellKnownPolicies: {ebsCSIController: true}}]}]",
        ),
        good: Example::Config(
            "addons: [{name: eks-pod-identity-agent}, {name: aws-ebs-csi-driver, useDefaultPodIdentityAssociations: true}]",
        ),
    },
    Rule {
        id: "EK-49",
        name: "pod-identity-without-agent",
        title: "Pod Identity has its agent",
        severity: Severity::Error,
        why: "pods fetch their credentials from the agent on their node; eksctl refuses associations without it",
        source: "eksctl validation.go:57",
        check: Check::Config(pod_identity_has_an_agent),
        bad: Example::Config("addons: [{name: aws-ebs-csi-driver, useDefaultPodIdentityAssociations: true}]"),
        good: Example::Config(
            "addons: [{name: eks-pod-identity-agent}, {name: aws-ebs-csi-driver, useDefaultPodIdentityAssociations: true}]",
        ),
    },
    Rule {
        id: "EK-50",
        name: "addon-without-oidc",
        title: "an add-on with IRSA permissions has an OIDC provider",
        severity: Severity::Error,
        why: "without `withOIDC` eksctl warns, creates no role, and the add-on runs without permissions",
        source: "eksctl pkg/actions/addon/create.go",
        check: Check::Config(irsa_has_a_provider),
        bad: Example::Config("addons: [{name: aws-ebs-csi-driver, wellKnownPolicies: {ebsCSIController: true}}]"),
        good: Example::Config(
            "iam: {withOIDC: true}\naddons: [{name: aws-ebs-csi-driver, wellKnownPolicies: {ebsCSIController: true}}]",
        ),
    },
];

/// The IRSA keys an add-on uses: (key, whether eksctl creates a role for it).
fn irsa(addon: &At<'_, Addon>) -> Vec<(&'static str, bool)> {
    let mut used = Vec::new();
    used.extend(some_policy(&addon.well_known_policies()).map(|_| ("wellKnownPolicies", true)));
    used.extend(said(&addon.service_account_role_arn()).then_some(("serviceAccountRoleARN", false)));
    used.extend((!addon.attach_policy_arns().is_empty()).then_some(("attachPolicyARNs", true)));
    used.extend(addon.attach_policy().get().map(|_| ("attachPolicy", true)));
    used
}

fn permissions_have_one_source(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.addons().iter(), |addon, findings| {
        let mut sources: Vec<_> = irsa(&addon).into_iter().map(|(key, _)| key).collect();
        sources.extend((!addon.pod_identity_associations().is_empty()).then_some("podIdentityAssociations"));
        sources.extend(on(&addon.use_default_pod_identity_associations()).then_some("useDefaultPodIdentityAssociations"));
        if sources.len() > 1 {
            let name = addon.name();
            findings.report(
                &name,
                format!("add-on `{}` has its permissions from {}", *name, sources.join(" and ")),
                "keep one of them",
            );
        }
    });
}

fn associations_are_plain(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.addons().iter(), |addon, findings| {
        let associations = addon.pod_identity_associations();
        findings.scope(|findings| {
            if *addon.name() == "eks-pod-identity-agent" && !associations.is_empty() {
                findings.report(
                    &associations,
                    "the Pod Identity agent has no service account to associate",
                    Fix::safe([Edit::remove(&associations)]),
                );
            }
        });
        findings.each(associations.iter(), |association, findings| {
            if let Some(policies) = some_policy(&association.well_known_policies()) {
                findings.report(
                    &policies,
                    format!("well-known policies in an association of add-on `{}`", *addon.name()),
                    "write `useDefaultPodIdentityAssociations: true` in the add-on, or `permissionPolicyARNs` here",
                );
            }
            if !association.tags().is_empty() {
                findings.report(
                    &association.tags(),
                    format!("tags in an association of add-on `{}`", *addon.name()),
                    Fix::safe([Edit::remove(&association.tags())]),
                );
            }
        });
    });
}

fn pod_identity_has_an_agent(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if is_auto_mode(config) || addon(config, "eks-pod-identity-agent").is_some() {
        return;
    }
    let fix = "add `{name: \"eks-pod-identity-agent\"}` to the add-ons";
    if let Some(all) = config.addons_config().get().map(|all| all.auto_apply_pod_identity_associations()).filter(on) {
        findings.report(&all, "add-ons are to use Pod Identity, but its agent is not installed", fix);
    }
    if let Some(associations) = config.iam().get().map(|iam| iam.pod_identity_associations()).filter(|all| !all.is_empty()) {
        findings.report(&associations, "service accounts use Pod Identity, but its agent is not installed", fix);
    }
    findings.each(config.addons().iter(), |addon, findings| {
        if on(&addon.use_default_pod_identity_associations()) || !addon.pod_identity_associations().is_empty() {
            let name = addon.name();
            findings.report(&name, format!("add-on `{}` uses Pod Identity, but its agent is not installed", *name), fix);
        }
    });
}

fn irsa_has_a_provider(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.addons().iter(), |addon, findings| {
        if has_oidc(config) {
            return;
        }
        let name = addon.name();
        if let Some((key, _)) = irsa(&addon).into_iter().find(|(_, created)| *created) {
            findings.report(
                &name,
                format!("add-on `{}` has `{key}`, but there is no OIDC provider to trust", *name),
                "write `withOIDC: true` in `iam`, or use Pod Identity",
            );
        }
    });
}
