//! Disks of nodes.

use super::ask::{on, said};
use super::group::{Group, groups};
use super::{Check, Example, Findings, Rule};
use crate::derived::gp3;
use crate::eksctl::{ClusterConfig, VolumeMapping, VolumeType};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-88",
        title: "a root volume that is described has a size",
        severity: Severity::Error,
        why: "of a self-managed group eksctl describes no volume without a size, and refuses a name, encryption or key for it",
        source: "eksctl validation.go:840, 843, 846",
        check: Check::Config(described_volumes_have_a_size),
        bad: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, volumeEncrypted: true}]"),
        good: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, volumeEncrypted: true, volumeSize: 80}]"),
    },
    Rule {
        id: "EK-89",
        title: "a volume with a key is encrypted",
        severity: Severity::Error,
        why: "eksctl refuses a KMS key for a volume that is not said to be encrypted",
        source: "eksctl validation.go:856; of additional volumes it does not check it",
        check: Check::Config(keys_encrypt),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, volumeKmsKeyID: 1234abcd-12ab-34cd-56ef-1234567890ab}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, volumeEncrypted: true, volumeKmsKeyID: 1234abcd-12ab-34cd-56ef-1234567890ab}]",
        ),
    },
    Rule {
        id: "EK-90",
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
    },
    Rule {
        id: "EK-91",
        title: "a root volume can be booted from",
        severity: Severity::Error,
        why: "an HDD volume boots no node and a volume has at least one GiB; EC2 refuses the launch",
        source: "EBS user guide, volume types (st1 and sc1 are no boot volumes)",
        check: Check::Config(roots_boot),
        bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, volumeSize: 500, volumeType: st1}]"),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, volumeSize: 500, volumeType: gp3}]"),
    },
    Rule {
        id: "EK-92",
        title: "an additional volume has a device name",
        severity: Severity::Error,
        why: "eksctl creates no volume for an entry without a name, and does not say so",
        source: "eksctl pkg/cfn/builder/launch_template.go, additional volumes",
        check: Check::Config(additional_volumes_have_names),
        bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, additionalVolumes: [{volumeSize: 500}]}]"),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, additionalVolumes: [{volumeSize: 500, volumeName: /dev/xvdb}]}]",
        ),
    },
];

/// What can be said of a volume, root or additional.
struct Volume<'a> {
    size: Option<At<'a, u32>>,
    kind: Option<At<'a, VolumeType>>,
    iops: Option<At<'a, u32>>,
    throughput: Option<At<'a, u32>>,
    encrypted: At<'a, Option<bool>>,
    key: At<'a, Option<String>>,
}

impl<'a> Volume<'a> {
    fn root(group: &dyn Group<'a>) -> Self {
        Self {
            size: group.volume_size().get(),
            kind: group.volume_type().get(),
            iops: group.volume_iops().get(),
            throughput: group.volume_throughput().get(),
            encrypted: group.volume_encrypted(),
            key: group.volume_kms_key_id(),
        }
    }

    fn additional(of: &At<'a, VolumeMapping>) -> Self {
        Self {
            size: of.volume_size().get(),
            kind: of.volume_type().get(),
            iops: of.volume_iops().get(),
            throughput: of.volume_throughput().get(),
            encrypted: of.volume_encrypted(),
            key: of.volume_kms_key_id(),
        }
    }

    /// Every volume of a group.
    fn all(group: &dyn Group<'a>) -> Vec<Self> {
        let additional: Vec<_> = group.additional_volumes().iter().map(|of| Self::additional(&of)).collect();
        std::iter::once(Self::root(group)).chain(additional).collect()
    }

    fn kind(&self) -> VolumeType {
        self.kind.as_ref().map_or(VolumeType::Gp3, |kind| **kind)
    }

    /// eksctl's 80 GiB where no size is written.
    fn gib(&self) -> u32 {
        self.size.as_ref().map_or(80, |size| **size)
    }
}

fn described_volumes_have_a_size(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in config.self_managed_node_groups().iter().filter(|group| group.volume_size().get().is_none()) {
        findings.afresh();
        let fix = "write `volumeSize: 80` beside it";
        let name = group.name();
        if said(&group.volume_name()) {
            findings.report(
                &group.volume_name(),
                format!("the root volume of node group `{}` has a name, but no size", *name),
                fix,
            );
        }
        if on(&group.volume_encrypted()) {
            findings.report(
                &group.volume_encrypted(),
                format!("the root volume of node group `{}` is encrypted, but has no size", *name),
                fix,
            );
        }
        if said(&group.volume_kms_key_id()) {
            findings.report(
                &group.volume_kms_key_id(),
                format!("the root volume of node group `{}` has a key, but no size", *name),
                fix,
            );
        }
    }
}

fn keys_encrypt(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        for volume in Volume::all(&*group) {
            findings.afresh();
            if said(&volume.key) && !on(&volume.encrypted) {
                findings.report(
                    &volume.key,
                    format!("a volume of node group `{}` has a key, but is not encrypted", *group.name()),
                    "write `volumeEncrypted: true` beside it",
                );
            }
        }
    }
}

fn speed_is_of_the_type(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        for volume in Volume::all(&*group) {
            findings.afresh();
            iops_are_of_the_type(&volume, findings);
            findings.afresh();
            throughput_is_of_the_type(&volume, findings);
        }
    }
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
                "remove `volumeIOPS`, or write `volumeType: gp3`",
            );
        }
    };
    if !range.contains(&wanted) {
        findings.report(
            iops,
            format!("a {kind} volume has {} to {} IOPS, not {wanted}", range.start(), range.end()),
            format!("write `volumeIOPS: {}`", wanted.clamp(*range.start(), *range.end())),
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
            "remove `volumeThroughput`, or write `volumeType: gp3`",
        );
    }
    if !gp3::THROUGHPUT.contains(&wanted) {
        return findings.report(
            throughput,
            format!("a gp3 volume has {} to {} MiB/s, not {wanted}", gp3::THROUGHPUT.start(), gp3::THROUGHPUT.end()),
            format!("write `volumeThroughput: {}`", wanted.clamp(*gp3::THROUGHPUT.start(), *gp3::THROUGHPUT.end())),
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

fn roots_boot(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        if let Some(kind) = group.volume_type().get().filter(|kind| matches!(**kind, VolumeType::St1 | VolumeType::Sc1)) {
            findings.report(
                &kind,
                format!("no node of group `{}` boots from {}", *group.name(), *kind),
                "write `volumeType: gp3`",
            );
        }
        for size in Volume::all(&*group).into_iter().filter_map(|volume| volume.size).filter(|size| **size == 0) {
            findings.report(
                &size,
                format!("a volume of node group `{}` has no GiB at all", *group.name()),
                "write `volumeSize: 80`",
            );
        }
    }
}

fn additional_volumes_have_names(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        for volume in group.additional_volumes().iter() {
            findings.afresh();
            if !said(&volume.volume_name()) {
                findings.report(
                    &volume,
                    format!("an additional volume of node group `{}` has no device name", *group.name()),
                    "write `volumeName: /dev/xvdb`",
                );
            }
        }
    }
}
