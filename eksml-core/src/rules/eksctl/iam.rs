//! Roles of service accounts.

use super::ask::{has_oidc, said, some_policy};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, ClusterIamServiceAccount};
use crate::findings::{Edit, Fix, Severity};
use crate::source::Path;
use crate::spec::At;
use crate::units::Name;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-54",
        name: "service-account-without-oidc",
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
        id: "EK-55",
        name: "service-account-unnamed",
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
        id: "EK-56",
        name: "service-account-without-permissions",
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
];

fn accounts_have_a_provider(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if let Some(accounts) = config.iam().get().map(|iam| iam.service_accounts()).filter(|all| !all.is_empty())
        && !has_oidc(config)
    {
        findings.report(
            &accounts,
            "service accounts have roles, and there is no OIDC provider for them to trust",
            Fix::safe([Edit::set(&config.below(&Path::root().field("iam").field("with_oidc")), true)]).saying("{} in `iam`"),
        );
    }
}

fn accounts_have_names(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(iam) = config.iam().get() else { return };
    let accounts: Vec<_> = iam.service_accounts().iter().collect();
    findings.each(accounts.iter().enumerate(), |(at, account), findings| {
        let Some(name) = account.metadata().get().and_then(|meta| meta.name().get()).filter(|name| !name.whole().is_empty())
        else {
            findings.report(account, "a service account has no name", "write `metadata: {name: …, namespace: …}`");
            return;
        };
        let namespace = account.metadata().get().and_then(|meta| meta.namespace().get());
        findings.each(
            std::iter::once(&name).chain(namespace.iter().filter(|namespace| !namespace.whole().is_empty())),
            |part, findings| {
                // A service account's name may have dots, as a DNS subdomain may.
                if let Some(invalid) = part.whole().split('.').find_map(|label| label.parse::<Name>().err()) {
                    let fix = invalid
                        .fix
                        .map_or_else(|| "write lowercase letters, digits and hyphens".to_owned(), |fix| format!("write `{fix}`"));
                    findings.report(part, invalid.problem, fix);
                }
            },
        );
        let whole = full_name(account);
        if accounts.iter().take(at).any(|before| full_name(before) == whole) {
            findings.report(&name, format!("service account `{whole}` is declared twice"), "put all its policies into one entry");
        }
    });
}

/// Namespace and name of a service account; eksctl puts it into `default` where no namespace is written.
fn full_name(account: &At<'_, ClusterIamServiceAccount>) -> String {
    let text = |at: Option<At<'_, String>>| at.map(|at| at.whole().clone()).filter(|text| !text.is_empty());
    let meta = account.metadata().get();
    let namespace = text(meta.as_ref().and_then(|meta| meta.namespace().get())).unwrap_or_else(|| "default".to_owned());
    format!("{namespace}/{}", text(meta.and_then(|meta| meta.name().get())).unwrap_or_default())
}

fn accounts_have_permissions(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.iam().get().into_iter().flat_map(|iam| iam.service_accounts().iter()), |account, findings| {
        let has = !account.attach_policy_arns().is_empty()
            || account.attach_policy().get().is_some()
            || said(&account.attach_role_arn())
            || some_policy(&account.well_known_policies()).is_some();
        if !has {
            findings.report(
                &account,
                "a service account has no permissions",
                "write one of `attachPolicyARNs`, `attachPolicy`, `wellKnownPolicies` and `attachRoleARN`",
            );
        }
    });
}
