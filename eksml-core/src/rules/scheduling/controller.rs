//! SCH-05: who buys nodes does not live on them.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Management, NodeGroup, Scaler, Use};

pub(super) const SCH_05: Rule = Rule {
    id: "SCH-05",
    name: "scaler-on-its-own-nodes",
    title: "a scaler does not run on nodes it buys itself",
    severity: Severity::Error,
    why: "when such a node goes, what would buy the next one goes with it, and nothing in the cluster starts again",
    source: "AWS EKS best practices, autoscaling/karpenter: run the controller on a managed node group or Fargate",
    check: Check::NodeGroup(home_is_not_bought),
    bad: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 0..=6, serves: System, management: NodePool }\n\
         node_group base { instances: [\"m7i.xlarge\"], scale: 3..=3 }",
    ),
    good: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group batch { instances: [\"m7i.2xlarge\"], scale: 0..=6, management: NodePool }",
    ),
};

fn home_is_not_bought(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let (scaler, management) = (scope.cluster.scaler(), group.management());
    let karpenter = scaler.is(|scaler| matches!(scaler, Scaler::Karpenter(_)));
    if karpenter && *group.serves() == Use::System && management.is(|management| matches!(management, Management::NodePool(_))) {
        findings.report(
            &management,
            format!("`{}` is home to Karpenter, which would buy its nodes itself", *group.name()),
            "leave `management` out and give it one size: `scale: 3..=3`",
        );
    }
}
