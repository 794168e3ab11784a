//! Who may do what in the cluster.

use super::ask::{authentication, off, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{AccessEntryType, AccessPolicy, AccessScopeType, AuthenticationMode, ClusterConfig};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-57",
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
        id: "EK-58",
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
        id: "EK-59",
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
    Rule {
        id: "EK-60",
        title: "an identity mapping is for a principal, an account or a service",
        severity: Severity::Error,
        why: "eksctl refuses a mixture, and writes an empty mapping into the aws-auth ConfigMap, where it admits nobody",
        source: "eksctl identitymapping.go:40-52",
        check: Check::Config(mappings_have_one_subject),
        bad: Example::Config(
            "accessConfig: {authenticationMode: API_AND_CONFIG_MAP}\n\
             iamIdentityMappings: [{account: '111122223333', username: ops}]",
        ),
        good: Example::Config(
            "accessConfig: {authenticationMode: API_AND_CONFIG_MAP}\niamIdentityMappings: [{account: '111122223333'}]",
        ),
    },
    Rule {
        id: "EK-61",
        title: "what is written into the aws-auth ConfigMap is read",
        severity: Severity::Error,
        why: "in mode `API` EKS ignores the ConfigMap: the mappings admit nobody, and Karpenter's nodes never join",
        source: "eksctl pkg/actions/karpenter/create.go, pkg/authconfigmap; EKS user guide, authentication modes",
        check: Check::Config(config_map_is_read),
        bad: Example::Config(
            "accessConfig: {authenticationMode: API}\niamIdentityMappings: [{arn: 'arn:aws:iam::111122223333:role/ops', username: ops, groups: [ops]}]",
        ),
        good: Example::Config(
            "accessConfig: {authenticationMode: API, accessEntries: [{principalARN: 'arn:aws:iam::111122223333:role/ops', kubernetesGroups: [ops]}]}",
        ),
    },
    Rule {
        id: "EK-62",
        title: "self-managed nodes are admitted by somebody with rights",
        severity: Severity::Error,
        why: "eksctl admits them as the cluster's creator: without rights of its own and without access entries nobody could, which it notices once it has logged in to AWS",
        source: "eksctl pkg/accessentry/service.go:59, 65",
        check: Check::Config(nodes_are_admitted),
        bad: Example::Config(
            "accessConfig: {authenticationMode: API, bootstrapClusterCreatorAdminPermissions: false}\n\
             nodeGroups: [{name: cpu, privateNetworking: true}]",
        ),
        good: Example::Config(
            "accessConfig: {authenticationMode: API, bootstrapClusterCreatorAdminPermissions: false, accessEntries: [{principalARN: 'arn:aws:iam::111122223333:role/ops'}]}\n\
             nodeGroups: [{name: cpu, privateNetworking: true}]",
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
            "write `authenticationMode: API`",
        );
    }
    let principals: Vec<_> = entries.iter().map(|entry| entry.principal_arn()).collect();
    for (at, principal) in principals.iter().enumerate() {
        findings.afresh();
        if principals.iter().take(at).any(|before| before.whole() == principal.whole()) {
            findings.report(
                principal,
                format!("`{}` has two access entries", **principal),
                "put all its policies into one entry",
            );
        }
    }
}

fn node_entries_are_plain(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for entry in config.access_config().get().into_iter().flat_map(|access| access.access_entries().iter()) {
        findings.afresh();
        let Some(kind) = entry.kind().get().filter(|kind| !matches!(**kind, AccessEntryType::Standard | AccessEntryType::Ec2))
        else {
            continue;
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
    }
}

/// Every access policy: of the entries, and of capabilities.
fn policies<'a>(config: &At<'a, ClusterConfig>) -> Vec<At<'a, AccessPolicy>> {
    let entries = config.access_config().get().into_iter().flat_map(|access| access.access_entries().iter());
    let of_entries = entries.flat_map(|entry| entry.access_policies().iter());
    of_entries.chain(config.capabilities().iter().flat_map(|capability| capability.access_policies().iter())).collect()
}

fn policies_are_access_policies(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for policy in policies(config) {
        findings.afresh();
        let arn = policy.policy_arn();
        let parts: Vec<_> = arn.whole().splitn(6, ':').collect();
        // What is no ARN at all is EK-56's to tell.
        if let [_, _, _, _, _, resource] = parts.as_slice()
            && !resource.starts_with("cluster-access-policy/")
        {
            findings.report(
                &arn,
                format!("`{}` is not an access policy of EKS", *arn),
                "write one such as `arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy`",
            );
        }
        findings.afresh();
        let scope = policy.access_scope();
        let namespaces = scope.namespaces();
        match *scope.kind() {
            AccessScopeType::Cluster if !namespaces.is_empty() => {
                findings.report(
                    &namespaces,
                    "a policy for the whole cluster names namespaces",
                    "remove `namespaces`, or write `type: namespace`",
                );
            }
            AccessScopeType::Namespace if namespaces.is_empty() => {
                findings.report(
                    &scope,
                    "a policy for namespaces names none",
                    "name one in `namespaces`, or write `type: cluster`",
                );
            }
            _ => {}
        }
    }
}

fn mappings_have_one_subject(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for mapping in config.iam_identity_mappings().iter() {
        findings.afresh();
        let principal = said(&mapping.arn()) || said(&mapping.username()) || !mapping.groups().is_empty();
        let (account, service, namespace) = (said(&mapping.account()), said(&mapping.service_name()), said(&mapping.namespace()));
        if account && (principal || service || namespace || mapping.no_duplicate_arns().get().is_some()) {
            findings.report(
                &mapping.account(),
                "a mapping of a whole account says something else, too",
                "make two mappings of it",
            );
        } else if service && principal {
            findings.report(&mapping.service_name(), "a mapping of a service names a principal, too", "make two mappings of it");
        } else if service && !namespace {
            findings.report(&mapping.service_name(), "a service is mapped into no namespace", "write `namespace` beside it");
        } else if namespace && !service {
            findings.report(
                &mapping.namespace(),
                "a namespace stands in a mapping of no service",
                "write `serviceName` beside it, or remove it",
            );
        } else if !account && !service && !said(&mapping.arn()) {
            findings.report(&mapping, "a mapping maps nobody", "write `arn`, `account`, or `serviceName` with `namespace`");
        }
    }
}

fn config_map_is_read(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if authentication(config) != AuthenticationMode::Api {
        return;
    }
    let mappings = config.iam_identity_mappings();
    if !mappings.is_empty() {
        findings.report(
            &mappings,
            "identity mappings go into the aws-auth ConfigMap, which mode `API` ignores",
            "make `accessEntries` of them",
        );
    }
    findings.afresh();
    if let Some(karpenter) = config.karpenter().get()
        && authentication(config) == AuthenticationMode::Api
    {
        findings.report(
            &karpenter,
            "eksctl admits Karpenter's nodes by the aws-auth ConfigMap, which mode `API` ignores",
            "write `authenticationMode: API_AND_CONFIG_MAP` in `accessConfig`",
        );
    }
}

fn nodes_are_admitted(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(access) = config.access_config().get().filter(|_| !config.self_managed_node_groups().is_empty()) else { return };
    let creator = access.bootstrap_cluster_creator_admin_permissions();
    if !off(&creator) {
        return;
    }
    if authentication(config) == AuthenticationMode::ConfigMap {
        findings.report(
            &creator,
            "the cluster's creator has no rights, and nobody else could admit self-managed nodes in mode `CONFIG_MAP`",
            "write `authenticationMode: API_AND_CONFIG_MAP` and an access entry, or remove this key",
        );
    } else if access.access_entries().is_empty() {
        findings.report(
            &creator,
            "the cluster's creator has no rights, and there is no access entry: nobody could admit self-managed nodes",
            "write an access entry in `accessEntries`, or remove this key",
        );
    }
}
