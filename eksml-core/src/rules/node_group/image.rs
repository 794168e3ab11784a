//! Whether the nodes' image boots what the group is made of.

use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog::retired::{STOCK_NVIDIA_DRIVER, driver_floor};
use crate::catalog::{Accelerator, AmiFamily, InstanceFacts, InstanceType};
use crate::derived::{AcceleratorKind, accelerators_shown, model_shown};
use crate::findings::{Edit, Fix, Severity};
use crate::source::Node;
use crate::spec::{At, NodeGroup, Sharing};

pub(super) const NG_05: Rule = Rule {
    id: "NG-05",
    name: "image-does-not-fit-types",
    title: "one image boots every type of a group and drives its accelerators",
    severity: Severity::Error,
    why: "eksctl picks one image by the first type it recognises: the others do not boot, or boot without a driver, and their devices stay invisible",
    source: "EKS user guide, accelerated AMIs (ml-eks-optimized-ami); eksctl amitype.go",
    check: Check::NodeGroup(image_fits),
    bad: Example::Cluster("node_group gpu { instances: [\"g5g.xlarge\", \"g5.xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
    good: Example::Cluster("node_group gpu { instances: [\"g5.xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
};

pub(super) const NG_12: Rule = Rule {
    id: "NG-12",
    name: "nvidia-driver-too-old",
    title: "the image's NVIDIA driver is new enough",
    severity: Severity::Error,
    why: "nodes join without a GPU: the driver does not recognise it, and the device plugin advertises none",
    source: "amazon-eks-ami doc/usage/g7-ami.md",
    check: Check::NodeGroup(driver_is_new_enough),
    bad: Example::Cluster("node_group gpu { instances: [\"g7.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
    good: Example::Cluster("node_group gpu { instances: [\"g7e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
};

pub(super) const NG_13: Rule = Rule {
    id: "NG-13",
    name: "image-not-published",
    title: "the image is published for the cluster's version",
    severity: Severity::Error,
    why: "there is no Amazon Linux 2 image from Kubernetes 1.33 on: eksctl refuses the group",
    source: "eksctl AmazonLinux2EOLVersion, defaults.go:133",
    check: Check::NodeGroup(image_is_published),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, ami: AmazonLinux2 }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, ami: AmazonLinux2023 }"),
};

pub(super) const NG_27: Rule = Rule {
    id: "NG-27",
    name: "bottlerocket-device-plugin-replaced",
    title: "Bottlerocket nodes keep their own device plugin",
    severity: Severity::Error,
    why: "the image brings the NVIDIA plugin along, so that ours stays off those nodes and nothing would divide their GPUs",
    source: "AWS EKS best practices, aiml_compute; Bottlerocket, NVIDIA variants",
    check: Check::NodeGroup(bottlerocket_shares_nothing),
    bad: Example::Cluster(
        "node_group dev_gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Development, ami: Bottlerocket, sharing: TimeSlicing(4) }",
    ),
    good: Example::Cluster(
        "node_group dev_gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Development, ami: Bottlerocket }",
    ),
};

/// Whether the group boots an image of its own: of that nobody knows here what it drives.
pub(super) fn has_own_image(group: &At<'_, NodeGroup>) -> bool {
    group.eksctl().ami().get().is_some()
}

/// Whether one image can boot all these types: one architecture, and one kind of accelerator or none at all.
pub(super) fn one_image_boots(types: &[&InstanceFacts]) -> bool {
    types.windows(2).all(|pair| matches!(pair, [a, b] if a.arch == b.arch && a.accelerator == b.accelerator))
}

fn image_fits(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let instances = group.instances();
    let facts: Vec<&InstanceFacts> = instances.iter().map(|instance| instance.whole().facts()).collect();
    let odd = facts.first().and_then(|first| facts.iter().position(|other| !one_image_boots(&[first, other])));
    if let Some(odd) = odd
        && let (Some(first), Some(other), Some(at)) = (facts.first(), facts.get(odd), instances.iter().nth(odd))
        && !(has_own_image(group) && first.arch == other.arch)
    {
        let kind = |facts: &InstanceFacts| {
            let accelerator = accelerators_shown(facts).unwrap_or_else(|| "no accelerator".to_owned());
            if first.arch == other.arch { accelerator } else { facts.arch.as_str().to_owned() }
        };
        return findings.report(
            &at,
            format!(
                "no image boots both `{}` ({}) and `{}` ({}) of node group `{}`",
                first.name,
                kind(first),
                other.name,
                kind(other),
                *group.name()
            ),
            format!("make a node group of each, this one with `instances: [\"{}\"]`", first.name),
        );
    }
    let ami = group.ami();
    if has_own_image(group) {
        return;
    }
    let Some((at, facts)) =
        instances.iter().zip(facts).find(|(_, facts)| !ami.supports(facts) && driver_floor(facts.family()).is_none())
    else {
        return;
    };
    // An image that is not published at all is NG-13's to tell.
    if !ami.is_published_for(*scope.cluster.version()) {
        return;
    }
    let fitting: Vec<String> =
        AmiFamily::ALL.into_iter().filter(|family| family.supports(facts)).map(|family| format!("`ami: {family}`")).collect();
    if fitting.is_empty() {
        findings.report(&at, format!("no EKS image drives the {} of `{}`", model_shown(facts), facts.name), instead_of(facts));
    } else {
        findings.report(
            &ami,
            format!("the {} image does not drive the {} of `{}`", *ami, model_shown(facts), facts.name),
            format!("write {}", fitting.join(" or ")),
        );
    }
}

/// What to take in place of a type that no image drives.
fn instead_of(facts: &InstanceFacts) -> String {
    let name = if facts.accelerator == Accelerator::Amd { "g6.xlarge" } else { "inf2.xlarge" };
    format!("choose an NVIDIA or Neuron type, for example `\"{name}\"`")
}

fn driver_is_new_enough(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if has_own_image(group) {
        return;
    }
    findings.each(group.instances().iter(), |instance, findings| {
        let facts = instance.whole().facts();
        let Some(floor) = driver_floor(facts.family()).filter(|floor| *floor > STOCK_NVIDIA_DRIVER) else { return };
        let alike: Vec<String> = ["g7e", "g6e"]
            .iter()
            .filter_map(|family| InstanceType::lookup(&format!("{family}.{}", facts.size())))
            .map(|other| format!("`\"{}\"`", other.name))
            .collect();
        findings.report(
            &instance,
            format!(
                "`{}` needs NVIDIA driver {floor}, and the stock images carry {STOCK_NVIDIA_DRIVER} ({})",
                facts.name,
                accelerators_shown(facts).unwrap_or_default()
            ),
            format!("write {}", alike.join(" or ")),
        );
    });
}

fn image_is_published(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let ami = group.ami();
    if *ami != AmiFamily::AmazonLinux2 || has_own_image(group) {
        return;
    }
    let version = *scope.cluster.version();
    if !ami.is_published_for(version) {
        findings.report(
            &ami,
            format!("there is no {} image for Kubernetes {version}", *ami),
            Fix::decision([Edit::set(&ami, Node::word(&AmiFamily::default().to_string()))]).saying("{}, or leave it out"),
        );
    }
}

fn bottlerocket_shares_nothing(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let sharing = group.sharing();
    if !group.ami().is_bottlerocket() || sharing.is(|sharing| *sharing == Sharing::None) {
        return;
    }
    let nvidia =
        group.instances().iter().any(|instance| AcceleratorKind::of(instance.whole().facts()) == Some(AcceleratorKind::Nvidia));
    if nvidia {
        findings.report(
            &sharing,
            format!("node group `{}` boots {}, whose own device plugin shares no GPUs", *group.name(), *group.ami()),
            "write `ami: AmazonLinux2023`, or leave `sharing` out",
        );
    }
}
