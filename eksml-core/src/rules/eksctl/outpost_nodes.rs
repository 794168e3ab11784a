//! Node groups on AWS Outposts.

use super::ask::{has_own_subnets, is_on_outposts, is_private};
use super::group::{Group, family, groups, is_on_outposts as group_is_on_outposts};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{AmiFamily, ClusterConfig, VolumeType};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-33",
        name: "nodes-on-another-outpost",
        title: "node groups on Outposts stand on the control plane's Outpost, in an existing VPC",
        severity: Severity::Error,
        why: "eksctl creates no subnets for nodes on an Outpost, and only one Outpost is reached from a cluster",
        source: "eksctl validation.go:278, 362, 1215, pkg/ctl/create/cluster.go:283, 286",
        check: Check::Config(groups_share_the_outpost),
        bad: Example::Config(
            "nodeGroups: [{name: edge, privateNetworking: true, volumeType: gp2, outpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}]",
        ),
        good: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}\n\
             vpc: {subnets: {private: {a: {id: subnet-0aaaaaaaaaaaaaaaa, az: us-west-2a}, b: {id: subnet-0bbbbbbbbbbbbbbbb, az: us-west-2a}}}}\n\
             nodeGroups: [{name: edge, privateNetworking: true, volumeType: gp2, outpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}]",
        ),
    },
    Rule {
        id: "EK-34",
        name: "unsupported-outpost-node",
        title: "node groups on Outposts have gp2 volumes, Amazon Linux, and the Outpost's own zone",
        severity: Severity::Error,
        why: "that is all an Outpost offers; eksctl refuses the rest",
        source: "eksctl validation.go:896, 999, 1221, 1223",
        check: Check::Config(groups_fit_the_outpost),
        bad: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}\n\
             vpc: {subnets: {private: {a: {id: subnet-0aaaaaaaaaaaaaaaa, az: us-west-2a}, b: {id: subnet-0bbbbbbbbbbbbbbbb, az: us-west-2a}}}}\n\
             nodeGroups: [{name: edge, privateNetworking: true, amiFamily: Bottlerocket, volumeType: gp3}]",
        ),
        good: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}\n\
             vpc: {subnets: {private: {a: {id: subnet-0aaaaaaaaaaaaaaaa, az: us-west-2a}, b: {id: subnet-0bbbbbbbbbbbbbbbb, az: us-west-2a}}}}\n\
             nodeGroups: [{name: edge, privateNetworking: true, amiFamily: AmazonLinux2023, volumeType: gp2}]",
        ),
    },
];

fn groups_share_the_outpost(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let mut first: Option<&str> = None;
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        let control_plane = config.outpost().get().and_then(|outpost| outpost.control_plane_outpost_arn().get());
        let name = group.name();
        if control_plane.is_some() && !has_own_subnets(config) {
            findings.report(
                &name,
                format!("node group `{}` is on an Outpost, in a VPC that eksctl is to create", *name),
                "bring subnets of the Outpost along in `vpc.subnets`",
            );
        }
        let Some(arn) = group.outpost_arn().get().filter(|arn| !arn.whole().is_empty()) else { return };
        let text = arn.whole();
        match (&control_plane, first) {
            (None, Some(first)) if first != text => findings.report(&arn, "node groups are on two Outposts", "put them on one"),
            (Some(home), _) if home.whole() != text => findings.report(
                &arn,
                format!("node group `{}` is on another Outpost than the control plane", *name),
                format!("write `{}`, or remove `outpostARN`", home.whole()),
            ),
            (None, _) => findings.report(
                &arn,
                format!("node group `{}` is on an Outpost, and the control plane is not", *name),
                "create the cluster first, and the node group with `eksctl create nodegroup` after it",
            ),
            (Some(_), _) => {}
        }
        first = first.or(Some(text));
        if is_private(config) {
            findings.report(
                &arn,
                "nodes of a fully private cluster cannot be on an Outpost",
                Fix::decision([Edit::remove(&arn)]).saying("{}, or `privateCluster`"),
            );
        }
    });
}

fn groups_fit_the_outpost(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        if group.managed().is_none() && (is_on_outposts(config) || group_is_on_outposts(&*group)) {
            fits_the_outpost(&*group, findings);
        }
    });
}

fn fits_the_outpost(group: &dyn Group<'_>, findings: &mut Findings<'_>) {
    if let Some(kind) = group.volume_type().get().filter(|kind| **kind != VolumeType::Gp2) {
        findings.report(&kind, format!("an Outpost has no {} volumes", *kind), Fix::safe([Edit::set(&kind, "gp2")]));
    }
    if !matches!(family(group), AmiFamily::AmazonLinux2023 | AmiFamily::AmazonLinux2) {
        findings.report(
            &group.ami_family(),
            format!("nodes on an Outpost run Amazon Linux, not {}", family(group)),
            Fix::decision([Edit::set(&group.ami_family(), "AmazonLinux2023")]),
        );
    }
    if let Some(selector) = group.instance_selector().get() {
        findings.report(
            &selector,
            "an Outpost has the instance types it has; there is nothing to select",
            "write `instanceType`",
        );
    }
    let zones = group.availability_zones();
    if !zones.is_empty() {
        findings.report(&zones, "nodes on an Outpost are in the Outpost's zone", Fix::safe([Edit::remove(&zones)]));
    }
    if let Some(local) = group.self_managed().map(|group| group.local_zones()).filter(|local| !local.is_empty()) {
        findings.report(&local, "nodes on an Outpost are in the Outpost's zone", Fix::safe([Edit::remove(&local)]));
    }
}
