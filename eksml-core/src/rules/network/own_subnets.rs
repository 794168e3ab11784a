//! Subnets that are there already.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{Management, Scaler};

pub(super) const NET_17: Rule = Rule {
    id: "NET-17",
    title: "pools find the subnets of a VPC that is there already",
    severity: Severity::Error,
    why: "eksctl gives no tags to subnets that it did not create, so that Karpenter and EKS Auto Mode find them by their ids alone; with \
          no subnet they buy no node",
    source: "Karpenter v1 docs, NodeClasses, spec.subnetSelectorTerms; eksctl docs, VPC configuration, Use an existing VPC",
    check: Check::Cluster(pools_find_subnets),
    bad: Example::Cluster(
        "vpc { cidr: \"10.0.0.0/16\", zones: [\"us-west-2a\", \"us-west-2b\"] }\n\
         scaler: Karpenter,\n\
         node_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group pool { instances: [\"m7i.xlarge\"], scale: 0..=4, management: NodePool }\n\
         eksctl { vpc { id: \"vpc-0123456789abcdef0\", subnets { private { \"us-west-2a\" { cidr: \"10.0.0.0/18\" } \"us-west-2b\" { cidr: \"10.0.64.0/18\" } } } } }",
    ),
    good: Example::Cluster(
        "vpc { cidr: \"10.0.0.0/16\", zones: [\"us-west-2a\", \"us-west-2b\"] }\n\
         scaler: Karpenter,\n\
         node_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group pool { instances: [\"m7i.xlarge\"], scale: 0..=4, management: NodePool }\n\
         eksctl { vpc { id: \"vpc-0123456789abcdef0\", subnets { private { \"us-west-2a\" { id: \"subnet-0aaaaaaaaaaaaaaa1\" } \"us-west-2b\" { id: \"subnet-0aaaaaaaaaaaaaaa2\" } } } } }",
    ),
};

fn pools_find_subnets(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    if !matches!(*scope.cluster.scaler(), Scaler::Karpenter(_) | Scaler::AutoMode(_)) {
        return;
    }
    let groups = scope.cluster.node_groups();
    let Some(pool) = groups.iter().find(|group| matches!(*group.management(), Management::NodePool(_))) else { return };
    let block = scope.cluster.eksctl().vpc();
    let Some(subnets) = block.get().and_then(|vpc| vpc.subnets().get()) else { return };
    for (key, subnet) in subnets.private().iter() {
        findings.afresh();
        if subnet.id().get().is_none() {
            findings.report(
                &subnet,
                format!("pool `{}` does not find private subnet `{key}`, which has no `id` here", *pool.name()),
                format!("name it by its id: `{key:?} {{ id: \"subnet-0123456789abcdef0\" }}`"),
            );
        }
    }
}
