//! Instance types of a group: that they exist, and that one image drives them all.

use super::group::{family, groups, has_custom_ami, instance_types, known_types};
use super::images::is_ubuntu;
use super::{Check, Example, Findings, Rule};
use crate::catalog::{Accelerator, Arch, InstanceType, instance_types::family as instance_family};
use crate::eksctl::{AmiFamily, ClusterConfig};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-100",
        name: "unknown-instance-type",
        title: "instance types exist, and eksctl knows their accelerators",
        severity: Severity::Error,
        why: "a type that eksctl does not know is taken for an x86 type without a GPU: it boots an image without a driver, or CloudFormation fails",
        source: "eksctl pkg/utils/instance/instance_types.go (generated); EC2 instance types",
        check: Check::Config(types_are_known),
        bad: Example::Config("managedNodeGroups: [{name: gpu, privateNetworking: true, instanceTypes: [p5.48xlrge]}]"),
        good: Example::Config("managedNodeGroups: [{name: gpu, privateNetworking: true, instanceTypes: [p5.48xlarge]}]"),
    },
    Rule {
        id: "EK-101",
        name: "types-need-different-images",
        title: "all types of a group boot one image",
        severity: Severity::Error,
        why: "eksctl picks one image for the whole group, by the first accelerated type: the others boot without a driver, or not at all",
        source: "eksctl pkg/ami/ssm_resolver.go, pkg/eks/nodegroup_service.go",
        check: Check::Config(types_are_alike),
        bad: Example::Config(
            "managedNodeGroups: [{name: mixed, privateNetworking: true, instanceTypes: [m7i.large, m7g.large]}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: even, privateNetworking: true, instanceTypes: [m7i.large, m7a.large]}]",
        ),
    },
    Rule {
        id: "EK-102",
        name: "image-cannot-drive-hardware",
        title: "an image drives what its instances carry",
        severity: Severity::Error,
        why: "eksctl refuses Neuron types on Ubuntu and Windows, and finds no image for Arm on Windows or for Arm GPUs on Amazon Linux 2",
        source: "eksctl validation.go:934, 938, 1245",
        check: Check::Config(images_boot_the_types),
        bad: Example::Config(
            "managedNodeGroups: [{name: neuron, privateNetworking: true, amiFamily: Ubuntu2404, instanceTypes: [inf2.xlarge]}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: neuron, privateNetworking: true, amiFamily: AmazonLinux2023, instanceTypes: [inf2.xlarge]}]",
        ),
    },
    Rule {
        id: "EK-103",
        name: "image-without-gpu-driver",
        title: "an image for NVIDIA GPUs has their driver",
        severity: Severity::Warning,
        why: "the stock images of Ubuntu and Windows have no driver; eksctl only warns, and the GPUs stay dark",
        source: "eksctl pkg/apis/eksctl.io/v1alpha5/gpu_validation.go; EKS user guide, accelerated AMIs",
        check: Check::Config(gpus_have_a_driver),
        bad: Example::Config(
            "managedNodeGroups: [{name: gpu, privateNetworking: true, amiFamily: Ubuntu2404, instanceTypes: [g6e.2xlarge]}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: gpu, privateNetworking: true, amiFamily: Bottlerocket, instanceTypes: [g6e.2xlarge]}]",
        ),
    },
];

fn types_are_known(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        findings.each(instance_types(&*group), |name, findings| {
            let text = name.whole();
            match InstanceType::lookup(text) {
                None if !text.is_empty() => {
                    let Err(invalid) = text.parse::<InstanceType>() else { return };
                    let instead = invalid.fix.unwrap_or_else(|| "one that EC2 has, such as m7i.large".to_owned());
                    findings.report(&name, invalid.problem, format!("write {instead}"));
                }
                Some(facts) if !facts.eksctl_known && facts.accelerator != Accelerator::None && !has_custom_ami(&*group) => {
                    findings.report(
                        &name,
                        format!("eksctl does not know that `{text}` has accelerators, and boots the image without a driver"),
                        "write `ami: \"ami-…\"` with `amiFamily` for an accelerated image, or choose another type",
                    );
                }
                _ => {}
            }
        });
    });
}

fn types_are_alike(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let known = known_types(&*group);
        let Some((_, first)) = known.first() else { return };
        findings.each(known.iter().skip(1), |(at, facts), findings| {
            let difference = if facts.arch != first.arch {
                format!("`{}` is {} and `{}` is {}", facts.name, facts.arch.as_str(), first.name, first.arch.as_str())
            } else if facts.accelerator != first.accelerator {
                let shown =
                    |kind| if kind == Accelerator::None { "no accelerator".to_owned() } else { format!("{kind:?} accelerators") };
                format!("`{}` has {} and `{}` has {}", facts.name, shown(facts.accelerator), first.name, shown(first.accelerator))
            } else {
                return;
            };
            findings.report(
                at,
                format!("node group `{}` cannot boot one image: {difference}", *group.name()),
                "make two node groups of it",
            );
        });
    });
}

fn images_boot_the_types(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let system = family(&*group);
        findings.each(known_types(&*group), |(at, facts), findings| {
            let what = match facts.accelerator {
                Accelerator::Neuron if is_ubuntu(system) || system.is_windows() => "the Neuron devices",
                Accelerator::Nvidia if facts.arch == Arch::Arm64 && system == AmiFamily::AmazonLinux2 => "the Arm GPUs",
                _ if facts.arch == Arch::Arm64 && system.is_windows() => "the Arm processors",
                _ => return,
            };
            findings.report(
                &at,
                format!("{system} has no image for {what} of `{}`", facts.name),
                format!(
                    "write `amiFamily: \"AmazonLinux2023\"` in node group `{}`, or another type than {}",
                    *group.name(),
                    instance_family(facts.name)
                ),
            );
        });
    });
}

fn gpus_have_a_driver(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let system = family(&*group);
        if !is_ubuntu(system) && !system.is_windows() || has_custom_ami(&*group) {
            return;
        }
        if let Some((_, facts)) = known_types(&*group).into_iter().find(|(_, facts)| facts.accelerator == Accelerator::Nvidia) {
            findings.report(
                &group.ami_family(),
                format!("the stock image of {system} has no driver for the GPUs of `{}`", facts.name),
                Fix::decision([Edit::set(&group.ami_family(), "AmazonLinux2023")])
                    .saying("{} or `Bottlerocket`, or an image of your own with the driver"),
            );
        }
    });
}
