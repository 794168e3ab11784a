//! How the control plane stands in the VPC, and who reaches it.

use super::ask::{on, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-19",
        name: "unreachable-api-endpoint",
        title: "the API endpoint is reachable from somewhere",
        severity: Severity::Error,
        why: "EKS runs no cluster that nobody can reach, and `publicAccess: false` alone leaves the private endpoint off, too",
        source: "eksctl validation.go:45",
        check: Check::Config(endpoint_is_reachable),
        bad: Example::Config("vpc: {clusterEndpoints: {publicAccess: false}}"),
        good: Example::Config("vpc: {clusterEndpoints: {publicAccess: false, privateAccess: true}}"),
    },
    Rule {
        id: "EK-20",
        name: "control-plane-groups-twice",
        title: "the control plane's security groups are said in one way",
        severity: Severity::Error,
        why: "of `securityGroup` and `controlPlaneSecurityGroupIDs` eksctl takes one",
        source: "eksctl validation.go:502",
        check: Check::Config(control_plane_groups_are_said_once),
        bad: Example::Config("vpc: {securityGroup: sg-0aaaaaaaaaaaaaaaa, controlPlaneSecurityGroupIDs: [sg-0bbbbbbbbbbbbbbbb]}"),
        good: Example::Config("vpc: {controlPlaneSecurityGroupIDs: [sg-0aaaaaaaaaaaaaaaa, sg-0bbbbbbbbbbbbbbbb]}"),
    },
    Rule {
        id: "EK-21",
        name: "control-plane-subnets-wrong",
        title: "the control plane's subnets are said in one way, and stand in two zones",
        severity: Severity::Error,
        why: "EKS places the control plane's interfaces into two zones or more; eksctl refuses fewer once it has logged in to AWS",
        source: "eksctl validation.go:570, 592, 599, 603",
        check: Check::Config(control_plane_has_subnets),
        bad: Example::Config("vpc: {controlPlaneOnPrivateSubnets: true, controlPlaneSubnetIDs: [subnet-0aaaaaaaaaaaaaaaa]}"),
        good: Example::Config("vpc: {controlPlaneOnPrivateSubnets: true}"),
    },
];

fn endpoint_is_reachable(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(endpoints) = config.vpc().get().and_then(|vpc| vpc.cluster_endpoints().get()) else { return };
    let public = endpoints.public_access().get();
    if public.as_ref().is_none_or(|public| **public) || on(&endpoints.private_access()) {
        return;
    }
    findings.report(
        &endpoints,
        "the API endpoint is neither public nor private",
        "write `privateAccess: true` for access from inside the VPC, or `publicAccess: true` with `publicAccessCIDRs`",
    );
}

fn control_plane_groups_are_said_once(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(vpc) = config.vpc().get() else { return };
    let group = vpc.security_group();
    if said(&group) && !vpc.control_plane_security_group_ids().is_empty() {
        findings.report(
            &group,
            "the control plane's security groups are said twice",
            Fix::decision([Edit::remove(&group)]).saying("{}, and put it into `controlPlaneSecurityGroupIDs`"),
        );
    }
}

fn control_plane_has_subnets(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(vpc) = config.vpc().get() else { return };
    let switch = vpc.control_plane_on_private_subnets();
    if !on(&switch) {
        return;
    }
    findings.scope(|findings| {
        if !vpc.control_plane_subnet_ids().is_empty() {
            findings.report(
                &switch,
                "the control plane's subnets are said twice",
                Fix::decision([Edit::remove(&switch)]).saying("{}, or `controlPlaneSubnetIDs`"),
            );
        }
    });
    let zones = config.availability_zones();
    findings.scope(|findings| {
        if on(&switch) && !zones.is_empty() && distinct(zones.iter().map(|zone| zone.whole().clone())) < 2 {
            findings.report(
                &switch,
                "the control plane is to stand on private subnets, which have one zone only",
                "name two different zones in `availabilityZones`",
            );
        }
    });
    if !on(&switch) {
        return;
    }
    let Some(subnets) = vpc.subnets().get().filter(|subnets| !(subnets.private().is_empty() && subnets.public().is_empty()))
    else {
        return;
    };
    let private = subnets.private();
    // The zone of a subnet is its `az`, or its key.
    let zone = |key: &String, az: Option<At<'_, String>>| az.map_or_else(|| key.clone(), |az| az.whole().clone());
    let zones = distinct(private.iter().map(|(key, subnet)| zone(key, subnet.az().get())));
    if zones < 2 {
        findings.report(
            &switch,
            format!(
                "the control plane is to stand on private subnets, of which there are {} in {zones} zones",
                private.iter().count()
            ),
            "name private subnets in two zones, or remove `controlPlaneOnPrivateSubnets`",
        );
    }
}

fn distinct(names: impl Iterator<Item = String>) -> usize {
    let mut names: Vec<_> = names.collect();
    names.sort();
    names.dedup();
    names.len()
}
