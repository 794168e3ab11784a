//! Which zones a VPC and its groups are in.

use super::{Check, Example, Findings, Rule, Scope, scaling};
use crate::catalog::{Region, Zone};
use crate::findings::Severity;
use crate::spec::{At, Backend, Monitoring, NodeGroup, Zones};

pub(super) const NG_22: Rule = Rule {
    id: "NG-22",
    name: "zone-outside-vpc",
    title: "a group's zones are zones of its cluster's VPC",
    severity: Severity::Error,
    why: "there is no subnet for the group in another zone: eksctl fails when the control plane stands",
    source: "eksctl AssignSubnets; EKS user guide, network requirements",
    check: Check::NodeGroup(group_zones_are_the_vpcs),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, zone: \"us-east-1a\" }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, zone: \"us-west-2a\" }"),
};

pub(super) const NG_24: Rule = Rule {
    id: "NG-24",
    name: "volume-zone-without-nodes",
    title: "a Pod with a volume in one zone can always get a node there",
    severity: Severity::Error,
    why: "the Cluster Autoscaler cannot choose the zone of a new node in a group of several: the Pod waits for ever beside its volume",
    source: "eksctl documentation, Autoscaling: Zone-aware Auto Scaling; EBS user guide",
    check: Check::Cluster(zonal_volumes_get_a_node),
    bad: Example::Cluster(
        "node_group system { instances: [\"m7i.xlarge\"], scale: 2..=6, serves: System }\nstorage gp3 { ebs_gp3, default: true }\nmonitoring { prometheus }",
    ),
    good: Example::Cluster(
        "node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\nstorage gp3 { ebs_gp3, default: true }\nmonitoring { prometheus }",
    ),
};

pub(super) const NG_32: Rule = Rule {
    id: "NG-32",
    name: "unknown-zone",
    title: "a VPC's zones exist in its region, each named once",
    severity: Severity::Error,
    why: "EKS takes subnets of distinct zones that exist; with others the stack fails and is rolled back",
    source: "EC2 CreateSubnet; AWS global infrastructure, Availability Zones",
    check: Check::Cluster(vpc_zones_exist),
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 5 }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 4 }"),
};

pub(super) const NG_33: Rule = Rule {
    id: "NG-33",
    name: "zone-without-control-plane",
    title: "zones are named where one of them takes no control plane",
    severity: Severity::Warning,
    why: "which letter that zone has differs by account: where it is among the first, creating the cluster fails",
    source: "EKS user guide, subnet requirements and considerations",
    check: Check::Cluster(zones_are_named),
    bad: Example::Platform(
        "name: \"acme-ml\", region: \"us-east-1\", cluster shared { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 }, access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }",
    ),
    good: Example::Platform(
        "name: \"acme-ml\", region: \"us-east-1\", cluster shared { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: [\"us-east-1a\", \"us-east-1b\", \"us-east-1d\"] }, access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }",
    ),
};

/// How many zones a VPC spans.
fn vpc_count(scope: &Scope<'_>) -> usize {
    let zones = scope.cluster.vpc().zones();
    match zones.variant(|zones| match zones {
        Zones::Count(count) => Some(count),
        Zones::Named(_) => None,
    }) {
        Some(count) => *count as usize,
        None => zones
            .variant(|zones| match zones {
                Zones::Named(named) => Some(named),
                Zones::Count(_) => None,
            })
            .map_or(0, |named| named.len()),
    }
}

/// How many zones a group is in: its own, or all of the VPC.
pub(super) fn count(scope: &Scope<'_>, group: &At<'_, NodeGroup>) -> usize {
    match group.zones().len() {
        0 => vpc_count(scope),
        own => own,
    }
}

/// Reports a group that needs one zone and has several: under its second zone, or under `needs` where it names none.
pub(super) fn report_too_many<T: ?Sized>(
    scope: &Scope<'_>,
    group: &At<'_, NodeGroup>,
    needs: &At<'_, T>,
    what: &str,
    findings: &mut Findings<'_>,
) {
    let own = group.zones();
    let count = count(scope, group);
    if let (Some(first), Some(second)) = (own.iter().next(), own.iter().nth(1)) {
        return findings.report(
            &second,
            format!("{what} needs one zone, and node group `{}` is in {count}", *group.name()),
            format!("keep one, for example `zone: \"{}\"`", *first),
        );
    }
    // Only a cure: where nobody knows the zones, it names none.
    let (zones, region) = (scope.cluster.vpc().zones(), scope.region());
    let names = zones.known().zip(region.known()).map(|(zones, region)| zones.names(region)).unwrap_or_default();
    let first = names.first().map_or_else(|| "…".to_owned(), Zone::to_string);
    findings.report(
        needs,
        format!("{what} needs one zone, and node group `{}` is in all {count} of the VPC", *group.name()),
        format!("name the zone, for example `zone: \"{first}\"`"),
    );
}

/// Names as a message shows them.
fn listed(zones: impl IntoIterator<Item = Zone>) -> String {
    zones.into_iter().map(|zone| format!("`\"{zone}\"`")).collect::<Vec<_>>().join(", ")
}

fn group_zones_are_the_vpcs(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let own = group.zones();
    if own.is_empty() {
        return;
    }
    let region: Region = *scope.region();
    let vpc = scope.cluster.vpc().zones();
    // A count that the region cannot give is NG-32's to tell; its zones are then not known here.
    let mut known = vpc.names(&region);
    known.dedup();
    let mut seen: Vec<Zone> = Vec::new();
    findings.each(own.iter(), |zone, findings| {
        let fix = format!("choose among {}", listed(if known.is_empty() { region.zones().collect() } else { known.clone() }));
        if zone.region() != region {
            findings.report(&zone, format!("zone `{}` of node group `{}` is not in {region}", *zone, *group.name()), fix);
        } else if !known.is_empty() && !known.contains(&zone) {
            findings.report(
                &zone,
                format!("zone `{}` of node group `{}` is none of the VPC's {}", *zone, *group.name(), known.len()),
                format!("{fix}, or add it to `vpc {{ zones: […] }}`"),
            );
        } else if seen.contains(&zone) {
            findings.report(
                &zone,
                format!("node group `{}` names zone `{}` twice", *group.name(), *zone),
                "remove one of the two",
            );
        }
        seen.push(*zone);
    });
}

fn vpc_zones_exist(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let zones = scope.cluster.vpc().zones();
    let region = *scope.region();
    let named = zones.variant(|zones| match zones {
        Zones::Named(named) => Some(named),
        Zones::Count(_) => None,
    });
    let Some(named) = named else {
        let wanted = vpc_count(scope);
        let usual = region.usual_zones().count();
        if usual == 0 {
            findings.report(
                &zones,
                format!("which zones of {region} your account sees is known to it alone, so {wanted} cannot be chosen here"),
                format!(
                    "name them, as `aws ec2 describe-availability-zones --region {region}` lists them: `zones: [\"{region}a\", …]`"
                ),
            );
        } else if wanted > usual {
            findings.report(
                &zones,
                format!(
                    "cluster `{}` wants {wanted} zones, and {region} has {usual} that every account sees",
                    *scope.cluster.name()
                ),
                format!("write `zones: {usual}`, or name them"),
            );
        }
        return;
    };
    let mut seen: Vec<Zone> = Vec::new();
    findings.each(named.iter(), |zone, findings| {
        if zone.region() != region {
            findings.report(
                &zone,
                format!("zone `{}` is not in {region}, the region of cluster `{}`", *zone, *scope.cluster.name()),
                format!("choose among {}", listed(region.zones())),
            );
        } else if seen.contains(&zone) {
            findings.report(&zone, format!("zone `{}` is named twice", *zone), "remove one of the two, or name another zone");
        }
        seen.push(*zone);
    });
}

fn zones_are_named(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let zones = scope.cluster.vpc().zones();
    let Some(count) = zones.variant(|zones| match zones {
        Zones::Count(count) => Some(count),
        Zones::Named(_) => None,
    }) else {
        return;
    };
    let region = *scope.region();
    // Without usual zones a count is an error already.
    let usual = region.usual_zones().count();
    if let Some(id) = region.zone_id_without_control_plane().filter(|_| (1..=usual).contains(&(*count as usize))) {
        findings.report(
            &zones,
            format!("{} zones of {region} may have {id} among them, in which EKS places no control plane", *count),
            format!(
                "name zones other than {id}: `aws ec2 describe-availability-zones --region {region}` shows both names and ids"
            ),
        );
    }
}

fn zonal_volumes_get_a_node(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    if let Some(monitoring) = scope.cluster.monitoring().get() {
        prometheus_gets_a_node(scope, &monitoring, findings);
    }
    super::zonal_volume::workloads_get_a_node(scope, findings);
}

/// Prometheus keeps its samples on an EBS volume, and so in one zone, unless its class is of another kind.
fn prometheus_gets_a_node(scope: &Scope<'_>, monitoring: &At<'_, Monitoring>, findings: &mut Findings<'_>) {
    let Some(prometheus) = monitoring.prometheus().get() else { return };
    if !scaling::is_autoscaled(&scope.cluster) {
        return;
    }
    let class = prometheus.class().get();
    let storage = scope.cluster.storage().iter().find(|storage| match &class {
        Some(class) => *storage.name() == **class,
        None => *storage.default(),
    });
    if storage.is_some_and(|storage| !storage.backend().is(|backend| matches!(backend, Backend::EbsGp3(_)))) {
        return;
    }
    let zones = vpc_count(scope);
    let mut spread = None;
    for group in scope.cluster.node_groups().iter().filter(|group| group.taints().is_empty()) {
        let (its_zones, min) = (count(scope, &group), *group.scale().min() as usize);
        if its_zones >= zones && min >= zones {
            return;
        }
        if its_zones > 1 && min < its_zones {
            spread.get_or_insert((group, its_zones, min));
        }
    }
    let Some((group, its_zones, min)) = spread else { return };
    let max = (*group.scale().max() as usize).max(its_zones);
    findings.report(
        &group.scale(),
        format!(
            "the volume of Prometheus is in one zone, and node group `{}` may shrink to {min} for {its_zones} zones",
            *group.name()
        ),
        format!("write `scale: {its_zones}..={max}`: a node in every zone at all times"),
    );
}
