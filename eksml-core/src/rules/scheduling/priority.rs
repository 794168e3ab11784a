//! SCH-11 and SCH-18: what is more important than what, and that somebody uses what is declared.

use super::queue_view::{takes, written};
use crate::derived::{self, PRIORITY_OF_USE};
use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::job;
use crate::rules::known::instead;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Queue};
use crate::units::Name;

/// The most a class of one's own may have; beyond are Kubernetes' own.
const HIGHEST: u32 = 1_000_000_000;

pub(super) const SCH_11: Rule = Rule {
    id: "SCH-11",
    name: "priorities-out-of-order",
    title: "inference comes before training, training before development, and Kubernetes before all",
    severity: Severity::Error,
    why: "under pressure the scheduler keeps what has the higher class: in the wrong order a notebook outlives the service that users \
          wait for; two default classes are refused by the API server",
    source: "Kubernetes, Pod priority and preemption; AWS EKS best practices, aiml_compute: preemption of low-priority jobs",
    check: Check::Cluster(classes_are_in_order),
    bad: Example::Cluster("priority batch { value: 500, default: true }\npriority notebooks { value: 100, default: true }"),
    good: Example::Cluster("priority batch { value: 500, default: true }"),
};

fn classes_are_in_order(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let mut default: Option<&Name> = None;
    let mut values = PRIORITY_OF_USE.map(|(name, value)| (name, value, None));
    findings.each(scope.cluster.priorities().iter(), |class, findings| {
        let (name, value) = (class.name(), class.value());
        if name.as_str().starts_with("system-") {
            let fix = "give it another name: `system-…` is for what the cluster itself cannot do without";
            findings.report(&name, format!("priority class `{}` has a name that Kubernetes keeps for itself", *name), fix);
        }
        if *value == 0 || *value > HIGHEST {
            let problem = format!("priority class `{}` has the value {}", *name, *value);
            findings.report(&value, problem, format!("write 1 to {HIGHEST}; Pods without a class have 0"));
        }
        if *class.default() {
            if let Some(first) = default {
                let problem = format!("priority classes `{first}` and `{}` both are the default", *name);
                findings.report(&class.default(), problem, "leave `default` to one of them");
            }
            default = Some(name.whole());
        }
        if let Some(slot) = values.iter_mut().find(|(of_use, _, _)| *of_use == name.as_str()) {
            (slot.1, slot.2) = (*value, Some(value));
        }
    });
    findings.each(values.windows(2), |pair, findings| {
        let [(upper, high, upper_word), (lower, low, lower_word)] = pair else { return };
        if high <= low
            && let Some(word) = lower_word.as_ref().or(upper_word.as_ref())
        {
            let problem = format!("`{lower}` ({low}) is not less important than `{upper}` ({high})");
            findings.report(
                word,
                problem,
                "give `inference` the highest value, `training` a lower one, `development` the lowest",
            );
        }
    });
    findings.each(Workload::all(&scope.cluster), |workload, findings| {
        exists(scope, &workload, findings);
    });
}

fn exists(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let Some(name) = workload.priority().get() else { return };
    if name.as_str().starts_with("system-") {
        let problem = format!("{} is to have `{}`, which keeps the cluster itself alive", workload.shown(), *name);
        return findings.report(&name, problem, "remove it: the class follows from what the workload is");
    }
    let classes = scope.cluster.priorities();
    let declared: Vec<&Name> = classes.iter().map(|class| class.name().whole()).collect();
    let of_use = PRIORITY_OF_USE.iter().any(|(of_use, _)| *of_use == name.as_str());
    if !of_use && !declared.contains(&name.whole()) {
        let problem = format!("{} is to have priority class `{}`, which is not declared", workload.shown(), *name);
        let fix = instead(&name, &declared, &format!("declare `priority {} {{ value: … }}`", name.word()));
        findings.report(&name, problem, fix);
    }
}

pub(super) const SCH_18: Rule = Rule {
    id: "SCH-18",
    name: "unused-queue",
    title: "somebody uses each queue and each priority class",
    severity: Severity::Warning,
    why: "a queue that no job of the platform waits in keeps nodes for nobody, and a class that no Pod has orders nothing",
    source: "-",
    check: Check::Cluster(declared_things_are_used),
    bad: job!(
        "queues { queue ml_training { share gpu { nodes: 3 } } queue reserve { namespace: ml_training, share gpu { nodes: 1 } } }",
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }";
        "on: gpu, queue: ml_training, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
    good: job!(
        "queues { queue ml_training { share gpu { nodes: 4 } } }",
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }";
        "on: gpu, queue: ml_training, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};

/// Whether a team may put jobs into the queue.
fn is_a_teams(scope: &Scope<'_>, queue: &At<'_, Queue>) -> bool {
    scope.cluster.access().teams().iter().any(|team| team.namespaces().iter().any(|name| takes(queue, &name)))
}

/// Whether the hub sends jobs of its queue `name` to this cluster.
fn sent_by_hub(scope: &Scope<'_>, name: &Name) -> bool {
    let queues = scope.platform.clusters().iter().filter_map(|cluster| cluster.queues().get());
    queues
        .flat_map(|queues| queues.queues().iter().collect::<Vec<_>>())
        .any(|queue| *queue.name() == *name && queue.send_to().iter().any(|to| *to == *scope.cluster.name()))
}

fn declared_things_are_used(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    if scope.cluster.queues().is_some() {
        let used: Vec<&Name> =
            Workload::all(&scope.cluster).filter_map(|workload| Some(derived::queue_of(scope.cluster, workload)?.name)).collect();
        let from_hub = scope.cluster.queues().get().is_some_and(|queues| *queues.from_hub());
        findings.each(written(scope), |queue, findings| {
            let name = queue.name();
            // What waits to be sent or comes from there, and a team's own jobs, are in no platform: people write them.
            if !queue.send_to().is_empty() || from_hub && sent_by_hub(scope, &name) || is_a_teams(scope, &queue) {
                return;
            }
            if !used.contains(&name.whole()) {
                let fix = format!("remove it, or let a job wait in it: `training … {{ queue: {} }}`", name.word());
                findings.report(&name, format!("nothing waits in queue `{}`", *name), fix);
            }
        });
        if derived::queues(scope.cluster).is_empty() {
            let problem = format!("cluster `{}` has queues, but no namespace that trains", *scope.cluster.name());
            findings.report(
                &scope.cluster.queues(),
                problem,
                Fix::decision([Edit::remove(&scope.cluster.queues())])
                    .saying("{}, or declare `namespace … { serves: Training }`"),
            );
        }
    }
    findings.each(scope.cluster.priorities().iter(), |class, findings| {
        let name = class.name();
        let of_use = PRIORITY_OF_USE.iter().any(|(of_use, _)| *of_use == name.as_str());
        let used = |workload: Workload<'_>| workload.priority().get().is_some_and(|used| *used == *name);
        if !of_use && !*class.default() && !Workload::all(&scope.cluster).any(used) {
            let fix = format!("remove it, or give it to a workload: `priority: {}`", name.word());
            findings.report(&name, format!("no workload has priority class `{}`", *name), fix);
        }
    });
}
