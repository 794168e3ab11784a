//! SSH to nodes.

use super::ask::{off, on, said};
use super::group::{groups, is_private};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-76",
        name: "invalid-ssh-settings",
        title: "SSH has one key, and the SSM agent stays",
        severity: Severity::Error,
        why: "of several keys eksctl would install one (it refuses them for self-managed groups only), and the agent is part of the image",
        source: "eksctl validation.go:903, 1713",
        check: Check::Config(ssh_has_one_key),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, ssh: {allow: true, publicKeyName: ops, publicKeyPath: ~/.ssh/id.pub}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, ssh: {allow: true, publicKeyName: ops}}]",
        ),
    },
    Rule {
        id: "EK-77",
        name: "ssh-open-to-the-world",
        title: "SSH is not open to the world",
        severity: Severity::Warning,
        why: "without private networking and without source groups eksctl opens port 22 to 0.0.0.0/0 and ::/0",
        source: "eksctl pkg/cfn/builder/nodegroup.go, ssh ingress rules",
        check: Check::Config(ssh_is_not_open),
        bad: Example::Config("managedNodeGroups: [{name: cpu, ssh: {allow: true, publicKeyName: ops}}]"),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, ssh: {allow: true, publicKeyName: ops, sourceSecurityGroupIds: [sg-0aaaaaaaaaaaaaaaa]}}]",
        ),
    },
];

fn ssh_has_one_key(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(ssh) = group.ssh().get() else { return };
        findings.scope(|findings| {
            let keys: Vec<_> = [
                ("publicKeyName", ssh.public_key_name()),
                ("publicKeyPath", ssh.public_key_path()),
                ("publicKey", ssh.public_key()),
            ]
            .into_iter()
            .filter(|(_, at)| said(at))
            .collect();
            if let [(first, _), (second, at), ..] = keys.as_slice() {
                findings.report(at, format!("node group `{}` has `{first}` and `{second}`", *group.name()), "keep one of them");
            }
        });
        if off(&ssh.enable_ssm()) {
            findings.report(
                &ssh.enable_ssm(),
                "the SSM agent cannot be left out of the image",
                Fix::safe([Edit::remove(&ssh.enable_ssm())]),
            );
        }
    });
}

fn ssh_is_not_open(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(ssh) = group.ssh().get() else { return };
        if on(&ssh.allow()) && !is_private(&*group) && ssh.source_security_group_ids().is_empty() {
            findings.report(
                &ssh.allow(),
                format!("port 22 of node group `{}` is open to the whole internet", *group.name()),
                "write `privateNetworking: true` in the group, or name who may come in `sourceSecurityGroupIds`",
            );
        }
    });
}
