//! Karpenter, installed by eksctl.

use super::ask::{has_oidc, is_auto_mode};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::source::Path;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-66",
        name: "karpenter-cannot-be-installed",
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
        id: "EK-67",
        name: "karpenter-tag-missing",
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
        id: "EK-68",
        name: "karpenter-has-no-place",
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
];

fn karpenter_can_be_installed(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(karpenter) = config.karpenter().get() else { return };
    findings.scope(|findings| {
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
                        Fix::decision([Edit::set(&version, "1.8.2")]).saying("{}, or any from 0.20.0 on"),
                    );
                }
            }
            _ => findings.report(&version, format!("`{text}` is not a version of Karpenter"), "write a version such as `1.8.2`"),
        }
    });
    if config.karpenter().get().is_some() && !has_oidc(config) {
        findings.report(
            &karpenter,
            "Karpenter's role needs an OIDC provider to trust",
            Fix::safe([Edit::set(&config.below(&Path::root().field("iam").field("with_oidc")), true)]),
        );
    }
}

fn karpenter_finds_the_cluster(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(karpenter) = config.karpenter().get() else { return };
    let name = config.metadata().name();
    if !config.metadata().tags().keys().any(|key| key.whole() == "karpenter.sh/discovery") {
        let tag = Path::root().field("metadata").field("tags").key("karpenter.sh/discovery");
        findings.report(
            &karpenter,
            "no security group is tagged for Karpenter to find",
            Fix::safe([Edit::set(&config.below(&tag), name.whole().as_str())])
                .saying(format!("write `tags: {{\"karpenter.sh/discovery\": \"{}\"}}` in `metadata`", *name)),
        );
    }
}

fn karpenter_has_a_home(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(karpenter) = config.karpenter().get() else { return };
    if is_auto_mode(config) {
        return findings.report(
            &karpenter,
            "Auto Mode runs a Karpenter of its own",
            Fix::decision([Edit::remove(&karpenter)]).saying("{}, or `autoModeConfig`"),
        );
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
