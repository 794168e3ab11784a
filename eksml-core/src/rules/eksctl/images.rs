//! Images of nodes.

use super::ask::{minor, on, said};
use super::group::{Group, family, groups, has_custom_ami};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{AmiFamily, ClusterConfig};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-94",
        name: "image-without-family",
        title: "an image has an ID, and its family is said",
        severity: Severity::Error,
        why: "eksctl looks images up by `ami-…` only and cannot tell how an image of unknown family is bootstrapped",
        source: "eksctl validation.go:1103, 1549, pkg/eks/api.go:316",
        check: Check::Config(images_are_known),
        bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, ami: ami-0aaaaaaaaaaaaaaaa}]"),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, ami: ami-0aaaaaaaaaaaaaaaa, amiFamily: AmazonLinux2023}]",
        ),
    },
    Rule {
        id: "EK-95",
        name: "own-image-not-bootstrapped",
        title: "an image of one's own is bootstrapped by its owner",
        severity: Severity::Error,
        why: "eksctl cannot bootstrap an Amazon Linux 2 or Ubuntu image that it does not know, and sets on no foreign image what only its own understand",
        source: "eksctl validation.go:1115, 1555, 1565, 1568, 1571, 1575",
        check: Check::Config(own_images_are_bootstrapped),
        bad: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, ami: ami-0aaaaaaaaaaaaaaaa, amiFamily: Ubuntu2404}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, ami: ami-0aaaaaaaaaaaaaaaa, amiFamily: Ubuntu2404, overrideBootstrapCommand: '/etc/eks/bootstrap.sh shared'}]",
        ),
    },
    Rule {
        id: "EK-96",
        name: "image-family-not-published",
        title: "an image family is published for the Kubernetes version",
        severity: Severity::Error,
        why: "eksctl refuses Amazon Linux 2 from Kubernetes 1.33 on, and finds no image of the other families once it has logged in to AWS",
        source: "eksctl defaults.go:133, pkg/ami/ssm_resolver.go:71, 82, 239, 270",
        check: Check::Config(families_are_published),
        bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: AmazonLinux2}]"),
        good: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, amiFamily: AmazonLinux2023}]"),
    },
];

/// Whether a family is Ubuntu.
pub(super) fn is_ubuntu(family: AmiFamily) -> bool {
    matches!(
        family,
        AmiFamily::UbuntuPro2604
            | AmiFamily::Ubuntu2604
            | AmiFamily::UbuntuPro2404
            | AmiFamily::Ubuntu2404
            | AmiFamily::UbuntuPro2204
            | AmiFamily::Ubuntu2204
            | AmiFamily::UbuntuPro2004
            | AmiFamily::Ubuntu2004
    )
}

fn images_are_known(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(ami) = group.ami().get().filter(|ami| !ami.whole().is_empty()) else { return };
        findings.scope(|findings| {
            let resolved = group.managed().is_none() && matches!(ami.whole().as_str(), "auto" | "auto-ssm");
            if !ami.whole().starts_with("ami-") && !resolved {
                findings.report(
                    &ami,
                    format!("`{}` is not an image of node group `{}`", *ami, *group.name()),
                    "write the ID of an image, `ami-…`, or leave `ami` out for the newest of the family",
                );
            }
        });
        if group.ami_family().get().is_none() && group.ami().get().is_some() {
            findings.report(
                &ami,
                format!("the family of node group `{}`'s image is not said", *group.name()),
                Fix::decision([Edit::set(&group.ami_family(), "AmazonLinux2023")])
                    .saying("write `amiFamily` beside it, such as `amiFamily: \"AmazonLinux2023\"`"),
            );
        }
    });
}

fn own_images_are_bootstrapped(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let (name, system) = (group.name(), family(&*group));
        let bootstrap = group.override_bootstrap_command();
        if has_custom_ami(&*group) {
            if (system == AmiFamily::AmazonLinux2 || is_ubuntu(system)) && bootstrap.get().is_none() {
                findings.report(
                    &group.ami(),
                    format!("nobody bootstraps the {system} image of node group `{}`", *name),
                    "write `overrideBootstrapCommand`",
                );
            }
            foreign_images_take_no_settings(&*group, findings);
        } else if group.managed().is_some()
            && bootstrap.get().is_some()
            && !matches!(system, AmiFamily::AmazonLinux2023 | AmiFamily::Bottlerocket | AmiFamily::BottlerocketFips)
            && !system.is_windows()
        {
            findings.report(
                &bootstrap,
                format!("node group `{}` has a bootstrap of its own, but not an image", *name),
                "write `ami: \"ami-…\"`, or remove `overrideBootstrapCommand`",
            );
        }
    });
}

fn foreign_images_take_no_settings(group: &dyn Group<'_>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let Some(managed) = group.managed().filter(|_| has_custom_ami(group)) else { return };
        let (name, system) = (group.name(), family(group));
        if system.is_windows() {
            findings.report(
                &group.ami_family(),
                format!("managed node group `{}` has an own image of Windows", *name),
                "write a Linux family, or move the group to `nodeGroups`",
            );
        }
        if let Some(most) = group.max_pods_per_node().get().filter(|most| **most != 0) {
            findings.report(
                &most,
                format!("node group `{}` has an own image, whose pod limit is the bootstrap's to set", *name),
                Fix::decision([Edit::remove(&most)]),
            );
        }
        if let Some(ssh) = group.ssh().get().filter(|ssh| on(&ssh.enable_ssm())) {
            findings.report(
                &ssh.enable_ssm(),
                format!("node group `{}` has an own image, to which no agent is added", *name),
                Fix::safe([Edit::remove(&ssh.enable_ssm())]),
            );
        }
        if said(&managed.release_version()) {
            findings.report(
                &managed.release_version(),
                format!("node group `{}` has an own image, which has no EKS release", *name),
                Fix::safe([Edit::remove(&managed.release_version())]),
            );
        }
    });
}

/// The Kubernetes minors that a family is published for: from, and before.
fn minors(family: AmiFamily) -> (u32, u32) {
    match family {
        AmiFamily::AmazonLinux2 => (0, 33),
        AmiFamily::Ubuntu2004 => (21, 30),
        AmiFamily::UbuntuPro2004 => (27, 30),
        AmiFamily::Ubuntu2204 | AmiFamily::UbuntuPro2204 => (29, u32::MAX),
        AmiFamily::Ubuntu2404 | AmiFamily::UbuntuPro2404 => (31, u32::MAX),
        AmiFamily::Ubuntu2604
        | AmiFamily::UbuntuPro2604
        | AmiFamily::WindowsServer2025Core
        | AmiFamily::WindowsServer2025Full => (35, u32::MAX),
        AmiFamily::WindowsServer2022Core | AmiFamily::WindowsServer2022Full => (23, u32::MAX),
        _ => (0, u32::MAX),
    }
}

fn families_are_published(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(system) = group.ami_family().get() else { return };
        let Some(minor) = minor(config) else { return };
        let (from, before) = minors(*system);
        if minor >= before {
            findings.report(
                &system,
                format!("there is no {} image for Kubernetes 1.{minor}", *system),
                Fix::decision([Edit::set(&system, "AmazonLinux2023")]),
            );
        } else if minor < from {
            findings.report(
                &system,
                format!("there is no {} image before Kubernetes 1.{from}, and the cluster has 1.{minor}", *system),
                Fix::decision([Edit::set(&system, "AmazonLinux2023")])
                    .saying(format!("{{}}, or `version: \"1.{from}\"` in `metadata`")),
            );
        }
    });
}
