//! How fast the disks of nodes are to be.

use super::group::groups;
use super::volume::Volume;
use super::{Check, Example, Findings, Rule};
use crate::derived::gp3;
use crate::eksctl::{ClusterConfig, VolumeType};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "EK-93",
    name: "volume-speed-unavailable",
    title: "a volume's speed is one that its type has",
    severity: Severity::Error,
    why: "eksctl knows the ranges but not the ratios: EC2 refuses the volume when the group is created, and no node starts",
    source: "eksctl validation.go:979-1009; EBS user guide, volume types",
    check: Check::Config(speed_is_of_the_type),
    bad: Example::Config(
        "managedNodeGroups: [{name: cpu, privateNetworking: true, volumeSize: 80, volumeType: gp3, volumeIOPS: 3000, volumeThroughput: 1000}]",
    ),
    good: Example::Config(
        "managedNodeGroups: [{name: cpu, privateNetworking: true, volumeSize: 80, volumeType: gp3, volumeIOPS: 4000, volumeThroughput: 1000}]",
    ),
}];

fn speed_is_of_the_type(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        findings.each(Volume::all(&*group), |volume, findings| {
            findings.scope(|findings| {
                iops_are_of_the_type(&volume, findings);
            });
            throughput_is_of_the_type(&volume, findings);
        });
    });
}

fn iops_are_of_the_type(volume: &Volume<'_>, findings: &mut Findings<'_>) {
    let Some(iops) = &volume.iops else { return };
    let (kind, wanted, gib) = (volume.kind(), **iops, volume.gib());
    let (range, per_gib) = match kind {
        VolumeType::Gp3 => (gp3::IOPS, 500),
        VolumeType::Io1 => (100..=64_000, 50),
        VolumeType::Io2 => (100..=256_000, 1_000),
        VolumeType::Gp2 | VolumeType::St1 | VolumeType::Sc1 => {
            return findings.report(
                iops,
                format!("a {kind} volume has no IOPS of its own"),
                "remove `volumeIOPS`, or write `volumeType: \"gp3\"`",
            );
        }
    };
    if !range.contains(&wanted) {
        findings.report(
            iops,
            format!("a {kind} volume has {} to {} IOPS, not {wanted}", range.start(), range.end()),
            Fix::decision([Edit::set(iops, wanted.clamp(*range.start(), *range.end()))]),
        );
    } else if wanted > gib.saturating_mul(per_gib).max(*range.start()) {
        findings.report(
            iops,
            format!("{wanted} IOPS need {} GiB of {kind}, and the volume has {gib}", wanted.div_ceil(per_gib)),
            format!(
                "write `volumeSize: {}`, or `volumeIOPS: {}`",
                wanted.div_ceil(per_gib),
                gib.saturating_mul(per_gib).max(*range.start())
            ),
        );
    }
}

fn throughput_is_of_the_type(volume: &Volume<'_>, findings: &mut Findings<'_>) {
    let Some(throughput) = &volume.throughput else { return };
    let (kind, wanted) = (volume.kind(), **throughput);
    if kind != VolumeType::Gp3 {
        return findings.report(
            throughput,
            format!("a {kind} volume has no throughput of its own"),
            "remove `volumeThroughput`, or write `volumeType: \"gp3\"`",
        );
    }
    if !gp3::THROUGHPUT.contains(&wanted) {
        return findings.report(
            throughput,
            format!("a gp3 volume has {} to {} MiB/s, not {wanted}", gp3::THROUGHPUT.start(), gp3::THROUGHPUT.end()),
            Fix::decision([Edit::set(throughput, wanted.clamp(*gp3::THROUGHPUT.start(), *gp3::THROUGHPUT.end()))]),
        );
    }
    let has = volume.iops.as_ref().map_or(*gp3::IOPS.start(), |iops| **iops);
    if gp3::IOPS.contains(&has) && has < gp3::iops_for(wanted) {
        findings.report(
            throughput,
            format!("{wanted} MiB/s need {} IOPS, and the volume has {has}", gp3::iops_for(wanted)),
            format!("write `volumeIOPS: {}` beside it", gp3::iops_for(wanted)),
        );
    }
}
