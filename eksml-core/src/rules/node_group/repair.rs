//! What happens to broken nodes.

use super::{Check, Example, Findings, Rule, Scope};
use crate::findings::{Fix, Severity};
use crate::spec::{At, Management, NodeGroup, Repair};

pub(super) const NG_25: Rule = Rule {
    id: "NG-25",
    title: "node repair is asked for in EKS's own terms",
    severity: Severity::Error,
    why: "EKS refuses an action it does not know; even eksctl's own example 44 names two that do not exist",
    source: "EKS API, NodeRepairConfigOverrides; eks-node-monitoring-agent pkg/conditions/conditions.go",
    check: Check::Form,
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, repair: Terminate }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, repair: Automatic }"),
};

pub(super) const NG_34: Rule = Rule {
    id: "NG-34",
    title: "self-managed groups do not count on node repair",
    severity: Severity::Warning,
    why: "EKS repairs the nodes of managed groups only: a GPU that fell off its bus stays in the group until someone notices",
    source: "eksctl schema, nodeRepairConfig of ManagedNodeGroup; EKS user guide, node auto repair",
    check: Check::NodeGroup(repair_is_possible),
    bad: Example::Cluster("node_group batch { instances: [\"m7i.large\"], scale: 0..=4, management: SelfManaged { } }"),
    good: Example::Cluster(
        "node_group batch { instances: [\"m7i.large\"], scale: 0..=4, management: SelfManaged { }, repair: Off }",
    ),
};

fn repair_is_possible(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let management = group.management();
    if management.is(|management| matches!(management, Management::SelfManaged(_))) && *group.repair() == Repair::Automatic {
        findings.report(
            &management,
            format!("nobody repairs the nodes of self-managed group `{}`", *group.name()),
            Fix::new(
                "write `repair: Off` if you watch them yourself, or leave `management` out",
                "move the group to `managedNodeGroups` with `nodeRepairConfig: {enabled: true}`, or watch its nodes yourself",
            ),
        );
    }
}
