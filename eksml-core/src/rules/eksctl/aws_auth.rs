//! The aws-auth ConfigMap, and who may write it.

use super::ask::{authentication, off, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{AuthenticationMode, ClusterConfig};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-61",
        name: "identity-mapping-of-nobody",
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
        id: "EK-62",
        name: "aws-auth-unread",
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
        id: "EK-63",
        name: "nobody-admits-nodes",
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

fn mappings_have_one_subject(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.iam_identity_mappings().iter(), |mapping, findings| {
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
    });
}

fn config_map_is_read(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if authentication(config) != AuthenticationMode::Api {
        return;
    }
    findings.scope(|findings| {
        let mappings = config.iam_identity_mappings();
        if !mappings.is_empty() {
            findings.report(
                &mappings,
                "identity mappings go into the aws-auth ConfigMap, which mode `API` ignores",
                "make `accessEntries` of them",
            );
        }
    });
    if let Some(karpenter) = config.karpenter().get()
        && authentication(config) == AuthenticationMode::Api
    {
        findings.report(
            &karpenter,
            "eksctl admits Karpenter's nodes by the aws-auth ConfigMap, which mode `API` ignores",
            "write `authenticationMode: \"API_AND_CONFIG_MAP\"` in `accessConfig`",
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
            "write `authenticationMode: \"API_AND_CONFIG_MAP\"` and an access entry, or remove this key",
        );
    } else if access.access_entries().is_empty() {
        findings.report(
            &creator,
            "the cluster's creator has no rights, and there is no access entry: nobody could admit self-managed nodes",
            "write an access entry in `accessEntries`, or remove this key",
        );
    }
}
