//! The root volume.

use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog::{Accelerator, InstanceType};
use crate::derived::gp3;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::{At, NodeGroup};

pub(super) const NG_14: Rule = Rule {
    id: "NG-14",
    name: "root-volume-too-small",
    title: "the root volume is encrypted and holds the images",
    severity: Severity::Error,
    why: "a framework image with CUDA has 10 to 20 GiB: the kubelet evicts Pods as soon as a few are pulled. Below 20 GiB EC2 refuses the volume",
    source: "EKS AMI snapshots are of 20 GiB; AWS EKS best practices, data encryption",
    check: Check::NodeGroup(volume_is_large_enough),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, volume { size_gib: 50 } }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, volume { size_gib: 200 } }",
    ),
};

pub(super) const NG_15: Rule = Rule {
    id: "NG-15",
    name: "root-volume-too-fast",
    title: "the root volume stays within what gp3 can do",
    severity: Severity::Error,
    why: "EC2 refuses the volume, and no node of the group ever starts",
    source: "eksctl validation.go:1005; EBS user guide, General Purpose SSD volumes",
    check: Check::NodeGroup(volume_is_a_gp3),
    bad: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, volume { iops: 20_000, throughput: 1_000 } }",
    ),
    good: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, volume { iops: 4_000, throughput: 1_000 } }",
    ),
};

/// The least that the image's own snapshot takes, in GiB.
const LEAST_GIB: u32 = 20;

/// The least for nodes that pull images with CUDA or Neuron in them, in GiB.
const LEAST_GIB_ACCELERATED: u32 = 100;

/// What eksml gives a group that says nothing, in GiB.
const DEFAULT_GIB: u32 = 80;

/// The first type of a group that carries an accelerator.
fn accelerated<'a>(group: &At<'a, NodeGroup>) -> Option<At<'a, InstanceType>> {
    group.instances().iter().find(|instance| instance.whole().facts().accelerator != Accelerator::None)
}

fn volume_is_large_enough(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(size) = group.volume().size_gib().get() else { return };
    let gib = *size;
    if gib < LEAST_GIB {
        findings.report(
            &size,
            format!("the root volume of node group `{}` has {gib} GiB, but its image has {LEAST_GIB}", *group.name()),
            Fix::decision([Edit::set(&size, DEFAULT_GIB)]).saying("{}, or leave it out"),
        );
    } else if gib < LEAST_GIB_ACCELERATED
        && let Some(instance) = accelerated(group)
    {
        findings.report(
            &size,
            format!("{gib} GiB of root volume hold few of the images that Pods on `{}` pull", *instance),
            Fix::decision([Edit::set(&size, LEAST_GIB_ACCELERATED)]).saying("{} or more, or leave it out for 200"),
        );
    }
}

fn volume_is_a_gp3(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let volume = group.volume();
    let (iops, throughput) = (volume.iops().get(), volume.throughput().get());
    if let Some(iops) = &iops {
        let wanted = **iops;
        if !gp3::IOPS.contains(&wanted) {
            let (least, most) = (*gp3::IOPS.start(), *gp3::IOPS.end());
            return findings.report(
                iops,
                format!("a gp3 volume has {least} to {most} I/O operations per second, not {wanted}"),
                Fix::decision([Edit::set(iops, wanted.clamp(least, most))]),
            );
        }
        // A volume too small for its image, or for an accelerator's, is NG-14's to tell; 32 GiB carry the most there is.
        if let Some(size) = volume.size_gib().get()
            && (LEAST_GIB..gp3::size_for(wanted)).contains(&*size)
            && accelerated(group).is_none()
        {
            findings.report(
                iops,
                format!("{wanted} I/O operations per second need {} GiB of gp3, not {}", gp3::size_for(wanted), *size),
                Fix::decision([Edit::set(&size, gp3::size_for(wanted))]),
            );
        }
    }
    let Some(throughput) = throughput else { return };
    let wanted = *throughput;
    if !gp3::THROUGHPUT.contains(&wanted) {
        let (least, most) = (*gp3::THROUGHPUT.start(), *gp3::THROUGHPUT.end());
        return findings.report(
            &throughput,
            format!("a gp3 volume has a throughput of {least} to {most} MiB/s, not {wanted}"),
            Fix::decision([Edit::set(&throughput, wanted.clamp(least, most))]),
        );
    }
    let has = iops.map_or(*gp3::IOPS.start(), |iops| *iops);
    if has < gp3::iops_for(wanted) {
        findings.report(
            &throughput,
            format!("{wanted} MiB/s need {} I/O operations per second, and the volume has {has}", gp3::iops_for(wanted)),
            format!("write `iops: {}` beside it", gp3::iops_for(wanted)),
        );
    }
}
