//! What keeps Pods off a group, and the labels that bring them there.

use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog::InstanceFacts;
use crate::derived::{AcceleratorKind, accelerators_shown, price_shown};
use crate::findings::Severity;
use crate::spec::{At, NodeGroup, Taint, TaintEffect};
use crate::units::LabelKey;

pub(super) const NG_06: Rule = Rule {
    id: "NG-06",
    name: "untainted-accelerator",
    title: "an accelerator group carries its device's taint",
    severity: Severity::Error,
    why: "Pods that need no accelerator are scheduled there and keep the most expensive nodes of the platform busy",
    source: "AWS EKS best practices, aiml_compute; cluster-autoscaler aws_wrapper.go:127 drops taints without a value",
    check: Check::NodeGroup(accelerators_are_tainted),
    bad: Example::Cluster("node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4 }"),
    good: Example::Cluster("node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }"),
};

pub(super) const NG_07: Rule = Rule {
    id: "NG-07",
    name: "taint-without-device",
    title: "only groups with the device carry its taint and labels",
    severity: Severity::Error,
    why: "Pods that tolerate the taint to get a device land where there is none, and the device plugin idles there",
    source: "NVIDIA k8s-device-plugin, affinity by nvidia.com/gpu.present",
    check: Check::NodeGroup(others_are_not_marked),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, taint: nvidia_gpu }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
};

pub(super) const NG_08: Rule = Rule {
    id: "NG-08",
    name: "reserved-node-label",
    title: "labels are well-formed and not Kubernetes' own",
    severity: Severity::Error,
    why: "a kubelet may not give its node such a label: it fails at its first start, and no node of the group ever joins",
    source: "eksctl validation.go:1276; Kubernetes NodeRestriction",
    check: Check::NodeGroup(labels_are_free),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, labels { \"k8s.io/team\": \"search\" } }"),
    good: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, labels { \"example.com/team\": \"search\" } }",
    ),
};

pub(super) const NG_09: Rule = Rule {
    id: "NG-09",
    name: "taint-said-twice",
    title: "a group has each taint once",
    severity: Severity::Error,
    why: "EKS refuses two taints of one key and effect when the group is created",
    source: "EKS API, CreateNodegroup taints; Kubernetes core/v1 validation of node taints",
    check: Check::NodeGroup(taints_are_distinct),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, taint: Custom { key: \"nvidia.com/gpu\", value: \"present\" } }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, taint: Custom { key: \"dedicated\", value: \"research\" } }",
    ),
};

const KINDS: [AcceleratorKind; 2] = [AcceleratorKind::Nvidia, AcceleratorKind::Neuron];

/// Whether a taint keeps Pods that need no accelerator away, also after a scale-up from zero.
fn guards(taint: &Taint, kind: AcceleratorKind) -> bool {
    let (key, value, effect) = taint.parts();
    key == kind.resource() && !value.is_empty() && *effect != TaintEffect::PreferNoSchedule
}

/// `p5.48xlarge` (8 × H100, 55.04 USD/h).
fn priced(facts: &InstanceFacts) -> String {
    let parts: Vec<String> = accelerators_shown(facts).into_iter().chain(price_shown(facts)).collect();
    format!("`{}` ({})", facts.name, parts.join(", "))
}

fn accelerators_are_tainted(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let accelerated: Vec<(AcceleratorKind, &InstanceFacts)> = group
        .instances()
        .iter()
        .filter_map(|instance| {
            let facts = instance.whole().facts();
            Some((AcceleratorKind::of(facts)?, facts))
        })
        .collect();
    let Some((kind, _)) = accelerated.first().copied() else { return };
    let taints = group.taints();
    if taints.iter().any(|taint| guards(taint.whole(), kind)) {
        return;
    }
    let types: Vec<String> = accelerated.iter().map(|(_, facts)| priced(facts)).collect();
    let what = format!("node group `{}` of {}", *group.name(), types.join(", "));
    // A taint that was meant for it but does not hold is the word to point at.
    let weak = taints.iter().find(|taint| taint.whole().parts().0 == kind.resource());
    let fix = format!("write `taint: {}`", kind.taint_word());
    match weak {
        Some(taint) if taint.whole().parts().1.is_empty() => {
            findings.report(
                &taint,
                format!("{what} has a `{}` taint without a value, which the Cluster Autoscaler drops", kind.resource()),
                fix,
            );
        }
        Some(taint) => {
            findings.report(&taint, format!("{what} only prefers to keep other Pods away"), fix);
        }
        None => findings.report(
            &group.name(),
            format!("{what} has no `{}` taint", kind.resource()),
            format!("add `taint: {}`", kind.taint_word()),
        ),
    }
}

fn others_are_not_marked(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let carries = |kind: AcceleratorKind| {
        group.instances().iter().any(|instance| AcceleratorKind::of(instance.whole().facts()) == Some(kind))
    };
    findings.each(KINDS, |kind, findings| {
        let mine = |key: &str| match kind {
            AcceleratorKind::Nvidia => key.starts_with("nvidia.com/"),
            AcceleratorKind::Neuron => key.starts_with("aws.amazon.com/neuron"),
        };
        let taint = group.taints().iter().find(|taint| mine(taint.whole().parts().0));
        let label = group.labels().keys().find(|key| mine(key.as_str()));
        if (taint.is_none() && label.is_none()) || carries(kind) {
            return;
        }
        let device = match kind {
            AcceleratorKind::Nvidia => "NVIDIA GPU",
            AcceleratorKind::Neuron => "Neuron device",
        };
        // On another accelerator's group without its own taint this is the taint that NG-06 asks for, misspelt.
        let other = KINDS.into_iter().find(|other| *other != kind && carries(*other));
        let mistaken = other.is_some_and(|other| !group.taints().iter().any(|taint| guards(taint.whole(), other)));
        if let Some(taint) = taint.filter(|_| !mistaken) {
            findings.report(
                &taint,
                format!("node group `{}` has no {device} but the taint `{}`", *group.name(), taint.whole().shown()),
                "remove the taint, or choose instance types with the device",
            );
        }
        if let Some(key) = label {
            findings.report(
                &key,
                format!("node group `{}` has no {device} but the label `{}`", *group.name(), *key),
                "remove the label, or choose instance types with the device",
            );
        }
    });
}

/// Labels under Kubernetes' prefixes that a kubelet may give its own node (k8s.io/kubelet `well_known_labels.go`).
const KUBELET_LABELS: [&str; 13] = [
    "kubernetes.io/hostname",
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
    "node.kubernetes.io/instance-type",
    "beta.kubernetes.io/instance-type",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/arch",
    "kubernetes.io/instance-type",
    "failure-domain.kubernetes.io/zone",
];

/// Prefixes that a kubelet may use freely.
const KUBELET_PREFIXES: [&str; 2] = ["kubelet.kubernetes.io", "node.kubernetes.io"];

fn is_under(prefix: &str, domain: &str) -> bool {
    prefix.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Who owns the prefix of a label that a user may not give.
fn owner(key: &LabelKey) -> Option<&'static str> {
    let prefix = key.prefix()?;
    if prefix == "eksml" {
        return Some("eksml");
    }
    let reserved = ["kubernetes.io", "k8s.io"].iter().any(|domain| is_under(prefix, domain));
    let allowed = KUBELET_LABELS.contains(&key.as_str()) || KUBELET_PREFIXES.iter().any(|domain| is_under(prefix, domain));
    (reserved && !allowed).then_some("Kubernetes")
}

fn labels_are_free(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    findings.each(group.labels().keys(), |key, findings| {
        if let Some(owner) = owner(&key) {
            findings.report(
                &key,
                format!("label `{}` of node group `{}` has a prefix that belongs to {owner}", *key, *group.name()),
                format!("write `\"example.com/{}\"` with a domain of yours, or `\"{}\"` alone", key.name(), key.name()),
            );
        }
    });
}

fn taints_are_distinct(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let mut seen: Vec<(&str, &TaintEffect)> = Vec::new();
    findings.each(group.taints().iter(), |taint, findings| {
        let (key, _, effect) = taint.whole().parts();
        if seen.contains(&(key, effect)) {
            findings.report(
                &taint,
                format!("node group `{}` has two taints `{key}` with effect {effect:?}", *group.name()),
                "keep one of the two",
            );
        }
        seen.push((key, effect));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner_of(key: &str) -> Option<&'static str> {
        owner(&key.parse().unwrap())
    }

    #[test]
    fn kubernetes_owns_its_domains_but_not_what_looks_like_them() {
        for key in ["k8s.io/team", "kubernetes.io/role", "node-role.kubernetes.io/gpu", "x.k8s.io/a"] {
            assert_eq!(owner_of(key), Some("Kubernetes"), "{key}");
        }
        for key in ["team", "example.com/team", "mykubernetes.io/a", "node.kubernetes.io/team", "topology.kubernetes.io/zone"] {
            assert_eq!(owner_of(key), None, "{key}");
        }
        assert_eq!(owner_of("eksml/node-group"), Some("eksml"));
    }
}
