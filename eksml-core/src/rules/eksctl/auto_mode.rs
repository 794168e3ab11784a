//! EKS Auto Mode.

use super::ask::{is_auto_mode, off, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-39",
        name: "auto-mode-with-node-groups",
        title: "a cluster is created with Auto Mode or with node groups",
        severity: Severity::Error,
        why: "eksctl creates no node group together with an Auto Mode cluster",
        source: "eksctl pkg/ctl/cmdutils/configfile.go:318",
        check: Check::Config(nodes_come_from_one_place),
        bad: Example::Config("autoModeConfig: {enabled: true}\nmanagedNodeGroups: [{name: cpu, privateNetworking: true}]"),
        good: Example::Config("autoModeConfig: {enabled: true}\nmanagedNodeGroups: []"),
    },
    Rule {
        id: "EK-40",
        name: "auto-mode-with-network-addons",
        title: "Auto Mode brings its network along",
        severity: Severity::Error,
        why: "Auto Mode runs networking and DNS on its nodes itself, and eksctl refuses the add-ons unless Fargate or hybrid nodes need them",
        source: "eksctl pkg/ctl/cmdutils/configfile.go:324",
        check: Check::Config(network_is_built_in),
        bad: Example::Config("autoModeConfig: {enabled: true}\naddons: [{name: vpc-cni}]\nmanagedNodeGroups: []"),
        good: Example::Config("autoModeConfig: {enabled: true}\naddons: [{name: metrics-server}]\nmanagedNodeGroups: []"),
    },
    Rule {
        id: "EK-41",
        name: "auto-mode-settings-without-effect",
        title: "settings of Auto Mode's nodes have nodes to hold for",
        severity: Severity::Error,
        why: "a role without node pools, or pools without Auto Mode, would be settings without effect; eksctl refuses them",
        source: "eksctl auto_mode.go:46-66",
        check: Check::Config(settings_have_nodes),
        bad: Example::Config(
            "autoModeConfig: {enabled: true, nodePools: [], nodeRoleARN: 'arn:aws:iam::111122223333:role/node'}\nmanagedNodeGroups: []",
        ),
        good: Example::Config(
            "autoModeConfig: {enabled: true, nodePools: [system], nodeRoleARN: 'arn:aws:iam::111122223333:role/node'}\nmanagedNodeGroups: []",
        ),
    },
];

fn nodes_come_from_one_place(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if !is_auto_mode(config) {
        return;
    }
    let fix =
        "remove the node groups, and create them with `eksctl create nodegroup` after the cluster, or remove `autoModeConfig`";
    let (own, managed) = (config.self_managed_node_groups(), config.managed_node_groups());
    if !own.is_empty() {
        findings.report(&own, "Auto Mode and self-managed node groups are to be created together", fix);
    }
    if !managed.is_empty() {
        findings.report(&managed, "Auto Mode and managed node groups are to be created together", fix);
    }
}

fn network_is_built_in(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if !is_auto_mode(config) || !config.fargate_profiles().is_empty() || config.remote_network_config().get().is_some() {
        return;
    }
    findings.each(config.addons().iter(), |addon, findings| {
        let name = addon.name();
        if matches!(name.whole().as_str(), "vpc-cni" | "kube-proxy" | "coredns") {
            findings.report(&name, format!("Auto Mode does what `{}` does", *name), "remove the add-on");
        }
    });
}

fn settings_have_nodes(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(auto) = config.auto_mode_config().get() else { return };
    let (role, boundary, pools) = (auto.node_role_arn(), auto.permissions_boundary_arn(), auto.node_pools());
    if !is_auto_mode(config) {
        let why = if off(&auto.enabled()) { "Auto Mode is off" } else { "Auto Mode is not said to be on" };
        findings.each([("nodeRoleARN", role), ("permissionsBoundaryARN", boundary)], |(key, at), findings| {
            if said(&at) {
                findings.report(
                    &at,
                    format!("{why}, and `{key}` has nothing to hold for"),
                    format!("remove `{key}`, or write `enabled: true`"),
                );
            }
        });
        if pools.get().is_some() {
            findings.report(
                &pools,
                format!("{why}, and `nodePools` has nothing to hold for"),
                Fix::decision([Edit::remove(&pools)]).saying("{}, or write `enabled: true`"),
            );
        }
        return;
    }
    if said(&role) && said(&boundary) {
        findings.report(
            &boundary,
            "the boundary of a role that eksctl creates, beside a role that exists",
            Fix::decision([Edit::remove(&boundary)]).saying("{}, or `nodeRoleARN`"),
        );
    }
    let Some(pools) = pools.get() else { return };
    if pools.is_empty() {
        findings.each([("nodeRoleARN", role), ("permissionsBoundaryARN", boundary)], |(key, at), findings| {
            if said(&at) {
                findings.report(
                    &at,
                    format!("there are no node pools for `{key}`"),
                    format!("remove `{key}`, or name a pool in `nodePools`"),
                );
            }
        });
    }
    let all: Vec<_> = pools.iter().collect();
    findings.each(all.iter().enumerate(), |(at, pool), findings| {
        if is_auto_mode(config) && all.iter().take(at).any(|before| **before == **pool) {
            findings.report(
                pool,
                format!("node pool `{}` is named twice", **pool),
                Fix::safe([Edit::remove(pool)]).saying("remove the second"),
            );
        }
    });
}
