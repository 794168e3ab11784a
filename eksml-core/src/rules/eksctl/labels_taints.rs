//! Labels, taints and tags of nodes.

use super::ask::on;
use super::group::groups;
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::Severity;
use crate::spec::At;
use crate::units::{LabelKey, LabelValue};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-86",
        name: "invalid-taint",
        title: "taints are well-formed, each there once, 50 at most",
        severity: Severity::Error,
        why: "eksctl checks the form only; of two alike, or too many, EKS refuses the group and a kubelet its start",
        source: "eksctl pkg/utils/taints/taints.go:15, 19, 24; EKS API CreateNodegroup, taints",
        check: Check::Config(taints_hold),
        bad: Example::Config(
            "managedNodeGroups: [{name: gpu, privateNetworking: true, taints: [{key: team, value: a, effect: NoSchedule}, {key: team, value: b, effect: NoSchedule}]}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: gpu, privateNetworking: true, taints: [{key: team, value: a, effect: NoSchedule}, {key: team, value: a, effect: NoExecute}]}]",
        ),
    },
    Rule {
        id: "EK-87",
        name: "invalid-node-label",
        title: "labels are well-formed and not Kubernetes' own",
        severity: Severity::Error,
        why: "a kubelet may not give its node such a label: it fails at its first start, and no node of the group joins",
        source: "eksctl validation.go:1276, 1280, 1283, 1295; Kubernetes NodeRestriction",
        check: Check::Config(labels_hold),
        bad: Example::Config(
            "managedNodeGroups: [{name: gpu, privateNetworking: true, labels: {node-role.kubernetes.io/gpu: 'true'}}]",
        ),
        good: Example::Config(
            "managedNodeGroups: [{name: gpu, privateNetworking: true, labels: {node.kubernetes.io/gpu: 'true'}}]",
        ),
    },
    Rule {
        id: "EK-88",
        name: "too-many-asg-tags",
        title: "an Auto Scaling group has 50 tags at most",
        severity: Severity::Error,
        why: "with `propagateASGTags` every label and taint becomes a tag; eksctl refuses the fifty-first when the control plane stands already",
        source: "eksctl pkg/cfn/builder/nodegroup.go:368, pkg/cfn/manager/api.go:326; v1alpha5/defaults.go, setDefaultNodeLabels",
        check: Check::Config(tags_are_few),
        bad: Example::Config(TOO_MANY_LABELS),
        good: Example::Config(
            "managedNodeGroups: [{name: cpu, privateNetworking: true, propagateASGTags: true, labels: {team: search}}]",
        ),
    },
];

const TOO_MANY_LABELS: &str = "managedNodeGroups: [{name: cpu, privateNetworking: true, propagateASGTags: true, labels: {\
     l1: a, l2: a, l3: a, l4: a, l5: a, l6: a, l7: a, l8: a, l9: a, l10: a, l11: a, l12: a, l13: a, l14: a, l15: a, l16: a, l17: a, \
     l18: a, l19: a, l20: a, l21: a, l22: a, l23: a, l24: a, l25: a, l26: a, l27: a, l28: a, l29: a, l30: a, l31: a, l32: a, l33: a, \
     l34: a, l35: a, l36: a, l37: a, l38: a, l39: a, l40: a, l41: a, l42: a, l43: a, l44: a, l45: a, l46: a, l47: a, l48: a, l49: a, \
     l50: a, l51: a}}]";

/// The most taints that EKS takes for a group, and the most tags of an Auto Scaling group.
const MOST: usize = 50;

/// `alpha.eksctl.io/cluster-name` and `alpha.eksctl.io/nodegroup-name`.
const LABELS_OF_EKSCTL: usize = 2;

/// Labels with Kubernetes' prefixes that a kubelet may give its node (Kubernetes `pkg/kubelet/apis/well_known_labels.go`).
const KUBELET_LABELS: &[&str] = &[
    "kubernetes.io/hostname",
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/arch",
    "beta.kubernetes.io/instance-type",
    "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "node.kubernetes.io/instance-type",
    "node.kubernetes.io/windows-build",
];

fn taints_hold(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let all: Vec<_> = group.taints().iter().collect();
        if all.len() > MOST {
            findings.report(
                &group.taints(),
                format!("node group `{}` has {} taints", *group.name(), all.len()),
                "keep 50 at most",
            );
        }
        findings.each(all.iter().enumerate(), |(at, taint), findings| {
            let key = taint.key();
            if key.whole().is_empty() {
                findings.report(
                    &key,
                    format!("a taint of node group `{}` has no key", *group.name()),
                    "write a key such as `nvidia.com/gpu`",
                );
            } else if let Err(invalid) = key.whole().parse::<LabelKey>() {
                findings.report(
                    &key,
                    invalid.problem.replacen("label key", "taint key", 1),
                    "write a key such as `nvidia.com/gpu`",
                );
            }
            if let Some(value) = taint.value().get()
                && let Err(invalid) = value.whole().parse::<LabelValue>()
            {
                findings.report(
                    &value,
                    invalid.problem.replacen("label value", "taint value", 1),
                    "write letters, digits, `-`, `_` and `.`, 63 at most",
                );
            }
            let effect = *taint.effect();
            if all.iter().take(at).any(|before| *before.key() == *key && *before.effect() == effect) {
                findings.report(
                    &key,
                    format!("node group `{}` has taint `{}:{effect}` twice", *group.name(), *key),
                    "remove one of them",
                );
            }
        });
    });
}

/// Whether a label's prefix belongs to Kubernetes.
fn is_kubernetes(prefix: &str) -> bool {
    ["kubernetes.io", "k8s.io"].iter().any(|domain| prefix == *domain || prefix.ends_with(&format!(".{domain}")))
}

/// Whether a kubelet may give its node a label of this prefix whatever its name.
fn is_free(prefix: &str) -> bool {
    ["kubelet.kubernetes.io", "node.kubernetes.io"].iter().any(|free| prefix == *free || prefix.ends_with(&format!(".{free}")))
}

fn labels_hold(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        findings.each(group.labels().keys().zip(group.labels().iter().map(|(_, value)| value)), |(key, value), findings| {
            findings.scope(|findings| {
                let text = key.whole();
                if let Err(invalid) = text.parse::<LabelKey>() {
                    let fix = invalid.fix.map_or_else(
                        || "write a key such as `team` or `example.com/team`".to_owned(),
                        |fix| format!("write `{fix}`"),
                    );
                    findings.report(&key, invalid.problem, fix);
                } else if let Some((prefix, name)) = text.split_once('/')
                    && is_kubernetes(prefix)
                    && !is_free(prefix)
                    && !KUBELET_LABELS.contains(&text.as_str())
                {
                    findings.report(
                        &key,
                        format!("label `{text}` is Kubernetes' own, and a node may not give it to itself"),
                        format!("write `node.kubernetes.io/{name}`, or a prefix of yours"),
                    );
                }
            });
            if let Err(invalid) = value.whole().parse::<LabelValue>() {
                let fix = invalid.fix.map_or_else(
                    || "write letters, digits, `-`, `_` and `.`, 63 at most".to_owned(),
                    |fix| format!("write `{fix}`"),
                );
                findings.report(&value, invalid.problem, fix);
            }
        });
    });
}

fn tags_are_few(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        if !on(&group.propagate_asg_tags()) {
            return;
        }
        let own = group.labels().iter().count() + group.taints().len();
        let autoscales = || {
            let policies = group.iam().get().and_then(|iam| iam.with_addon_policies().get());
            policies.is_some_and(|policies| on(&policies.auto_scaler()))
        };
        // Two labels of eksctl's become tags too. EKS gives its groups five tags; eksctl gives its own a name and the cluster's, and
        // two for the autoscaler that has the node's role.
        let theirs = LABELS_OF_EKSCTL
            + match (group.managed().is_some(), autoscales()) {
                (true, _) => 5,
                (false, true) => 4,
                (false, false) => 2,
            };
        if own + theirs > MOST {
            let most = MOST - theirs;
            findings.report(
                &group.propagate_asg_tags(),
                format!(
                    "the {own} labels and taints of node group `{}` would become tags, beside {theirs} that eksctl and EKS give it",
                    *group.name()
                ),
                format!("keep {most} labels and taints at most, or remove `propagateASGTags`"),
            );
        }
    });
}
