//! How nodes of each system are brought up.

use super::ask::minor;
use super::group::{family, groups};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{AmiFamily, ClusterConfig, ContainerRuntime};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-97",
        name: "foreign-bootstrap-settings",
        title: "Bottlerocket and Windows nodes take no commands and settings of other systems",
        severity: Severity::Error,
        why: "Bottlerocket has no shell and its own settings, and the bootstrap of Windows is EKS's; eksctl refuses the keys",
        source: "eksctl validation.go:1133, 1140, 1142, 1149, 1152, 1495",
        check: Check::Config(systems_take_their_own),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: Bottlerocket, preBootstrapCommands: [date]}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: AmazonLinux2023, preBootstrapCommands: [date]}]",
        ),
    },
    Rule {
        id: "EK-98",
        name: "container-runtime-removed",
        title: "containers run on containerd",
        severity: Severity::Error,
        why: "there has been no other runtime since Kubernetes 1.24, and an own bootstrap command overwrites the setting",
        source: "eksctl validation.go:1181, 1192, 1196",
        check: Check::Config(runtime_is_containerd),
        bad: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, containerRuntime: dockerd}]"),
        good: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, containerRuntime: containerd}]"),
    },
    Rule {
        id: "EK-99",
        name: "bootstrap-is-no-nodeconfig",
        title: "an Amazon Linux 2023 bootstrap is a NodeConfig",
        severity: Severity::Error,
        why: "nodeadm reads a NodeConfig and no shell script; eksctl cannot merge one and says so when the control plane stands already",
        source: "eksctl pkg/nodebootstrap/al2023.go:172; nodeadm API node.eks.aws/v1alpha1",
        check: Check::Config(bootstraps_are_node_configs),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: AmazonLinux2023, overrideBootstrapCommand: '/etc/eks/bootstrap.sh shared'}]",
        ),
        good: Example::Config(
            "managedNodeGroups:\n  - name: cpu\n    privateNetworking: true\n    amiFamily: AmazonLinux2023\n    overrideBootstrapCommand: |\n      apiVersion: node.eks.aws/v1alpha1\n      kind: NodeConfig\n      spec:\n        kubelet:\n          config:\n            maxParallelImagePulls: 4",
        ),
    },
];

fn systems_take_their_own(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let system = family(&*group);
        if !system.is_bottlerocket() && !system.is_windows() {
            return;
        }
        let name = group.name();
        let commands = group.pre_bootstrap_commands();
        if system.is_bottlerocket() && !commands.is_empty() {
            findings.report(
                &commands,
                format!("node group `{}` runs {system}, which has no shell for commands", *name),
                Fix::decision([Edit::remove(&commands)]),
            );
        }
        let bootstrap = group.override_bootstrap_command();
        if bootstrap.get().is_some() && (system.is_bottlerocket() || group.managed().is_some()) {
            findings.report(
                &bootstrap,
                format!("node group `{}` runs {system}, which takes no other bootstrap", *name),
                Fix::decision([Edit::remove(&bootstrap)]),
            );
        }
        if let Some(kubelet) = group.self_managed().and_then(|group| group.kubelet_extra_config().get()) {
            findings.report(
                &kubelet,
                format!("node group `{}` runs {system}, whose kubelet is not configured here", *name),
                if system.is_bottlerocket() { "write `bottlerocket.settings.kubernetes`" } else { "remove `kubeletExtraConfig`" },
            );
        }
    });
}

fn runtime_is_containerd(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        let Some(runtime) = group.container_runtime().get() else { return };
        let name = group.name();
        let al2023 = family(&group) == AmiFamily::AmazonLinux2023;
        if *runtime != ContainerRuntime::Containerd && (al2023 || minor(config).is_none_or(|minor| minor >= 24)) {
            findings.report(
                &runtime,
                format!("nodes of group `{}` cannot run {}", *name, *runtime),
                Fix::safe([Edit::remove(&runtime)]),
            );
        } else if group.override_bootstrap_command().get().is_some() {
            findings.report(
                &runtime,
                format!("the bootstrap of node group `{}` overwrites its container runtime", *name),
                Fix::decision([Edit::remove(&runtime)]).saying("{}, and say it in `overrideBootstrapCommand`"),
            );
        }
    });
}

fn bootstraps_are_node_configs(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(bootstrap) = group.override_bootstrap_command().get().filter(|_| family(&*group) == AmiFamily::AmazonLinux2023)
        else {
            return;
        };
        let text = bootstrap.whole();
        let says = |key: &str| text.lines().any(|line| line.trim_start().starts_with(key)) || text.trim_start().starts_with('{');
        if !text.trim().is_empty() && (!says("apiVersion:") || !says("kind:") || super::document::problem(text).is_some()) {
            findings.report(
                &bootstrap,
                format!("the bootstrap of node group `{}` is not a NodeConfig", *group.name()),
                "write `apiVersion: node.eks.aws/v1alpha1`, `kind: NodeConfig` and `spec`, or use `preBootstrapCommands` for commands",
            );
        }
    });
}
