//! What happens to broken nodes.

use super::{Check, Example, Findings, Rule, Scope};
use crate::findings::{Fix, Severity};
use crate::spec::{At, Management, NodeGroup, Repair, Scaler};

pub(super) const NG_25: Rule = Rule {
    id: "NG-25",
    name: "foreign-node-repair",
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
    name: "repair-of-self-managed-group",
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

pub(super) const NG_35: Rule = Rule {
    id: "NG-35",
    name: "uneven-pool-repair",
    title: "nodes of pools are repaired or not, all of them",
    severity: Severity::Error,
    why: "Karpenter has one switch for all its pools, and EKS Auto Mode none: a pool that is to be left alone would lose its nodes in the middle \
          of a job all the same",
    source: "Karpenter 1.14, settings, featureGates.nodeRepair; EKS user guide, Automatically repair nodes in EKS clusters",
    check: Check::NodeGroup(pool_is_repaired_like_the_others),
    bad: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group cpu { instances: [\"m7i.2xlarge\"], scale: 0..=4, management: NodePool }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, management: NodePool, repair: Off }",
    ),
    good: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group cpu { instances: [\"m7i.2xlarge\"], scale: 0..=4, management: NodePool, repair: Off }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, management: NodePool, repair: Off }",
    ),
};

fn pool_is_repaired_like_the_others(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if super::pool::pool(group).is_none() || *group.repair() != Repair::Off {
        return;
    }
    let scaler = scope.cluster.scaler();
    if scaler.is(|scaler| matches!(scaler, Scaler::AutoMode(_))) {
        findings.report(
            &group.repair(),
            format!("nodes of `{}` are repaired whatever is written: EKS Auto Mode repairs them all", *group.name()),
            "remove `repair: Off`",
        );
        return;
    }
    let groups = scope.cluster.node_groups();
    let repaired = groups.iter().find(|other| super::pool::pool(other).is_some() && *other.repair() == Repair::Automatic);
    if let Some(other) = repaired {
        findings.report(
            &group.repair(),
            format!(
                "nodes of `{}` are not to be repaired, and those of `{}` are: Karpenter repairs both or neither",
                *group.name(),
                *other.name()
            ),
            format!("remove `repair: Off`, or write it in `{}` as well", *other.name()),
        );
    }
}
