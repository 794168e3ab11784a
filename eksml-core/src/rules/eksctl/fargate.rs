//! Pods without nodes.

use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "EK-70",
    name: "invalid-fargate-profile",
    title: "a Fargate profile has a name that is not EKS's own, and selects a namespace",
    severity: Severity::Error,
    why: "`eksctl create cluster` does not look; EKS refuses the profile when the cluster stands already",
    source: "eksctl validation.go:1858-1877, called for `create fargateprofile` only",
    check: Check::Config(profiles_select_something),
    bad: Example::Config("fargateProfiles: [{name: eks-system, selectors: []}]"),
    good: Example::Config("fargateProfiles: [{name: system, selectors: [{namespace: kube-system}]}]"),
}];

fn profiles_select_something(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.fargate_profiles().iter(), |profile, findings| {
        let (name, selectors) = (profile.name(), profile.selectors());
        findings.scope(|findings| {
            if name.whole().is_empty() {
                findings.report(&name, "a Fargate profile has no name", "write `name`");
            } else if name.whole().starts_with("eks-") {
                findings.report(
                    &name,
                    format!("EKS keeps names such as `{}` for itself", *name),
                    Fix::decision([Edit::set(&name, name.whole().trim_start_matches("eks-"))]),
                );
            }
        });
        if selectors.is_empty() {
            findings.report(&profile, "a Fargate profile selects no pods", "write `selectors: [{namespace: …}]`");
        }
        findings.each(selectors.iter(), |selector, findings| {
            let namespace = selector.namespace();
            if namespace.whole().is_empty() {
                findings.report(&namespace, "a selector of a Fargate profile has no namespace", "write `namespace`");
            }
        });
    });
}
