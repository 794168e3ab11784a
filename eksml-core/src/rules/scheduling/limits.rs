//! SCH-24: every container fits the limits of its namespace.

use super::room::{cores, gib};
use crate::catalog::node_agents::Asks;
use crate::derived::side_jobs::{NOTEBOOK_STOP, RESTORE_DRILL};
use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::Example;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, Limits, Namespace};
use crate::units::Quantity;

pub(super) const SCH_24: Rule = Rule {
    id: "SCH-24",
    name: "container-limits-exceeded",
    title: "a container fits the limits of its namespace",
    severity: Severity::Error,
    why: "a LimitRange refuses the Pod itself: its Job or Deployment is accepted, and makes no Pod for ever",
    source: "Kubernetes, Limit Ranges; kube-apiserver plugin/pkg/admission/limitranger",
    check: Check::Namespace(containers_fit),
    bad: Example::Cluster(concat!(
        "node_group gpu { instances: [\"g6e.8xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n",
        "namespace ml { serves: Training, limits { cpu: \"1\", memory: \"2Gi\", max_cpu: \"8\", max_memory: \"64Gi\" } }\n",
        "training tune { namespace: ml, on: gpu, gpus: 1, cpu: \"16\", memory: \"64Gi\", image: \"registry.example.com/tune:1.0\" }",
    )),
    good: Example::Cluster(concat!(
        "node_group gpu { instances: [\"g6e.8xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n",
        "namespace ml { serves: Training, limits { cpu: \"1\", memory: \"2Gi\", max_cpu: \"16\", max_memory: \"64Gi\" } }\n",
        "training tune { namespace: ml, on: gpu, gpus: 1, cpu: \"16\", memory: \"64Gi\", image: \"registry.example.com/tune:1.0\" }",
    )),
};

fn containers_fit(scope: &Scope<'_>, namespace: &At<'_, Namespace>, findings: &mut Findings<'_>) {
    let Some(limits) = namespace.limits().get() else { return };
    findings.scope(|findings| {
        defaults_fit(namespace, &limits, findings);
        findings.each(Workload::all(&scope.cluster), |workload, findings| {
            if *workload.namespace() != *namespace.name() {
                return;
            }
            let shown = workload.shown();
            findings.scope(|findings| {
                if let Some(most) = limits.max_cpu().get()
                    && workload.cpu().as_millis() > most.as_millis()
                {
                    above(namespace, &shown, ("cpu", "max_cpu"), &workload.cpu(), &most, findings);
                }
            });
            if let Some(most) = limits.max_memory().get()
                && workload.memory().bytes() > most.bytes()
            {
                above(namespace, &shown, ("memory", "max_memory"), &workload.memory(), &most, findings);
            }
        });
        findings.each(scope.cluster.notebooks().iter(), |notebook, findings| {
            let stops = notebook.idle().get().is_some_and(|idle| idle.stop().get().is_some());
            if stops && *notebook.namespace() == *namespace.name() {
                added(
                    namespace,
                    &limits,
                    &format!("the job that stops notebook `{}`", *notebook.name()),
                    NOTEBOOK_STOP.limits,
                    findings,
                );
            }
        });
    });
    let drills = scope.cluster.backup().get().is_some_and(|backup| backup.drill().get().is_some());
    let has_checkpoints =
        scope.cluster.training().iter().any(|job| *job.namespace() == *namespace.name() && job.checkpoint().get().is_some());
    if drills && has_checkpoints {
        added(namespace, &limits, "the drill that reads its checkpoints", RESTORE_DRILL.limits, findings);
    }
}

fn above(
    namespace: &At<'_, Namespace>,
    shown: &str,
    (word, limit): (&str, &str),
    asked: &At<'_, Quantity>,
    most: &At<'_, Quantity>,
    findings: &mut Findings<'_>,
) {
    findings.report(
        asked,
        format!(
            "{shown} asks for {word} {}, and a container of `{}` may have {} (`{limit}`)",
            **asked,
            *namespace.name(),
            **most
        ),
        format!(
            "write `{word}: \"{}\"` or less, or `{limit}: \"{}\"` in the `limits` of `{}`",
            **most,
            **asked,
            namespace.name().word()
        ),
    );
}

/// A default above the maximum is refused with the LimitRange itself.
fn defaults_fit(namespace: &At<'_, Namespace>, limits: &At<'_, Limits>, findings: &mut Findings<'_>) {
    let pairs = [("cpu", limits.cpu(), limits.max_cpu()), ("memory", limits.memory(), limits.max_memory())];
    findings.each(pairs, |(word, usual, most), findings| {
        if let Some(most) = most.get()
            && usual.as_millis() > most.as_millis()
        {
            findings.report(
                &usual,
                format!(
                    "containers of `{}` get {word} {} when they ask for nothing, and may have {} at most",
                    *namespace.name(),
                    *usual,
                    *most
                ),
                format!("write `{word}: \"{}\"` or less, or `max_{word}: \"{}\"`", *most, *usual),
            );
        }
    });
}

/// A container that eksml adds to the namespace.
fn added(namespace: &At<'_, Namespace>, limits: &At<'_, Limits>, shown: &str, needs: Asks, findings: &mut Findings<'_>) {
    if let Some(most) = limits.max_cpu().get()
        && i128::from(needs.cpu_m) > most.as_millis()
    {
        let (needed, name) = (cores(needs.cpu_m), namespace.name());
        findings.report(
            &most,
            format!("{shown} may use {needed} CPU, and a container of `{}` may have {}", *name, *most),
            Fix::decision([Edit::set(&most, needed.clone())]).saying("{} or more"),
        );
    }
    if let Some(most) = limits.max_memory().get()
        && u128::from(needs.memory_mib) * 1024 * 1024 > most.bytes()
    {
        let name = namespace.name();
        findings.report(
            &most,
            format!("{shown} needs {} of memory, and a container of `{}` may have {}", gib(needs.memory_mib), *name, *most),
            format!("write `max_memory: \"{}Mi\"` or more", needs.memory_mib),
        );
    }
}
