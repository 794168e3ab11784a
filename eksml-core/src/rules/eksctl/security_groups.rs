//! Security groups that node groups attach.

use super::ask::{off, on};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, NodeGroupSgs};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "EK-124",
    name: "too-many-security-groups",
    title: "a network interface has no more security groups than it may",
    severity: Severity::Warning,
    why: "EC2 puts 5 security groups on a network interface unless the account's quota was raised, up to 16; beyond it no node starts",
    source: "Amazon VPC user guide, Amazon VPC quotas, Security groups per network interface",
    check: Check::Config(groups_fit_on_an_interface),
    bad: Example::Config(
        "managedNodeGroups: [{name: system, instanceTypes: [m7i.xlarge], privateNetworking: true, minSize: 3, maxSize: 6, volumeEncrypted: true, disablePodIMDS: true, securityGroups: {attachIDs: [sg-0aaaaaaaaaaaaaaa1, sg-0aaaaaaaaaaaaaaa2, sg-0aaaaaaaaaaaaaaa3, sg-0aaaaaaaaaaaaaaa4, sg-0aaaaaaaaaaaaaaa5]}}]",
    ),
    good: Example::Config(
        "managedNodeGroups: [{name: system, instanceTypes: [m7i.xlarge], privateNetworking: true, minSize: 3, maxSize: 6, volumeEncrypted: true, disablePodIMDS: true, securityGroups: {attachIDs: [sg-0aaaaaaaaaaaaaaa1, sg-0aaaaaaaaaaaaaaa2, sg-0aaaaaaaaaaaaaaa3, sg-0aaaaaaaaaaaaaaa4]}}]",
    ),
}];

/// The most that an interface takes where nobody has asked for more.
const MOST: usize = 5;

fn groups_fit_on_an_interface(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let mut judge = |name: &At<'_, String>, groups: &At<'_, NodeGroupSgs>, others: usize, whose: &str| {
        findings.scope(|findings| {
            let count = groups.attach_ids().len() + others;
            if count > MOST {
                findings.report(
                    &groups.attach_ids(),
                    format!("nodes of group `{}` have {count} security groups, {others} of them {whose}", **name),
                    format!("attach at most {}, or have the account's quota raised and waive this", MOST.saturating_sub(others)),
                );
            }
        });
    };
    for group in config.managed_node_groups().iter() {
        let Some(groups) = group.security_groups().get() else { continue };
        judge(&group.name(), &groups, 1, "the cluster's own");
    }
    for group in config.self_managed_node_groups().iter() {
        let Some(groups) = group.security_groups().get() else { continue };
        // Its own, with that of EFA, and the one that all self-managed groups share.
        let local = if off(&groups.with_local()) { 0 } else { 1 + usize::from(on(&group.efa_enabled())) };
        let shared = usize::from(!off(&groups.with_shared()));
        judge(&group.name(), &groups, local + shared, "eksctl's");
    }
}
