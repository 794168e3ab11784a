//! What eksctl installs or sets up beside the cluster: logins, logs, Karpenter, Flux, Fargate, capabilities.

use super::ask::{has_oidc, is_auto_mode, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{CapabilityType, ClusterConfig};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-63",
        title: "an OIDC login has a name, an issuer and a client",
        severity: Severity::Error,
        why: "eksctl refuses a provider of which one is empty",
        source: "eksctl validation.go:1020, 1023, 1026",
        check: Check::Config(logins_are_whole),
        bad: Example::Config("identityProviders: [{type: oidc, name: sso, issuerURL: 'https://sso.example.com', clientID: ''}]"),
        good: Example::Config(
            "identityProviders: [{type: oidc, name: sso, issuerURL: 'https://sso.example.com', clientID: kubernetes}]",
        ),
    },
    Rule {
        id: "EK-64",
        title: "logs that are kept are written",
        severity: Severity::Error,
        why: "eksctl refuses a retention for logs that nobody sends",
        source: "eksctl validation.go:434",
        check: Check::Config(kept_logs_are_written),
        bad: Example::Config("cloudWatch: {clusterLogging: {logRetentionInDays: 90}}"),
        good: Example::Config("cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}"),
    },
    Rule {
        id: "EK-65",
        title: "Karpenter has a version that eksctl installs, and an OIDC provider",
        severity: Severity::Error,
        why: "eksctl installs Karpenter 0.20.0 or newer, with a role that trusts the cluster's OIDC provider",
        source: "eksctl validation.go:406, 411, 420, 424",
        check: Check::Config(karpenter_can_be_installed),
        bad: Example::Config(
            "metadata: {name: shared, region: us-west-2, tags: {karpenter.sh/discovery: shared}}\n\
             accessConfig: {authenticationMode: API_AND_CONFIG_MAP}\n\
             karpenter: {version: 0.19.3}",
        ),
        good: Example::Config(
            "metadata: {name: shared, region: us-west-2, tags: {karpenter.sh/discovery: shared}}\n\
             accessConfig: {authenticationMode: API_AND_CONFIG_MAP}\n\
             iam: {withOIDC: true}\n\
             karpenter: {version: 1.8.2}",
        ),
    },
    Rule {
        id: "EK-66",
        title: "Karpenter finds the cluster's security groups by their tag",
        severity: Severity::Warning,
        why: "without the tag eksctl marks no security group for discovery and says so in its debug log only; Karpenter finds none and starts no node",
        source: "eksctl pkg/cfn/builder/cluster.go, karpenter.sh/discovery",
        check: Check::Config(karpenter_finds_the_cluster),
        bad: Example::Config(
            "accessConfig: {authenticationMode: API_AND_CONFIG_MAP}\niam: {withOIDC: true}\nkarpenter: {version: 1.8.2}",
        ),
        good: Example::Config(
            "metadata: {name: shared, region: us-west-2, tags: {karpenter.sh/discovery: shared}}\n\
             accessConfig: {authenticationMode: API_AND_CONFIG_MAP}\n\
             iam: {withOIDC: true}\n\
             karpenter: {version: 1.8.2}",
        ),
    },
    Rule {
        id: "EK-67",
        title: "Karpenter has somewhere to run, and nodes to start",
        severity: Severity::Error,
        why: "on a cluster without nodes its own pods wait for ever, and Auto Mode has a Karpenter of its own",
        source: "eksctl pkg/ctl/create/cluster.go installs the chart last; Karpenter getting started",
        check: Check::Config(karpenter_has_a_home),
        bad: Example::Config(
            "metadata: {name: shared, region: us-west-2, tags: {karpenter.sh/discovery: shared}}\n\
             accessConfig: {authenticationMode: API_AND_CONFIG_MAP}\n\
             iam: {withOIDC: true}\n\
             karpenter: {version: 1.8.2}\n\
             managedNodeGroups: []",
        ),
        good: Example::Config(
            "metadata: {name: shared, region: us-west-2, tags: {karpenter.sh/discovery: shared}}\n\
             accessConfig: {authenticationMode: API_AND_CONFIG_MAP}\n\
             iam: {withOIDC: true}\n\
             karpenter: {version: 1.8.2}\n\
             fargateProfiles: [{name: karpenter, selectors: [{namespace: karpenter}]}]\n\
             managedNodeGroups: []",
        ),
    },
    Rule {
        id: "EK-68",
        title: "Flux has a Git provider and flags",
        severity: Severity::Error,
        why: "eksctl calls `flux bootstrap` with them and refuses to without",
        source: "eksctl pkg/ctl/cmdutils/configfile.go:303, 306",
        check: Check::Config(flux_has_arguments),
        bad: Example::Config("gitops: {flux: {gitProvider: github}}"),
        good: Example::Config("gitops: {flux: {gitProvider: github, flags: {owner: acme, repository: fleet}}}"),
    },
    Rule {
        id: "EK-69",
        title: "a Fargate profile has a name that is not EKS's own, and selects a namespace",
        severity: Severity::Error,
        why: "`eksctl create cluster` does not look; EKS refuses the profile when the cluster stands already",
        source: "eksctl validation.go:1858-1877, called for `create fargateprofile` only",
        check: Check::Config(profiles_select_something),
        bad: Example::Config("fargateProfiles: [{name: eks-system, selectors: []}]"),
        good: Example::Config("fargateProfiles: [{name: system, selectors: [{namespace: kube-system}]}]"),
    },
    Rule {
        id: "EK-70",
        title: "a capability has a name, and Argo CD its Identity Center",
        severity: Severity::Error,
        why: "`eksctl create cluster` panics on a missing configuration when the cluster stands already",
        source: "eksctl #8701; capability.go:117-130",
        check: Check::Config(capabilities_are_whole),
        bad: Example::Config("capabilities: [{name: argo, type: ARGOCD}]"),
        good: Example::Config(
            "capabilities: [{name: argo, type: ARGOCD, configuration: {argocd: {awsIdc: {idcInstanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef'}}}}]",
        ),
    },
];

fn logins_are_whole(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for provider in config.identity_providers().iter() {
        for (key, at) in [("name", provider.name()), ("issuerURL", provider.issuer_url()), ("clientID", provider.client_id())] {
            findings.afresh();
            if at.whole().is_empty() {
                findings.report(&at, format!("the `{key}` of an OIDC login is empty"), format!("write `{key}`"));
            }
        }
    }
}

fn kept_logs_are_written(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(logging) = config.cloud_watch().get().and_then(|watch| watch.cluster_logging().get()) else { return };
    if let Some(days) = logging.log_retention_in_days().get()
        && logging.enable_types().is_empty()
    {
        findings.report(&days, "logs are to be kept, but none are written", "write `enableTypes: [audit, authenticator]`");
    }
}

fn karpenter_can_be_installed(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(karpenter) = config.karpenter().get() else { return };
    let version = karpenter.version();
    let text = version.whole().as_str();
    let numbers: Vec<Option<u32>> =
        text.trim_start_matches('v').split('.').map(|part| part.split(['-', '+']).next()?.parse().ok()).collect();
    match numbers.as_slice() {
        [Some(major), Some(minor), Some(_), ..] => {
            if (*major, *minor) < (0, 20) {
                findings.report(
                    &version,
                    format!("eksctl does not install Karpenter {text}"),
                    "write `version: 1.8.2`, or any from 0.20.0 on",
                );
            }
        }
        _ => findings.report(&version, format!("`{text}` is not a version of Karpenter"), "write a version such as `1.8.2`"),
    }
    findings.afresh();
    if config.karpenter().get().is_some() && !has_oidc(config) {
        findings.report(&karpenter, "Karpenter's role needs an OIDC provider to trust", "write `withOIDC: true` in `iam`");
    }
}

fn karpenter_finds_the_cluster(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(karpenter) = config.karpenter().get() else { return };
    let name = config.metadata().name();
    if !config.metadata().tags().keys().any(|key| key.whole() == "karpenter.sh/discovery") {
        findings.report(
            &karpenter,
            "no security group is tagged for Karpenter to find",
            format!("write `tags: {{karpenter.sh/discovery: {}}}` in `metadata`", *name),
        );
    }
}

fn karpenter_has_a_home(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(karpenter) = config.karpenter().get() else { return };
    if is_auto_mode(config) {
        return findings.report(&karpenter, "Auto Mode runs a Karpenter of its own", "remove `karpenter`, or `autoModeConfig`");
    }
    if config.managed_node_groups().is_empty()
        && config.self_managed_node_groups().is_empty()
        && config.fargate_profiles().is_empty()
    {
        findings.report(
            &karpenter,
            "Karpenter's own pods have no node to run on",
            "add a small managed node group, or a Fargate profile for namespace `karpenter`",
        );
    }
}

fn flux_has_arguments(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(flux) = config.gitops().get().and_then(|gitops| gitops.flux().get()) else { return };
    if !said(&flux.git_provider()) {
        findings.report(&flux, "Flux has no Git provider", "write `gitProvider: github` or `gitlab`");
    }
    if flux.flags().is_empty() {
        findings.report(&flux, "Flux has no flags", "write `flags: {owner: …, repository: …}`");
    }
}

fn profiles_select_something(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for profile in config.fargate_profiles().iter() {
        findings.afresh();
        let (name, selectors) = (profile.name(), profile.selectors());
        if name.whole().is_empty() {
            findings.report(&name, "a Fargate profile has no name", "write `name`");
        } else if name.whole().starts_with("eks-") {
            findings.report(
                &name,
                format!("EKS keeps names such as `{}` for itself", *name),
                format!("write `name: {}`", name.whole().trim_start_matches("eks-")),
            );
        }
        findings.afresh();
        if selectors.is_empty() {
            findings.report(&profile, "a Fargate profile selects no pods", "write `selectors: [{namespace: …}]`");
        }
        for selector in selectors.iter() {
            let namespace = selector.namespace();
            if namespace.whole().is_empty() {
                findings.report(&namespace, "a selector of a Fargate profile has no namespace", "write `namespace`");
            }
        }
    }
}

fn capabilities_are_whole(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for capability in config.capabilities().iter() {
        findings.afresh();
        let name = capability.name();
        if name.whole().is_empty() {
            findings.report(&name, "a capability has no name", "write `name`");
        }
        if *capability.kind() != CapabilityType::ArgoCd {
            continue;
        }
        let argo = capability.configuration().get().and_then(|configuration| configuration.argo_cd().get());
        if argo.and_then(|argo| argo.aws_idc().get()).is_none_or(|center| center.idc_instance_arn().whole().is_empty()) {
            findings.report(
                &capability,
                format!("Argo CD capability `{}` has no IAM Identity Center", *name),
                "write `configuration: {argocd: {awsIdc: {idcInstanceArn: 'arn:aws:sso:::instance/ssoins-…'}}}`",
            );
        }
    }
}
