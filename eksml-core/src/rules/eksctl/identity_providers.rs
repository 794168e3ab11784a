//! Logins by OIDC.

use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "EK-64",
    name: "incomplete-oidc-login",
    title: "an OIDC login has a name, an issuer and a client",
    severity: Severity::Error,
    why: "eksctl refuses a provider of which one is empty",
    source: "eksctl validation.go:1020, 1023, 1026",
    check: Check::Config(logins_are_whole),
    bad: Example::Config("identityProviders: [{type: oidc, name: sso, issuerURL: 'https://sso.example.com', clientID: ''}]"),
    good: Example::Config(
        "identityProviders: [{type: oidc, name: sso, issuerURL: 'https://sso.example.com', clientID: kubernetes}]",
    ),
}];

fn logins_are_whole(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.identity_providers().iter(), |provider, findings| {
        findings.each(
            [("name", provider.name()), ("issuerURL", provider.issuer_url()), ("clientID", provider.client_id())],
            |(key, at), findings| {
                if at.whole().is_empty() {
                    findings.report(&at, format!("the `{key}` of an OIDC login is empty"), format!("write `{key}`"));
                }
            },
        );
    });
}
