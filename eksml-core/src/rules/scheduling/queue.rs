//! SCH-09: whatever waits in a queue waits in one that leads to its nodes.

use super::queue_view::written;
use crate::derived::{self, QueuePlan};
use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::job;
use crate::rules::home::groups;
use crate::rules::known::{instead, listed};
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, Queue};
use crate::units::Name;

pub(super) const SCH_09: Rule = Rule {
    id: "SCH-09",
    name: "queue-leads-elsewhere",
    title: "a queue leads to the nodes of what waits in it",
    severity: Severity::Error,
    why: "Kueue keeps a job suspended whose queue does not exist, is not open to its namespace, or has nothing of its node group: it \
          never starts, and nothing says so but an event on its Workload",
    source: "Kueue concepts, LocalQueue, ClusterQueue and ResourceFlavor (kueue.x-k8s.io/v1beta2)",
    check: Check::Cluster(queues_lead_to_nodes),
    bad: job!(
        "queues { queue ml_training { share gpu { nodes: 4 } } }",
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=8, serves: Training, taint: nvidia_gpu }";
        "on: gpu, queue: ml_trainin, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
    good: job!(
        "queues { queue ml_training { share gpu { nodes: 4 } } }",
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=8, serves: Training, taint: nvidia_gpu }";
        "on: gpu, queue: ml_training, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};

fn queues_lead_to_nodes(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(written(scope), |queue, findings| {
        names_are_declared(scope, &queue, findings);
    });
    findings.each(Workload::all(&scope.cluster), |workload, findings| {
        let Some(chosen) = workload.queue() else { return };
        if let Some(name) = chosen.get().filter(|_| waits_for_nothing(&workload)) {
            let problem = format!(
                "{} waits in queue `{}`, but its Pods are Deployment's: each starts when a place is free, and waits for no other",
                workload.shown(),
                *name
            );
            findings.report(
                &name,
                problem,
                Fix::decision([Edit::remove(&name)]).saying("{}, or let each replica span several nodes: `over { nodes: 2 }`"),
            );
            return;
        }
        if scope.cluster.queues().is_none() {
            if let Some(name) = chosen.get() {
                let problem = format!("{} waits in queue `{}`, but the cluster has no queues", workload.shown(), *name);
                findings.report(&name, problem, format!("add `queues {{ queue {} }}` to the cluster", name.word()));
            }
            return;
        }
        has_a_queue(scope, &derived::queues(scope.cluster), &workload, findings);
    });
}

/// Whether a queue has nothing to do for it: a Pod that needs no other at the same time.
fn waits_for_nothing(workload: &Workload<'_>) -> bool {
    matches!(workload, Workload::Inference(service) if service.over().get().is_none())
}

/// A flavor that matches no group and a queue for no namespace are words without effect.
fn names_are_declared(scope: &Scope<'_>, queue: &At<'_, Queue>, findings: &mut Findings<'_>) {
    let (groups, namespaces) = (scope.cluster.node_groups(), scope.cluster.namespaces());
    let declared: Vec<&Name> = groups.iter().map(|group| group.name().whole()).collect();
    findings.scope(|findings| {
        findings.each(queue.shares().iter(), |share, findings| {
            let group = share.group();
            if !declared.contains(&group.whole()) {
                findings.report(
                    &group,
                    format!("queue `{}` has a share of `{}`, but there is no such node group", *queue.name(), *group),
                    instead(&group, &declared, &format!("declare `node_group {} {{ … }}`", group.word())),
                );
            }
        });
    });
    let declared: Vec<&Name> = namespaces.iter().map(|namespace| namespace.name().whole()).collect();
    let own = queue.namespaces();
    let (named, or_else) = if own.is_empty() {
        (vec![queue.name()], "say whose it is: `namespace: NAME`".to_owned())
    } else {
        (own.iter().collect(), "declare that namespace".to_owned())
    };
    findings.each(named.iter().filter(|name| !declared.contains(&name.whole())), |name, findings| {
        let problem = format!("queue `{}` is open to namespace `{}`, which is not declared", *queue.name(), **name);
        findings.report(name, problem, instead(name, &declared, &or_else));
    });
}

fn has_a_queue(scope: &Scope<'_>, queues: &[QueuePlan<'_>], workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let (name, namespace, who) = (workload.name(), workload.namespace(), workload.shown());
    let homes = groups(scope, workload);
    let homes: Vec<&Name> = homes.iter().map(|group| group.name().whole()).collect();
    let leads = |queue: &QueuePlan<'_>| queue.groups().iter().any(|group| homes.contains(&group.name().whole()));
    let chosen = workload.queue().and_then(|queue| queue.get());
    // Training always waits; other work does where a queue has its nodes, and else runs beside the queues.
    let always = matches!(workload, Workload::Training(_));
    if chosen.is_none() && !always && waits_for_nothing(workload) {
        return;
    }
    let open: Vec<&QueuePlan<'_>> = queues
        .iter()
        .filter(|queue| queue.takes(&namespace))
        .filter(|queue| always || chosen.is_some() || leads(queue))
        .collect();
    let names: Vec<&Name> = open.iter().map(|queue| queue.name).collect();
    let queue = match (&chosen, open.as_slice()) {
        (Some(chosen), _) => {
            let Some(queue) = open.iter().find(|queue| queue.name == chosen.whole()) else {
                let exists = queues.iter().any(|queue| queue.name == chosen.whole());
                let why = if exists { "is not open to its namespace" } else { "does not exist" };
                let problem = format!("{who} waits in queue `{}`, which {why}", **chosen);
                let or_else = if exists {
                    format!("open it: `queue {} {{ namespace: {} }}`", chosen.word(), namespace.word())
                } else {
                    format!("declare `queue {} {{ … }}`", chosen.word())
                };
                return findings.report(chosen, problem, instead(chosen, &names, &or_else));
            };
            *queue
        }
        (None, [only]) => only,
        (None, []) if !always => return,
        (None, []) => {
            let problem = format!("no queue is open to namespace `{}` of {who}", *namespace);
            return findings.report(&namespace, problem, format!("add `queue {}` to `queues`", namespace.word()));
        }
        (None, _) => {
            let words: Vec<_> = names.iter().map(|name| name.word()).collect();
            let problem = format!("{who} could wait in {}", listed(&words));
            return findings.report(&name, problem, format!("choose one: `queue: {}`", words.first().map_or("NAME", |it| it)));
        }
    };
    if !homes.is_empty() && !leads(queue) {
        let nodes: Vec<_> = homes.iter().map(|name| name.as_str()).collect();
        findings.report(
            chosen.as_ref().unwrap_or(&name),
            format!("{who} runs on {}, of which its queue `{}` has no share", listed(&nodes), queue.name),
            format!("add `share {} {{ nodes: 1 }}` to the queue", homes.first().map_or_else(String::new, |home| home.word())),
        );
    }
}
