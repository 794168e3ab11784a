//! How many nodes a group may have.

use super::{Check, Example, Findings, Rule, Scope, zone};
use crate::findings::{Edit, Fix, Severity};
use crate::source::Node;
use crate::spec::{At, NodeGroup, ZoneFailure};

pub(super) const NG_02: Rule = Rule {
    id: "NG-02",
    name: "scale-out-of-order",
    title: "least ≤ desired ≤ most, and most ≥ 1",
    severity: Severity::Error,
    why: "CloudFormation refuses the Auto Scaling group after the control plane has been built for ten minutes",
    source: "eksctl pkg/apis/eksctl.io/v1alpha5/validation.go:1429",
    check: Check::NodeGroup(sizes_are_ordered),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 5..=3 }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 3..=5 }"),
};

pub(super) const NG_23: Rule = Rule {
    id: "NG-23",
    name: "zone-without-a-node",
    title: "a group that survives a zone's failure has a node in every zone",
    severity: Severity::Error,
    why: "with fewer nodes than zones one zone is empty, and the failure of another takes more than its share",
    source: "AWS EKS best practices, reliability: data plane; EC2 Auto Scaling, Availability Zone distribution",
    check: Check::NodeGroup(every_zone_has_a_node),
    bad: Example::Cluster("node_group serving { instances: [\"m7i.xlarge\"], scale: 2..=9, zone_failure: Survived }"),
    good: Example::Cluster("node_group serving { instances: [\"m7i.xlarge\"], scale: 3..=9, zone_failure: Survived }"),
};

fn sizes_are_ordered(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let scale = group.scale();
    let (min, max) = (*scale.min(), *scale.max());
    if max == 0 {
        findings.report(
            &scale,
            format!("node group `{}` can never have a node", *group.name()),
            "write `scale: 0..=1` or more, or remove the group",
        );
    } else if min > max {
        findings.report(
            &scale,
            format!("node group `{}` has at least {min} nodes but at most {max}", *group.name()),
            Fix::decision([Edit::set(&scale, Node::range(max, min))]),
        );
    } else if let Some(desired) = group.desired().get() {
        let wanted = *desired;
        if !(min..=max).contains(&wanted) {
            let edit = Edit::set(&desired, wanted.clamp(min, max));
            // No group begins with less than its least; with more it may be the most that is wrong.
            let fix = if wanted < min { Fix::safe([edit]) } else { Fix::decision([edit]) };
            findings.report(
                &desired,
                format!("node group `{}` begins with {wanted} nodes but may have {min} to {max}", *group.name()),
                fix,
            );
        }
    }
}

fn every_zone_has_a_node(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if *group.zone_failure() != ZoneFailure::Survived {
        return;
    }
    let zones = zone::count(scope, group);
    if zones < 2 {
        return findings.report(
            &group.zone_failure(),
            format!("node group `{}` is in one zone and cannot survive its failure", *group.name()),
            "leave `zone` out to use all zones of the VPC, or write `zone_failure: Tolerated`",
        );
    }
    let min = group.scale().min();
    if (*min as usize) < zones {
        let max = (*group.scale().max() as usize).max(zones);
        findings.report(
            &min,
            format!("node group `{}` promises a node in each of its {zones} zones, but may shrink to {}", *group.name(), *min),
            format!("write `scale: {zones}..={max}`"),
        );
    }
}
