//! Flux, bootstrapped by eksctl.

use super::ask::said;
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "EK-69",
    name: "incomplete-flux",
    title: "Flux has a Git provider and flags",
    severity: Severity::Error,
    why: "eksctl calls `flux bootstrap` with them and refuses to without",
    source: "eksctl pkg/ctl/cmdutils/configfile.go:303, 306",
    check: Check::Config(flux_has_arguments),
    bad: Example::Config("gitops: {flux: {gitProvider: github}}"),
    good: Example::Config("gitops: {flux: {gitProvider: github, flags: {owner: acme, repository: fleet}}}"),
}];

fn flux_has_arguments(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(flux) = config.gitops().get().and_then(|gitops| gitops.flux().get()) else { return };
    if !said(&flux.git_provider()) {
        findings.report(&flux, "Flux has no Git provider", "write `gitProvider: \"github\"` or `gitlab`");
    }
    if flux.flags().is_empty() {
        findings.report(&flux, "Flux has no flags", "write `flags: {owner: …, repository: …}`");
    }
}
