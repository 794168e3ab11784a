//! The hub sends jobs to spokes that take them.

use crate::derived;
use crate::findings::Severity;
use crate::rules::known::{instead, listed};
use crate::rules::{Check, Example, Findings, Rule};
use crate::spec::{At, Cluster, Environment, Platform, Queue};
use crate::units::Name;

/// The most clusters of one queue (Kueue, `MultiKueueConfig.spec.clusters`).
const MOST_CLUSTERS: usize = 20;

/// A hub whose queue `research` sends its jobs to `vision`, and that spoke with the given entries of `queues`.
macro_rules! sends {
    ($takes:literal) => {
        Example::Beside(concat!(
            "hub: tools,\n",
            "cluster tools { version: V1_35, vpc { cidr: \"10.1.0.0/16\", zones: 3, peer vision { cidr: \"10.2.0.0/16\" } }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n",
            "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
            "namespace research { serves: Training }\n",
            "queues { queue research { send_to: [vision] } } }\n",
            "cluster vision { version: V1_35, vpc { cidr: \"10.2.0.0/16\", zones: 3, peer tools { cidr: \"10.1.0.0/16\" } }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n",
            "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
            "node_group gpu { instances: [\"g6e.12xlarge\"], scale: 0..=8, serves: Training, taint: nvidia_gpu }\n",
            "namespace research { serves: Training }\n",
            "queues { ",
            $takes,
            " } }\n",
        ))
    };
}

pub(super) const FL_09: Rule = Rule {
    id: "FL-09",
    name: "hub-queue-without-counterpart",
    title: "the hub sends jobs into queues of the same name that take them",
    severity: Severity::Error,
    why: "Kueue makes the job and its Workload in the spoke by the names they have in the hub: without that namespace or queue there the \
          job waits for ever; and what may start jobs in a cluster is the cluster's own to say",
    source: "Kueue concepts, MultiKueue; kueue.x-k8s.io/v1beta2, MultiKueueConfig.spec.clusters",
    check: Check::Platform(jobs_arrive),
    bad: sends!("queue research"),
    good: sends!("from_hub, queue research"),
};

fn jobs_arrive(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let mut sent_to: Vec<&Name> = Vec::new();
    findings.each(platform.clusters().iter(), |cluster, findings| {
        let Some(queues) = cluster.queues().get() else { return };
        findings.each(queues.queues().iter().filter(|queue| !queue.send_to().is_empty()), |queue, findings| {
            sent_to.extend(queue.send_to().iter().map(|to| to.whole()));
            sender_may_send(platform, &cluster, &queue, findings);
            let mut before: Vec<&Name> = Vec::new();
            findings.each(queue.send_to().iter(), |to, findings| {
                if before.contains(&to.whole()) {
                    findings.report(&to, format!("queue `{}` sends its jobs to `{}` twice", *queue.name(), *to), "name it once");
                    return;
                }
                before.push(to.whole());
                spoke_takes(platform, &cluster, &queue, &to, findings);
            });
        });
    });
    findings.each(platform.clusters().iter(), |cluster, findings| {
        let Some(takes) = cluster.queues().get().map(|queues| queues.from_hub()).filter(|takes| **takes) else { return };
        let name = cluster.name();
        if !sent_to.contains(&name.whole()) {
            let hub = platform.hub().get().map_or_else(|| "the hub".to_owned(), |hub| format!("the hub `{}`", *hub));
            findings.report(
                &takes,
                format!("the queues of `{}` take jobs from the hub, but no queue of {hub} sends any there", *name),
                format!("write `send_to: [{}]` in a queue of the hub, or remove `from_hub`", name.word()),
            );
        }
    });
}

/// What a queue needs of its own cluster and of the platform to send jobs.
fn sender_may_send(platform: &At<'_, Platform>, cluster: &At<'_, Cluster>, queue: &At<'_, Queue>, findings: &mut Findings<'_>) {
    let (name, home) = (queue.name(), cluster.name());
    let hub = platform.hub().get();
    findings.scope(|findings| {
        if hub.as_ref().is_none_or(|hub| **hub != *home) {
            let is = hub.map_or_else(|| "the platform has no hub".to_owned(), |hub| format!("the hub is `{}`", *hub));
            let problem = format!("queue `{}` of cluster `{}` sends its jobs to other clusters, but {is}", *name, *home);
            findings.report(
                &queue.send_to(),
                problem,
                format!("write `hub: {}` for the platform, or remove `send_to`", home.word()),
            );
        }
    });
    findings.scope(|findings| {
        if platform.account().get().is_none() {
            findings.report(
                &queue.send_to(),
                format!("the hub comes into the clusters of queue `{}` by a role, whose ARN needs the account", *name),
                "add `account: \"111122223333\"`, with your own number, beside `region`",
            );
        }
    });
    findings.scope(|findings| {
        if let Some(share) = queue.shares().iter().next() {
            findings.report(
                &share.group(),
                format!("queue `{}` sends its jobs away, and has a share of `{}` here", *name, *share.group()),
                "remove `share`: what it has is what the queues of its name have where its jobs go",
            );
        }
    });
    if queue.send_to().len() > MOST_CLUSTERS {
        findings.report(
            &queue.send_to(),
            format!(
                "queue `{}` sends its jobs to {} clusters, of which Kueue takes {MOST_CLUSTERS}",
                *name,
                queue.send_to().len()
            ),
            format!("name {MOST_CLUSTERS} or fewer, and the others in a second queue"),
        );
    }
}

/// Whether the jobs of a queue find their way in a cluster.
fn spoke_takes(
    platform: &At<'_, Platform>,
    from: &At<'_, Cluster>,
    queue: &At<'_, Queue>,
    to: &At<'_, Name>,
    findings: &mut Findings<'_>,
) {
    let (name, home) = (queue.name(), from.name());
    let clusters = platform.clusters();
    let Some(spoke) = clusters.iter().find(|cluster| *cluster.name() == **to).filter(|_| **to != *home) else {
        if **to == *home {
            let problem = format!("queue `{}` of the hub `{}` sends its jobs to the hub itself", *name, *home);
            return findings.report(to, problem, "remove it: what runs in the hub reaches every team; name spokes alone");
        }
        let others = || clusters.iter().map(|cluster| cluster.name().whole()).filter(|other| *other != home.whole());
        return findings.report(
            to,
            format!("queue `{}` sends its jobs to cluster `{}`, which is not declared", *name, **to),
            instead(to, &others().collect::<Vec<_>>(), "declare it"),
        );
    };
    if *from.environment() == Environment::Development && *spoke.environment() == Environment::Production {
        return findings.report(
            to,
            format!("queue `{}` of development hub `{}` starts jobs in production cluster `{}`", *name, *home, **to),
            "send them to a cluster of development, or make the hub one of production",
        );
    }
    let takes = spoke.queues().get().is_some_and(|queues| *queues.from_hub());
    if !takes {
        return findings.report(
            to,
            format!("queue `{}` sends its jobs to cluster `{}`, whose queues take none from the hub", *name, **to),
            format!("add `from_hub` to `queues` of cluster `{}`", **to),
        );
    }
    let there = derived::queues(spoke);
    let Some(same) = there.iter().find(|other| other.name == name.whole()) else {
        let names: Vec<_> = there.iter().map(|other| other.name.as_str()).collect();
        return findings.report(
            to,
            format!(
                "queue `{}` sends its jobs to cluster `{}`, which has no queue of that name but {}",
                *name,
                **to,
                listed(&names)
            ),
            format!("declare `queue {}` there, with the namespaces it has here", name.word()),
        );
    };
    let own = queue.namespaces();
    let namespaces: Vec<_> = if own.is_empty() { vec![name] } else { own.iter().collect() };
    findings.each(namespaces.iter().filter(|namespace| !same.takes(namespace)), |namespace, findings| {
        findings.report(
            to,
            format!(
                "jobs of namespace `{}` are sent to cluster `{}`, whose queue `{}` is not open to it",
                **namespace, **to, *name
            ),
            format!("open it there: `queue {} {{ namespace: {} }}`", name.word(), namespace.word()),
        );
    });
}
