//! What a zone's failure takes with it.

use std::collections::BTreeSet;

use crate::findings::Severity;
use crate::rules::fully_private::is_fully_private;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{Environment, Nat, Zones};
use crate::units::Partition;

pub(super) const NET_05: Rule = Rule {
    id: "NET-05",
    name: "vpc-in-one-zone",
    title: "the VPC spans two zones or more",
    severity: Severity::Error,
    why: "EKS refuses to create a control plane whose subnets lie in fewer than two zones",
    source: "EKS user guide, Subnet requirements and considerations; eksctl MinRequiredAvailabilityZones",
    check: Check::Cluster(spans_two_zones),
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: [\"us-west-2a\"] }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: [\"us-west-2a\", \"us-west-2b\"] }"),
};

fn spans_two_zones(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let zones = scope.cluster.vpc().zones();
    match &*zones {
        Zones::Count(count @ 0..=1) => {
            findings.report(&zones, format!("a VPC over {count} zones holds no control plane"), "write `zones: 3`");
        }
        Zones::Count(_) => {}
        Zones::Named(names) => {
            let distinct: BTreeSet<_> = names.iter().collect();
            // A zone that is named twice is NG-32's to speak of.
            if names.len() < 2 {
                let others = names
                    .first()
                    .map_or(*scope.region(), |zone| zone.region())
                    .zones()
                    .filter(|zone| !distinct.contains(zone))
                    .take(2);
                let wanted: Vec<_> = distinct.iter().map(|zone| **zone).chain(others).map(|zone| format!("\"{zone}\"")).collect();
                let problem = match names.first() {
                    Some(only) => format!("the VPC spans zone `{only}` alone, which holds no control plane"),
                    None => "the VPC spans no zone".to_owned(),
                };
                findings.report(&zones, problem, format!("write `zones: [{}]`", wanted.join(", ")));
            }
        }
    }
}

pub(super) const NET_10: Rule = Rule {
    id: "NET-10",
    name: "shared-way-out-in-production",
    title: "in production every zone has its own way out",
    severity: Severity::Error,
    why: "with one NAT gateway the failure of its zone cuts the nodes of all zones off from image registries and AWS APIs; traffic \
          of the other zones to it is billed, too",
    source: "EKS best practices, VPC and subnet considerations; eksctl's own default is Single",
    check: Check::Cluster(nat_per_zone),
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, nat: Single }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, nat: PerZone }"),
};

fn nat_per_zone(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let nat = scope.cluster.vpc().nat();
    // Of one that has none NET-23 speaks.
    if *nat == Nat::Single && *scope.cluster.environment() == Environment::Production && !is_fully_private(scope) {
        findings.report(
            &nat,
            format!("production cluster `{}` has one NAT gateway for all its zones", *scope.cluster.name()),
            "write `nat: PerZone`, or `environment: Staging` on the cluster if nobody depends on it",
        );
    }
}

pub(super) const NET_11: Rule = Rule {
    id: "NET-11",
    name: "private-subnet-without-nat",
    title: "nodes in private subnets have a way out",
    severity: Severity::Error,
    why: "without NAT nodes need interface endpoints for ECR, EC2, EKS, eks-auth, STS, logs and more, or they never join and Pods \
          get no credentials",
    source: "EKS user guide, Deploy private clusters with limited internet access",
    check: Check::Cluster(endpoints_have_names),
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, nat: Disable }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, nat: PerZone }"),
};

/// In China most services have another name there, and which ones differs by service.
fn endpoints_have_names(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let endpoints = scope.cluster.vpc().endpoints();
    if scope.region().partition() == Partition::AwsCn && !endpoints.is_empty() {
        findings.report(
            &endpoints,
            format!(
                "endpoints of cluster `{}` have other names in {}, which are not known here",
                *scope.cluster.name(),
                *scope.region()
            ),
            "remove `endpoints`; nodes reach the services by NAT",
        );
    }
}
