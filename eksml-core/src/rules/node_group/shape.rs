//! What the instance types of a group are made of.

use super::image::{has_own_image, one_image_boots};
use super::purchase::is_reserved;
use super::scaling::is_autoscaled;
use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog::{Accelerator, AmiFamily, Arch, InstanceFacts, InstanceType};
use crate::derived::{same_shape, shape_shown};
use crate::findings::{Fix, Severity};
use crate::spec::{At, NodeGroup};

pub(super) const NG_04: Rule = Rule {
    id: "NG-04",
    name: "types-of-different-shapes",
    title: "all types of an autoscaled group have one shape",
    severity: Severity::Error,
    why: "the Cluster Autoscaler reckons with the first type alone: it adds too few nodes of the others, or the wrong ones, and Pods stay pending",
    source: "cluster-autoscaler cloudprovider/aws/README.md; AWS EKS best practices, Cluster Autoscaler",
    check: Check::NodeGroup(one_shape),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"p5.4xlarge\", \"p5.48xlarge\", \"p4d.24xlarge\"], scale: 0..=4, taint: nvidia_gpu }",
    ),
    good: Example::Cluster("node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
};

pub(super) const NG_10: Rule = Rule {
    id: "NG-10",
    name: "instance-type-unavailable",
    title: "the instance types exist and can still be launched",
    severity: Severity::Error,
    why: "eksctl takes any text for an x86 type without accelerator; the group fails, or boots without a driver, when the cluster stands",
    source: "Karpenter 1.14 instance list; zalando-incubator/kubernetes-on-aws#8685, dstackai/dstack#3903 for P3",
    check: Check::NodeGroup(types_are_named),
    bad: Example::Cluster("node_group gpu { instances: [\"p3.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
    good: Example::Cluster("node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
};

pub(super) const NG_11: Rule = Rule {
    id: "NG-11",
    name: "instance-type-too-new-for-eksctl",
    title: "eksctl knows the instance types",
    severity: Severity::Error,
    why: "of a type that is not in its table eksctl believes that it is x86 without accelerator, and boots that image without a word",
    source: "eksctl 0.230 pkg/utils/instance/instance_types.go, amitype.go:13",
    check: Check::NodeGroup(eksctl_knows_types),
    bad: Example::Cluster("node_group gpu { instances: [\"g4dn.metal\"], scale: 0..=4, taint: nvidia_gpu }"),
    good: Example::Cluster("node_group gpu { instances: [\"g4dn.12xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
};

fn types_are_named(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let instances = group.instances();
    if !instances.is_empty() {
        return;
    }
    let (block, name) = (group.eksctl(), group.name());
    let (problem, fix) = if block.launch_template().get().is_some() {
        (
            format!("node group `{}` has the types of its launch template, and of those no rule knows anything", *name),
            "take the type out of the template, and name it in the node group: `instances: [\"…\"]`",
        )
    } else if block.instance_selector().get().is_some() {
        (
            format!("the types of node group `{}` are chosen when eksctl runs, and cannot be judged before", *name),
            "name them beside the selector, as `eksctl create cluster --dry-run` prints them: `instances: [\"…\"]`",
        )
    } else {
        (format!("node group `{}` names no instance type", *name), "write `instances: [\"m7i.xlarge\"]`")
    };
    // What is chosen elsewhere is no fault of a file: eksctl knows the types, and eksml does not.
    let chosen = block.launch_template().get().is_some() || block.instance_selector().get().is_some();
    let fix = Fix::from(fix);
    findings.report(&instances, problem.clone(), if chosen { fix.or_limit(problem) } else { fix });
}

fn one_shape(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let instances = group.instances();
    if instances.len() < 2 || !is_autoscaled(&scope.cluster) {
        return;
    }
    let facts: Vec<&InstanceFacts> = instances.iter().map(|instance| instance.whole().facts()).collect();
    let [first, others @ ..] = facts.as_slice() else { return };
    let Some(odd) = others.iter().position(|other| !same_shape(first, other)) else { return };
    // A mix that no image boots, or that no reservation fits, is told once, by the rule that is nearer to the cause.
    if !one_image_boots(&facts) || is_reserved(group) {
        return;
    }
    let Some(odd_one) = instances.iter().nth(odd + 1) else { return };
    let shapes: Vec<String> = facts.iter().map(|facts| format!("{} ({})", facts.name, shape_shown(facts))).collect();
    let fix = match mates(first, others).as_slice() {
        [] => format!("make a node group of each, this one with `instances: [\"{}\"]`", first.name),
        mates => format!(
            "make a node group of each, or mix types of one shape: `instances: [\"{}\", \"{}\"]`",
            first.name,
            mates.join("\", \"")
        ),
    };
    findings.report(&odd_one, format!("node group `{}` mixes shapes: {}", *group.name(), shapes.join(", ")), fix);
}

/// Up to two other types of the same shape that the same image boots: of the families the group has already, or near of age.
fn mates(facts: &InstanceFacts, others: &[&InstanceFacts]) -> Vec<&'static str> {
    let like = |other: &InstanceFacts| {
        other.name != facts.name
            && other.arch == facts.arch
            && other.eksctl_known
            && same_shape(facts, other)
            && AmiFamily::default().supports(other)
    };
    // The letter says what a family is for; one for something else would be an odd suggestion.
    let letter = |name: &str| name.chars().next();
    let generation = |name: &str| name.chars().find_map(|c| c.to_digit(10)).unwrap_or(0);
    let mut names: Vec<(bool, u32, &str)> = InstanceType::all()
        .filter(|other| letter(other.name) == letter(facts.name) && like(other))
        .map(|other| {
            let stranger = others.iter().all(|known| known.family() != other.family());
            (stranger, generation(other.name).abs_diff(generation(facts.name)), other.name)
        })
        .collect();
    names.sort_unstable();
    names.into_iter().take(2).map(|(.., name)| name).collect()
}

fn eksctl_knows_types(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if has_own_image(group) {
        return;
    }
    findings.each(group.instances().iter(), |instance, findings| {
        let facts = instance.whole().facts();
        let standard = facts.accelerator == Accelerator::None && facts.arch == Arch::X86_64;
        if facts.eksctl_known || standard {
            return;
        }
        let near =
            InstanceType::all().filter(|other| other.family() == facts.family() && other.eksctl_known).min_by_key(|other| {
                let devices = other.accelerator_count.abs_diff(facts.accelerator_count);
                (devices, other.vcpu.abs_diff(facts.vcpu), other.name)
            });
        let fix = near.map_or_else(
            || "choose a type of another family".to_owned(),
            |near| format!("write `\"{}\"`, which eksctl knows", near.name),
        );
        findings.report(
            &instance,
            format!(
                "eksctl does not know `{}` ({}, {}) and would boot the plain x86 image on it",
                facts.name,
                facts.arch.as_str(),
                shape_shown(facts)
            ),
            fix,
        );
    });
}
