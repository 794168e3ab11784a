//! SCH-09: every job has a queue that leads to its nodes.

use super::queue_view::{seen, written};
use crate::derived::{self, QueuePlan};
use crate::findings::Severity;
use crate::rules::example::job;
use crate::rules::home::groups;
use crate::rules::known::{instead, listed};
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, Queue, Training};
use crate::units::Name;

pub(super) const SCH_09: Rule = Rule {
    id: "SCH-09",
    title: "a training job's queue leads to its nodes",
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
    for queue in written(scope) {
        findings.afresh();
        names_are_declared(scope, &queue, findings);
    }
    for job in scope.cluster.training().iter() {
        findings.afresh();
        let Some(cluster) = seen(scope) else {
            if let Some(name) = job.queue().get() {
                let problem = format!("training job `{}` waits in queue `{}`, but the cluster has no queues", *job.name(), *name);
                findings.report(&name, problem, format!("add `queues {{ queue {} }}` to the cluster", name.word()));
            }
            continue;
        };
        job_has_a_queue(scope, &derived::queues(&cluster), &job, findings);
    }
}

/// A flavor that matches no group and a queue for no namespace are words without effect.
fn names_are_declared(scope: &Scope<'_>, queue: &At<'_, Queue>, findings: &mut Findings<'_>) {
    let (groups, namespaces) = (scope.cluster.node_groups(), scope.cluster.namespaces());
    let declared: Vec<&Name> = groups.iter().map(|group| group.name().whole()).collect();
    for share in queue.shares().iter() {
        let group = share.group();
        if !declared.contains(&group.whole()) {
            findings.report(
                &group,
                format!("queue `{}` has a share of `{}`, but there is no such node group", *queue.name(), *group),
                instead(&group, &declared, &format!("declare `node_group {} {{ … }}`", group.word())),
            );
        }
    }
    findings.afresh();
    let declared: Vec<&Name> = namespaces.iter().map(|namespace| namespace.name().whole()).collect();
    let own = queue.namespaces();
    let (named, or_else) = if own.is_empty() {
        (vec![queue.name()], "say whose it is: `namespace: NAME`".to_owned())
    } else {
        (own.iter().collect(), "declare that namespace".to_owned())
    };
    for name in named.iter().filter(|name| !declared.contains(&name.whole())) {
        let problem = format!("queue `{}` is open to namespace `{}`, which is not declared", *queue.name(), **name);
        findings.report(name, problem, instead(name, &declared, &or_else));
    }
}

fn job_has_a_queue(scope: &Scope<'_>, queues: &[QueuePlan<'_>], job: &At<'_, Training>, findings: &mut Findings<'_>) {
    let (name, namespace) = (job.name(), job.namespace());
    let open: Vec<&QueuePlan<'_>> = queues.iter().filter(|queue| queue.namespaces.contains(&namespace.whole())).collect();
    let names: Vec<&Name> = open.iter().map(|queue| queue.name).collect();
    let chosen = job.queue().get();
    let queue = match (&chosen, open.as_slice()) {
        (Some(chosen), _) => {
            let Some(queue) = open.iter().find(|queue| queue.name == chosen.whole()) else {
                let exists = queues.iter().any(|queue| queue.name == chosen.whole());
                let why = if exists { "is not open to its namespace" } else { "does not exist" };
                let problem = format!("training job `{}` waits in queue `{}`, which {why}", *name, **chosen);
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
        (None, []) => {
            let problem = format!("no queue is open to namespace `{}` of training job `{}`", *namespace, *name);
            return findings.report(&namespace, problem, format!("add `queue {}` to `queues`", namespace.word()));
        }
        (None, _) => {
            let words: Vec<_> = names.iter().map(|name| name.word()).collect();
            let problem = format!("training job `{}` could wait in {}", *name, listed(&words));
            return findings.report(&name, problem, format!("choose one: `queue: {}`", words.first().map_or("NAME", |it| it)));
        }
    };
    let homes = groups(scope, &Workload::Training(job.clone()));
    let homes: Vec<&Name> = homes.iter().map(|group| group.name().whole()).collect();
    if !homes.is_empty() && !queue.shares.iter().any(|share| homes.contains(&&share.group.name)) {
        let nodes: Vec<_> = homes.iter().map(|name| name.as_str()).collect();
        findings.report(
            chosen.as_ref().unwrap_or(&name),
            format!("training job `{}` runs on {}, of which its queue `{}` has no share", *name, listed(&nodes), queue.name),
            format!("add `share {} {{ nodes: 1 }}` to the queue", homes.first().map_or_else(String::new, |home| home.word())),
        );
    }
}
