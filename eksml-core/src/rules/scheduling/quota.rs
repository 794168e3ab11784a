//! Quotas: no more than there is, and enough for what is declared.

use super::{held, queue_quota, queue_taken};
use crate::derived::{self, AcceleratorKind};
use crate::findings::Severity;
use crate::rules::example::Example;
use crate::rules::home::groups;
use crate::rules::known::listed;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, Namespace, Quota, Sharing};

pub(super) const SCH_10: Rule = Rule {
    id: "SCH-10",
    name: "quota-does-not-fit",
    title: "a quota fits the nodes and the workloads",
    severity: Severity::Error,
    why: "a quota above what all nodes have promises what never comes; one below what always runs, or \
          what a job asks for at once beside it, refuses its Pods for ever",
    source: "Kubernetes, resource quotas; Kueue, nominalQuota",
    check: Check::Cluster(quotas_fit),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }\n\
         namespace ml_training { serves: Training, quota { nvidia_gpu: 64 } }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }\n\
         namespace ml_training { serves: Training, quota { nvidia_gpu: 32 } }",
    ),
};

fn quotas_fit(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(scope.cluster.namespaces().iter(), |namespace, findings| {
        quota_fits(scope, &namespace, findings);
    });
    queue_quota::shares_fit(scope, findings);
    queue_taken::promised_nodes_are_free(scope, findings);
}

fn quota_fits<'a>(scope: &Scope<'a>, namespace: &At<'a, Namespace>, findings: &mut Findings<'_>) {
    let Some(quota) = namespace.quota().get() else { return };
    findings.each([AcceleratorKind::Nvidia, AcceleratorKind::Neuron], |kind, findings| {
        if let Some(promised) = limit(&quota, kind).get() {
            above_the_nodes(scope, namespace, kind, &promised, findings);
        }
    });
    held::fits_the_quota(scope, namespace, &quota, findings);
}

fn above_the_nodes(
    scope: &Scope<'_>,
    namespace: &At<'_, Namespace>,
    kind: AcceleratorKind,
    promised: &At<'_, u32>,
    findings: &mut Findings<'_>,
) {
    let (mut capacity, mut parts) = (0_u64, Vec::new());
    for group in scope.cluster.node_groups().iter() {
        let instances = group.instances();
        let sharing = group.sharing();
        // What MIG cuts is another resource, which this quota does not count.
        if sharing.is(|it| matches!(it, Sharing::Mig(_)))
            || !instances.iter().any(|it| AcceleratorKind::of(it.facts()) == Some(kind))
        {
            continue;
        }
        let each = instances.iter().map(|it| derived::devices(it.facts(), &sharing)).max().unwrap_or(0);
        let nodes = *group.scale().max();
        capacity += u64::from(each) * u64::from(nodes);
        parts.push(format!("`{}` {nodes} × {each}", *group.name()));
    }
    if u64::from(**promised) <= capacity {
        return;
    }
    let word = word(kind);
    let (has, fix) = if parts.is_empty() {
        (format!("no node group offers `{}`", kind.resource()), format!("remove `{word}`, or declare such a group"))
    } else {
        (format!("all nodes together have {capacity}: {}", parts.join(", ")), format!("write `{word}: {capacity}` or less"))
    };
    findings.report(
        promised,
        format!("namespace `{}` is promised {} of `{}`, but {has}", *namespace.name(), **promised, kind.resource()),
        fix,
    );
}

pub(super) const SCH_17: Rule = Rule {
    id: "SCH-17",
    name: "shared-without-quota",
    title: "namespaces that share accelerators have quotas",
    severity: Severity::Warning,
    why: "without a quota the first team to submit takes every accelerator, and the others find out by waiting",
    source: "AWS EKS best practices, multi-tenancy: resource quotas per tenant",
    check: Check::Namespace(tenants_have_quotas),
    bad: Example::Cluster(concat!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=8, taint: nvidia_gpu }\n",
        "namespace a { serves: Inference, quota { nvidia_gpu: 4 } }\n",
        "namespace b { serves: Inference }\n",
        "identity one { namespace: a }\nidentity two { namespace: b }\n",
        "inference one { namespace: a, identity: one, image: \"registry.example.com/ml/vllm:0.9@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\", on: gpu, replicas: 2, gpus: 1,\n",
        "    cpu: \"2\", memory: \"8Gi\", port: 8000, health: \"/health\" }\n",
        "inference two { namespace: b, identity: two, image: \"registry.example.com/ml/vllm:0.9@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\", on: gpu, replicas: 2, gpus: 1,\n",
        "    cpu: \"2\", memory: \"8Gi\", port: 8000, health: \"/health\" }",
    )),
    good: Example::Cluster(concat!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=8, taint: nvidia_gpu }\n",
        "namespace a { serves: Inference, quota { nvidia_gpu: 4 } }\n",
        "namespace b { serves: Inference, quota { nvidia_gpu: 4 } }",
    )),
};

fn tenants_have_quotas(scope: &Scope<'_>, namespace: &At<'_, Namespace>, findings: &mut Findings<'_>) {
    findings.each([AcceleratorKind::Nvidia, AcceleratorKind::Neuron], |kind, findings| {
        if namespace.quota().get().is_some_and(|quota| limit(&quota, kind).get().is_some()) {
            return;
        }
        let using: Vec<_> = Workload::all(&scope.cluster)
            .filter(|workload| asks_for(scope, workload, kind))
            .map(|workload| workload.namespace().whole())
            .collect();
        let name = namespace.name();
        let mut others: Vec<_> = using.iter().filter(|other| ***other != *name).map(ToString::to_string).collect();
        others.dedup();
        if others.is_empty() || !using.iter().any(|own| **own == *name) {
            return;
        }
        findings.report(
            &name,
            format!("namespace `{}` shares `{}` with {} and has no quota for it", *name, kind.resource(), listed(&others)),
            format!("add `quota {{ {}: … }}` with the most it may use at once", word(kind)),
        );
    });
}

/// Whether the workload's Pods ask for whole devices of this kind.
pub(super) fn asks_for(scope: &Scope<'_>, workload: &Workload<'_>, kind: AcceleratorKind) -> bool {
    workload.devices() > 0
        && groups(scope, workload).iter().any(|group| {
            group.instances().iter().any(|it| AcceleratorKind::of(it.facts()) == Some(kind))
                && !group.sharing().is(|it| matches!(it, Sharing::Mig(_)))
        })
}

pub(super) fn limit<'a>(quota: &At<'a, Quota>, kind: AcceleratorKind) -> At<'a, Option<u32>> {
    match kind {
        AcceleratorKind::Nvidia => quota.nvidia_gpu(),
        AcceleratorKind::Neuron => quota.neuron(),
    }
}

pub(super) fn word(kind: AcceleratorKind) -> &'static str {
    match kind {
        AcceleratorKind::Nvidia => "nvidia_gpu",
        AcceleratorKind::Neuron => "neuron",
    }
}
