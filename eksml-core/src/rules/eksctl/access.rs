//! Access entries and access policies.

use super::ask::{authentication, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{AccessEntryType, AccessPolicy, AccessScopeType, AuthenticationMode, ClusterConfig};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-58",
        name: "access-entry-unread",
        title: "access entries are read, and each principal has one",
        severity: Severity::Error,
        why: "in mode `CONFIG_MAP` EKS reads no access entries, and of two for one principal eksctl refuses the second",
        source: "eksctl validation.go:386, access_entry.go:191",
        check: Check::Config(entries_are_read),
        bad: Example::Config(
            "accessConfig: {authenticationMode: CONFIG_MAP, accessEntries: [{principalARN: 'arn:aws:iam::111122223333:role/ops'}]}",
        ),
        good: Example::Config(
            "accessConfig: {authenticationMode: API, accessEntries: [{principalARN: 'arn:aws:iam::111122223333:role/ops'}]}",
        ),
    },
    Rule {
        id: "EK-59",
        name: "node-access-entry-with-rights",
        title: "access entries of nodes have neither groups nor policies",
        severity: Severity::Error,
        why: "EKS gives nodes their rights by the type of their entry; eksctl refuses anything beside it",
        source: "eksctl access_entry.go:153, 156",
        check: Check::Config(node_entries_are_plain),
        bad: Example::Config(
            "accessConfig: {authenticationMode: API, accessEntries: [{principalARN: 'arn:aws:iam::111122223333:role/node', type: EC2_LINUX, kubernetesGroups: [ops]}]}",
        ),
        good: Example::Config(
            "accessConfig: {authenticationMode: API, accessEntries: [{principalARN: 'arn:aws:iam::111122223333:role/node', type: EC2_LINUX}]}",
        ),
    },
    Rule {
        id: "EK-60",
        name: "invalid-access-policy",
        title: "an access policy is one of EKS's own, for the cluster or for named namespaces",
        severity: Severity::Error,
        why: "IAM policies are of another kind, and a scope that contradicts itself has no meaning; eksctl refuses both",
        source: "eksctl access_entry.go:169, 172, 177, 180, 184",
        check: Check::Config(policies_are_access_policies),
        bad: Example::Config(
            "accessConfig: {authenticationMode: API, accessEntries: [{principalARN: 'arn:aws:iam::111122223333:role/ops', accessPolicies: [{policyARN: 'arn:aws:iam::aws:policy/AdministratorAccess', accessScope: {type: cluster}}]}]}",
        ),
        good: Example::Config(
            "accessConfig: {authenticationMode: API, accessEntries: [{principalARN: 'arn:aws:iam::111122223333:role/ops', accessPolicies: [{policyARN: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', accessScope: {type: cluster}}]}]}",
        ),
    },
];

fn entries_are_read(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(access) = config.access_config().get() else { return };
    let entries = access.access_entries();
    if !entries.is_empty() && authentication(config) == AuthenticationMode::ConfigMap {
        findings.report(
            &access.authentication_mode(),
            "there are access entries, which mode `CONFIG_MAP` does not read",
            Fix::decision([Edit::set(&access.authentication_mode(), "API")]),
        );
    }
    let principals: Vec<_> = entries.iter().map(|entry| entry.principal_arn()).collect();
    findings.each(principals.iter().enumerate(), |(at, principal), findings| {
        if principals.iter().take(at).any(|before| before.whole() == principal.whole()) {
            findings.report(
                principal,
                format!("`{}` has two access entries", **principal),
                "put all its policies into one entry",
            );
        }
    });
}

fn node_entries_are_plain(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(
        config.access_config().get().into_iter().flat_map(|access| access.access_entries().iter()),
        |entry, findings| {
            let Some(kind) =
                entry.kind().get().filter(|kind| !matches!(**kind, AccessEntryType::Standard | AccessEntryType::Ec2))
            else {
                return;
            };
            let fix = format!("remove it, or `type: {}`", *kind);
            let (groups, user, policies) = (entry.kubernetes_groups(), entry.kubernetes_username(), entry.access_policies());
            if !groups.is_empty() {
                findings.report(&groups, format!("an entry of type {} has Kubernetes groups", *kind), &fix);
            }
            if said(&user) {
                findings.report(&user, format!("an entry of type {} has a Kubernetes user name", *kind), &fix);
            }
            if !policies.is_empty() {
                findings.report(&policies, format!("an entry of type {} has access policies", *kind), &fix);
            }
        },
    );
}

/// Every access policy: of the entries, and of capabilities.
fn policies<'a>(config: &At<'a, ClusterConfig>) -> Vec<At<'a, AccessPolicy>> {
    let entries = config.access_config().get().into_iter().flat_map(|access| access.access_entries().iter());
    let of_entries = entries.flat_map(|entry| entry.access_policies().iter());
    of_entries.chain(config.capabilities().iter().flat_map(|capability| capability.access_policies().iter())).collect()
}

fn policies_are_access_policies(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(policies(config), |policy, findings| {
        findings.scope(|findings| {
            let arn = policy.policy_arn();
            let parts: Vec<_> = arn.whole().splitn(6, ':').collect();
            // What is no ARN at all is EK-57's to tell.
            if let [_, _, _, _, _, resource] = parts.as_slice()
                && !resource.starts_with("cluster-access-policy/")
            {
                findings.report(
                    &arn,
                    format!("`{}` is not an access policy of EKS", *arn),
                    "write one such as `arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy`",
                );
            }
        });
        let scope = policy.access_scope();
        let namespaces = scope.namespaces();
        match *scope.kind() {
            AccessScopeType::Cluster if !namespaces.is_empty() => {
                findings.report(
                    &namespaces,
                    "a policy for the whole cluster names namespaces",
                    "remove `namespaces`, or write `type: \"namespace\"`",
                );
            }
            AccessScopeType::Namespace if namespaces.is_empty() => {
                findings.report(
                    &scope,
                    "a policy for namespaces names none",
                    "name one in `namespaces`, or write `type: \"cluster\"`",
                );
            }
            _ => {}
        }
    });
}
