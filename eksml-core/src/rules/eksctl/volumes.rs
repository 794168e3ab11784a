//! Disks of nodes.

use super::ask::{on, said};
use super::group::groups;
use super::volume::Volume;
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, VolumeType};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-89",
        name: "root-volume-without-size",
        title: "a root volume that is described has a size",
        severity: Severity::Error,
        why: "of a self-managed group eksctl describes no volume without a size, and refuses a name, encryption or key for it",
        source: "eksctl validation.go:840, 843, 846",
        check: Check::Config(described_volumes_have_a_size),
        bad: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, volumeEncrypted: true}]"),
        good: Example::Config("nodeGroups: [{name: cpu, privateNetworking: true, volumeEncrypted: true, volumeSize: 80}]"),
    },
    Rule {
        id: "EK-90",
        name: "volume-key-without-encryption",
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
        id: "EK-91",
        name: "unbootable-root-volume",
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
        name: "additional-volume-without-device",
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
    Rule {
        id: "EK-127",
        name: "bottlerocket-root-has-the-size",
        title: "the size of a Bottlerocket node is its data disk's",
        severity: Severity::Error,
        why: "images and Pods are on Bottlerocket's second disk, to which eksctl gives the size only where no `volumeName` is said: the data disk keeps its 20 GiB, \
              and a large image fills it",
        source: "eksctl pkg/apis/eksctl.io/v1alpha5/defaults.go; bottlerocket #4663",
        check: Check::Config(data_disks_have_the_size),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: Bottlerocket, volumeSize: 200, volumeName: /dev/xvda}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: Bottlerocket, volumeSize: 200}]",
        ),
    },
];

fn described_volumes_have_a_size(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(
        config.self_managed_node_groups().iter().filter(|group| group.volume_size().get().is_none()),
        |group, findings| {
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
        },
    );
}

fn keys_encrypt(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        findings.each(Volume::all(&*group), |volume, findings| {
            if said(&volume.key) && !on(&volume.encrypted) {
                findings.report(
                    &volume.key,
                    format!("a volume of node group `{}` has a key, but is not encrypted", *group.name()),
                    Fix::safe([Edit::set(&volume.encrypted, true)]).saying("{} beside it"),
                );
            }
        });
    });
}

fn roots_boot(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        if let Some(kind) = group.volume_type().get().filter(|kind| matches!(**kind, VolumeType::St1 | VolumeType::Sc1)) {
            findings.report(
                &kind,
                format!("no node of group `{}` boots from {}", *group.name(), *kind),
                Fix::decision([Edit::set(&kind, "gp3")]),
            );
        }
        findings.each(
            Volume::all(&*group).into_iter().filter_map(|volume| volume.size).filter(|size| **size == 0),
            |size, findings| {
                findings.report(
                    &size,
                    format!("a volume of node group `{}` has no GiB at all", *group.name()),
                    Fix::decision([Edit::set(&size, 80_u32)]),
                );
            },
        );
    });
}

fn additional_volumes_have_names(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        findings.each(group.additional_volumes().iter(), |volume, findings| {
            if !said(&volume.volume_name()) {
                findings.report(
                    &volume,
                    format!("an additional volume of node group `{}` has no device name", *group.name()),
                    "write `volumeName: \"/dev/xvdb\"`",
                );
            }
        });
    });
}

fn data_disks_have_the_size(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let is_bottlerocket = group.ami_family().get().is_some_and(|family| family.is_bottlerocket());
        let Some(name) = group.volume_name().get().filter(|name| is_bottlerocket && name.whole() == "/dev/xvda") else { return };
        let is_given = group
            .additional_volumes()
            .iter()
            .any(|volume| volume.volume_name().get().is_some_and(|own| own.whole() == "/dev/xvdb"));
        if let Some(size) = group.volume_size().get().filter(|_| !is_given) {
            let problem = format!(
                "the {} GiB of node group `{}` are its system disk's; images and Pods have the 20 GiB of `/dev/xvdb`",
                *size,
                *group.name()
            );
            findings.report(&name, problem, "remove `volumeName`: the size is the data disk's then");
        }
    });
}
