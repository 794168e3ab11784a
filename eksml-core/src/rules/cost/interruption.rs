//! CST-04: somebody drains a node that EC2 takes back.

use crate::derived;
use crate::findings::{Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Management, NodeGroup};

pub(super) const CST_04: Rule = Rule {
    id: "CST-04",
    name: "spot-without-draining",
    title: "Spot nodes are drained before they go",
    severity: Severity::Warning,
    why: "EC2 gives two minutes' notice: EKS drains its managed groups then, Karpenter by its queue; on a self-managed group Pods are cut off",
    source: "EKS user guide, managed node group capacity types; karpenter.sh, disruption: interruption",
    check: Check::NodeGroup(somebody_drains),
    bad: Example::Cluster(
        "node_group batch { instances: [\"m7i.large\", \"m7a.large\"], scale: 0..=4, repair: Off,\n\
             management: SelfManaged { distribution { on_demand_base: 0, on_demand_percent: 0 } } }",
    ),
    good: Example::Cluster("node_group batch { instances: [\"m7i.large\", \"m7a.large\"], scale: 0..=4, purchase: Spot }"),
};

fn somebody_drains(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let management = group.management();
    let by_hand = management.is(|management| matches!(management, Management::SelfManaged(_)));
    if by_hand && derived::may_use_spot(group) {
        findings.report(
            &management,
            format!(
                "self-managed group `{}` may have Spot nodes, and nothing drains them when EC2 takes them back",
                *group.name()
            ),
            Fix::new(
                "leave `management` out and write `purchase: Spot`, or run the AWS Node Termination Handler there",
                "move the group to `managedNodeGroups` with `spot: true`, or run the AWS Node Termination Handler there",
            ),
        );
    }
}
