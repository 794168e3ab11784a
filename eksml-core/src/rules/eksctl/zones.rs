//! Where the nodes of a group stand.

use indexmap::IndexMap;

use super::ask::has_own_subnets;
use super::cluster::is_zone_of;
use super::group::{Group, groups, is_private};
use super::{Check, Example, Findings, Rule};
use crate::catalog::Region;
use crate::eksctl::{AzSubnetSpec, ClusterConfig, subnet_of};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-81",
        name: "group-place-said-twice",
        title: "a group's place is said by zones or by subnets",
        severity: Severity::Error,
        why: "a subnet has its zone; eksctl refuses both",
        source: "eksctl validation.go:873, 1207",
        check: Check::Config(places_are_said_once),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, availabilityZones: [us-west-2a], subnets: [subnet-0aaaaaaaaaaaaaaaa]}]",
        ),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, availabilityZones: [us-west-2a]}]"),
    },
    Rule {
        id: "EK-82",
        name: "group-zone-outside-cluster",
        title: "a group's zones are zones of the cluster",
        severity: Severity::Error,
        why: "eksctl finds no subnet for another zone, and says so when the control plane stands already",
        source: "eksctl pkg/vpc/vpc.go:888, 904",
        check: Check::Config(zones_are_the_clusters),
        bad: Example::Config(
            "availabilityZones: [us-west-2a, us-west-2b]\nmanagedNodeGroups: [{name: cpu, privateNetworking: true, availabilityZones: [us-west-2c]}]",
        ),
        good: Example::Config(
            "availabilityZones: [us-west-2a, us-west-2b]\nmanagedNodeGroups: [{name: cpu, privateNetworking: true, availabilityZones: [us-west-2b]}]",
        ),
    },
    Rule {
        id: "EK-83",
        name: "group-subnet-unknown",
        title: "a group's subnets are known, and of its kind",
        severity: Severity::Error,
        why: "an unknown name is taken for a subnet ID that EC2 does not have, and a private subnet is refused for public nodes, both when the control plane stands already",
        source: "eksctl pkg/vpc/vpc.go:945; #4241, #1839",
        check: Check::Config(subnets_are_of_the_kind),
        bad: Example::Config(
            "availabilityZones: []\n\
             vpc: {id: vpc-0aaaaaaaaaaaaaaaa, subnets: {private: {a: {id: subnet-0aaaaaaaaaaaaaaaa, az: us-west-2a}, b: {id: subnet-0bbbbbbbbbbbbbbbb, az: us-west-2b}}}}\n\
             managedNodeGroups: [{name: cpu, privateNetworking: true, subnets: [c]}]",
        ),
        good: Example::Config(
            "availabilityZones: []\n\
             vpc: {id: vpc-0aaaaaaaaaaaaaaaa, subnets: {private: {a: {id: subnet-0aaaaaaaaaaaaaaaa, az: us-west-2a}, b: {id: subnet-0bbbbbbbbbbbbbbbb, az: us-west-2b}}}}\n\
             managedNodeGroups: [{name: cpu, privateNetworking: true, subnets: [a]}]",
        ),
    },
];

fn places_are_said_once(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let (name, zones, subnets) = (group.name(), group.availability_zones(), group.subnets());
        findings.scope(|findings| {
            if !zones.is_empty() && !subnets.is_empty() {
                findings.report(
                    &zones,
                    format!("node group `{}` names zones and subnets", *name),
                    Fix::safe([Edit::remove(&zones)]).saying("{}: the subnets have their zones"),
                );
            }
        });
        if let Some(local) = group.self_managed().map(|group| group.local_zones())
            && !local.is_empty()
            && !zones.is_empty()
        {
            findings.report(&local, format!("node group `{}` names zones and local zones", *name), "keep one of them");
        }
    });
}

/// The zones that the cluster has subnets in; `None` where eksctl chooses them.
fn zones_of(config: &At<'_, ClusterConfig>, private: bool) -> Option<Vec<String>> {
    if !has_own_subnets(config) {
        let zones = config.availability_zones();
        return (!zones.is_empty()).then(|| zones.whole().clone());
    }
    let subnets = config.vpc().get().and_then(|vpc| vpc.subnets().get())?;
    let of = if private { subnets.private() } else { subnets.public() };
    // Without a zone beside a name, the name is the zone or eksctl asks AWS for it.
    Some(of.iter().map(|(name, subnet)| subnet.az().get().map_or_else(|| name.clone(), |az| az.whole().clone())).collect())
}

fn zones_are_the_clusters(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        findings.scope(|findings| {
            local_zones_are_the_clusters(config, &*group, findings);
        });
        let named = group.availability_zones();
        if named.is_empty() {
            return;
        }
        let zones = zones_of(config, is_private(&*group));
        let region = config.metadata().region();
        // Where a subnet's zone is left to AWS, its name says nothing.
        let certain = zones.as_ref().is_some_and(|zones| zones.iter().all(|zone| is_zone_of(zone, region.whole())));
        findings.each(named.iter(), |zone, findings| {
            let text = zone.whole();
            match &zones {
                Some(zones) if certain && !zones.contains(text) => findings.report(
                    &zone,
                    format!("node group `{}` is to stand in `{text}`, where the cluster has no subnet", *group.name()),
                    if zones.is_empty() {
                        "name a subnet there in `vpc.subnets`".to_owned()
                    } else {
                        format!("write one of {}", zones.join(", "))
                    },
                ),
                None if Region::lookup(region.whole()).is_some() && !is_zone_of(text, region.whole()) => findings.report(
                    &zone,
                    format!("`{text}` is not a zone of region `{}`", region.whole()),
                    format!("write a zone such as `{}a`", region.whole()),
                ),
                _ => {}
            }
        });
    });
}

fn local_zones_are_the_clusters(config: &At<'_, ClusterConfig>, group: &dyn Group<'_>, findings: &mut Findings<'_>) {
    if has_own_subnets(config) {
        return;
    }
    let Some(named) = group.self_managed().map(|group| group.local_zones()) else { return };
    let zones = config.local_zones();
    findings.each(named.iter(), |zone, findings| {
        if !zones.iter().any(|known| known.whole() == zone.whole()) {
            findings.report(
                &zone,
                format!("node group `{}` is to stand in `{}`, which is no local zone of the cluster", *group.name(), *zone),
                format!("write `{}` in the cluster's `localZones`", *zone),
            );
        }
    });
}

fn subnets_are_of_the_kind(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let private = is_private(&*group);
        let own = config.vpc().get().and_then(|vpc| vpc.subnets().get()).filter(|_| has_own_subnets(config));
        let name = group.name();
        if let Some(subnets) = &own
            && !private
            && subnets.public().is_empty()
            && group.subnets().is_empty()
        {
            findings.report(
                &name,
                format!("node group `{}` is public, and the VPC is brought along with private subnets only", *name),
                Fix::safe([Edit::set(&group.private_networking(), true)]).saying("{} in it"),
            );
        }
        findings.each(group.subnets().iter(), |subnet, findings| {
            let text = subnet.whole();
            let is = |of: &At<'_, IndexMap<String, AzSubnetSpec>>| subnet_of(of.whole(), text).is_some();
            let (in_private, in_public) = own.as_ref().map_or((false, false), |own| (is(&own.private()), is(&own.public())));
            if in_private && !in_public && !private {
                findings.report(
                    &subnet,
                    format!("node group `{}` is public, and subnet `{text}` is private", *name),
                    Fix::decision([Edit::set(&group.private_networking(), true)])
                        .saying("{} in the group, or name a public subnet"),
                );
            } else if !in_private && !in_public && !text.starts_with("subnet-") {
                let known: Vec<_> = own
                    .iter()
                    .flat_map(|own| own.private().keys().chain(own.public().keys()))
                    .map(|key| key.whole().clone())
                    .collect();
                findings.report(
                    &subnet,
                    format!("node group `{}` is to stand in subnet `{text}`, which `vpc.subnets` does not name", *name),
                    if known.is_empty() {
                        "write the ID of a subnet, `subnet-…`".to_owned()
                    } else {
                        format!("write one of {}", known.join(", "))
                    },
                );
            }
        });
    });
}
