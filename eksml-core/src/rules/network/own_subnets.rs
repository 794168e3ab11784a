//! Subnets that are there already.

use indexmap::IndexMap;

use crate::derived;
use crate::eksctl::AzSubnetSpec;
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, AwsService, Management, Scaler};

/// The private subnets of a cluster whose VPC is there already.
pub(super) fn own_subnets<'a>(scope: &Scope<'a>) -> Option<At<'a, IndexMap<String, AzSubnetSpec>>> {
    let subnets = scope.cluster.eksctl().vpc().get()?.subnets().get()?;
    Some(subnets.private())
}

pub(super) const NET_17: Rule = Rule {
    id: "NET-17",
    name: "existing-subnet-without-id",
    title: "subnets that are there already have an id here, where others than eksctl look for them",
    severity: Severity::Error,
    why: "eksctl gives no tags to subnets that it did not create: Karpenter, EKS Auto Mode and CloudFormation find them by their ids \
          alone, and without a subnet there is no node, no mount target and no endpoint",
    source: "Karpenter v1 docs, NodeClasses, spec.subnetSelectorTerms; eksctl docs, VPC configuration, Use an existing VPC",
    check: Check::Cluster(subnets_have_ids),
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

fn subnets_have_ids(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(subnets) = own_subnets(scope) else { return };
    let Some(who) = who_looks_for_them(scope) else { return };
    findings.each(subnets.iter(), |(key, subnet), findings| {
        if subnet.id().get().is_none() {
            findings.report(
                &subnet,
                format!("{who} does not find private subnet `{key}`, which has no `id` here"),
                format!("name it by its id: `{key:?} {{ id: \"subnet-0123456789abcdef0\" }}`"),
            );
        }
    });
}

/// The first of what is made in these subnets by others than eksctl.
fn who_looks_for_them(scope: &Scope<'_>) -> Option<String> {
    let cluster = &scope.cluster;
    if cluster.scaler().is(|it| matches!(it, Scaler::Karpenter(_) | Scaler::AutoMode(_)))
        && let Some(pool) =
            cluster.node_groups().iter().find(|group| group.management().is(|it| matches!(it, Management::NodePool(_))))
    {
        return Some(format!("pool `{}`", *pool.name()));
    }
    if let Some(class) = cluster.storage().iter().find(|class| derived::created_efs(class).is_some()) {
        return Some(format!("the file system of storage `{}`", *class.name()));
    }
    if let Some(class) = cluster.storage().iter().find(|class| derived::lustre_at_home(class).is_some()) {
        return Some(format!("what file systems of storage `{}` need", *class.name()));
    }
    cluster.vpc().endpoints().contains(&AwsService::S3).then(|| "the endpoint of S3".to_owned())
}
