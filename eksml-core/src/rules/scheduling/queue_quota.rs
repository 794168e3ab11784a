//! The part of SCH-10 that is about queues: what they guarantee is there, and enough for each job.

use super::queue_view::written;
use super::room::pods_per_node;
use crate::derived::{self, QueuePlan, SharePlan};
use crate::findings::{Edit, Fix};
use crate::rules::home::groups;
use crate::rules::known::listed;
use crate::rules::{Findings, Scope, Workload};
use crate::spec::{At, Cluster, Inference, Processing, Share, Training};

pub(super) fn shares_fit(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let mut earlier: Vec<At<'_, Share>> = Vec::new();
    findings.each(written(scope), |queue, findings| {
        findings.each(queue.shares().iter(), |share, findings| {
            let (name, nodes) = (share.group(), share.nodes());
            let Some(most) = scope.node_group(&name).map(|group| derived::most_nodes(scope.cluster, group)) else { return };
            // What came before it is part of the answer: an unknown number there leaves this one undecided, too.
            let before: u32 = earlier.iter().filter(|other| *other.group() == *name).map(|other| *other.nodes()).sum();
            earlier.push(share);
            if before.saturating_add(*nodes) > most {
                let left = most.saturating_sub(before);
                let others = if before > 0 { format!(", {before} of them other queues'") } else { String::new() };
                let problem = format!(
                    "queue `{}` is promised {} nodes of `{}`, which has {most} at most{others}",
                    *queue.name(),
                    *nodes,
                    *name
                );
                let least = scope.node_group(&name).map_or(0, |group| *group.scale().min());
                let fix = format!("write `nodes: {left}` or less, or let the group grow: `scale: {least}..={}`", before + *nodes);
                findings.report(&nodes, problem, fix);
                return;
            }
            limits_are_sane(&share, most, findings);
        });
    });
    findings.each(Workload::all(&scope.cluster), |workload, findings| {
        can_be_admitted(scope, &workload, findings);
    });
}

/// Borrowing more than there is, or lending more than one has, says nothing.
fn limits_are_sane(share: &At<'_, Share>, most: u32, findings: &mut Findings<'_>) {
    let (name, nodes) = (share.group(), *share.nodes());
    if let Some(borrow) = share.borrow().get()
        && *borrow > most - nodes
    {
        let problem = format!("{} nodes of `{}` are to be borrowed, where others have {} at most", *borrow, *name, most - nodes);
        findings.report(
            &borrow,
            problem,
            Fix::decision([Edit::set(&borrow, most - nodes)]).saying("{} or less, or leave it out"),
        );
    }
    if let Some(lend) = share.lend().get()
        && *lend > nodes
    {
        let problem = format!("{} nodes of `{}` are to be lent, of {nodes} guaranteed ones", *lend, *name);
        findings.report(&lend, problem, Fix::decision([Edit::set(&lend, nodes)]).saying("{} or less, or leave it out"));
    }
}

/// What a workload's queue can have of its nodes must be enough for what starts at once.
fn can_be_admitted(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let cluster = scope.cluster;
    let Some(queue) = derived::queue_of(cluster, workload) else { return };
    let homes = groups(scope, workload);
    let nodes = |share: &SharePlan<'_>| homes.iter().find(|home| home.name() == share.group.name());
    let all = derived::queues(cluster);
    // What always stands in a queue is neither lent nor given to its own jobs.
    let others = |share: &SharePlan<'_>| -> u32 {
        let elsewhere = all.iter().filter(|other| other.name != queue.name);
        let lent = elsewhere.filter_map(|other| {
            let of_group = other.share_of(share.group);
            of_group.map(|own| own.lend.unwrap_or(own.nodes).min(own.nodes.saturating_sub(standing(cluster, other, &own).nodes)))
        });
        lent.sum()
    };
    let is_job = !matches!(workload, Workload::Inference(_));
    // A job, a replica and a run each get all their nodes from one group, in whole Pods.
    let usable: Vec<Usable<'_>> = queue
        .shares()
        .iter()
        .filter_map(|share| {
            let per_node = u32::try_from(pods_per_node(scope, workload, nodes(share)?)).unwrap_or(u32::MAX);
            let stands = if is_job { standing(cluster, &queue, share) } else { Standing::default() };
            let reach = share.nodes.saturating_add(share.borrow.unwrap_or(u32::MAX).min(others(share)));
            let reach = reach.saturating_sub(stands.nodes);
            let most = derived::most_nodes(cluster, share.group);
            Some(Usable { group: share.group.name().whole().as_str(), per_node, sure: share.nodes, reach, most, stands })
        })
        .collect();
    match workload {
        Workload::Training(job) => job_fits(job, &queue, &usable, findings),
        Workload::Processing(work) => parts_fit(work, &queue, &usable, findings),
        Workload::Inference(service) => replicas_are_sure(service, &queue, &usable, findings),
        Workload::Notebook(_) => {}
    }
}

/// What a queue can have of a group that a workload runs on, in nodes.
struct Usable<'a> {
    group: &'a str,
    /// The Pods of the workload that one of them takes.
    per_node: u32,
    /// What nobody can take away.
    sure: u32,
    /// With what can be borrowed.
    reach: u32,
    /// What the group has at most.
    most: u32,
    /// What always stands in the queue on this group.
    stands: Standing,
}

/// Services that wait in a queue, and never leave once they are admitted.
#[derive(Debug, Default)]
struct Standing {
    nodes: u32,
    names: Vec<String>,
}

/// The services of a queue that can only be on the group of a share: a replica takes whole nodes.
fn standing(cluster: At<'_, Cluster>, queue: &QueuePlan<'_>, share: &SharePlan<'_>) -> Standing {
    let mut all = Standing::default();
    for service in cluster.inference().iter() {
        let Some(over) = service.over().get() else { continue };
        let is_here = derived::queue_of(cluster, service).is_some_and(|own| own.name == queue.name);
        let homes = derived::groups_of(cluster, service.placement());
        if is_here && matches!(homes.as_slice(), [home] if home.name() == share.group.name()) {
            all.nodes = all.nodes.saturating_add(service.replicas().saturating_mul(*over.nodes()));
            all.names.push(service.name().to_string());
        }
    }
    all
}

/// What a message adds about services of the queue.
fn beside(usable: &[Usable<'_>]) -> String {
    let mut text = String::new();
    for it in usable.iter().filter(|it| it.stands.nodes > 0) {
        let verb = if it.stands.names.len() == 1 { "stands" } else { "stand" };
        text.push_str(&format!("; {} always {verb} on {} of its own", listed(&it.stands.names), it.stands.nodes));
    }
    text
}

fn named(usable: &[Usable<'_>]) -> String {
    listed(&usable.iter().map(|it| it.group).collect::<Vec<_>>())
}

fn job_fits(job: &At<'_, Training>, queue: &QueuePlan<'_>, usable: &[Usable<'_>], findings: &mut Findings<'_>) {
    let wanted = job.nodes().get().map_or(1, |nodes| *nodes);
    let Some(best) = usable.iter().map(|it| it.reach).max().filter(|best| *best < wanted) else { return };
    // More nodes than the group has is SCH-01's.
    if usable.iter().all(|it| it.most < wanted) {
        return;
    }
    let problem = format!(
        "training job `{}` needs {wanted} nodes at once; its queue `{}` can have {best} of {}, borrowed ones included{}",
        *job.name(),
        queue.name,
        named(usable),
        beside(usable)
    );
    let stands = usable.iter().map(|it| it.stands.nodes).max().unwrap_or(0);
    let fix =
        format!("let the queue have more: `nodes: {}`, or write `nodes: {best}` for the job", wanted.saturating_add(stands));
    match job.nodes().get() {
        Some(nodes) => findings.report(&nodes, problem, fix),
        None => findings.report(&job.name(), problem, fix),
    }
}

/// Kueue admits a Job with all the Pods it has at once, however few it could begin with.
fn parts_fit(work: &At<'_, Processing>, queue: &QueuePlan<'_>, usable: &[Usable<'_>], findings: &mut Findings<'_>) {
    let processing = Workload::Processing(*work);
    let wanted = processing.pods();
    // A Pod that fits no node is SCH-01's.
    let Some(best) = usable.iter().filter(|it| it.per_node > 0).max_by_key(|it| it.reach.saturating_mul(it.per_node)) else {
        return;
    };
    let places = best.reach.saturating_mul(best.per_node);
    if places >= wanted {
        return;
    }
    let problem = format!(
        "data processing `{}` works on {wanted} parts at once; its queue `{}` can have {} nodes of {}, which take {places}: it waits for ever{}",
        *work.name(),
        queue.name,
        best.reach,
        named(usable),
        beside(usable)
    );
    let more = format!("let the queue have more: `nodes: {}`", wanted.div_ceil(best.per_node).saturating_add(best.stands.nodes));
    let fix = if places == 0 { more } else { format!("write `at_once: {places}` or less, or {more}") };
    findings.report(&processing.pods_word(), problem, fix);
}

/// A service that stands on borrowed nodes goes when their owner wants them back.
fn replicas_are_sure(service: &At<'_, Inference>, queue: &QueuePlan<'_>, usable: &[Usable<'_>], findings: &mut Findings<'_>) {
    let each = service.over().get().map_or(1, |over| (*over.nodes()).max(1));
    // A replica has its nodes from one group.
    let replicas = |has: fn(&Usable<'_>) -> u32| usable.iter().map(|it| has(it) / each).fold(0, u32::saturating_add);
    let (wanted, sure) = (service.replicas(), replicas(|it| it.sure));
    if sure < *wanted {
        findings.report(
            &wanted,
            format!(
                "inference service `{}` has {} replicas of {each} nodes; its queue `{}` is sure of {} of {}, and what it borrows is \
                 taken back while it serves",
                *service.name(),
                *wanted,
                queue.name,
                usable.iter().map(|it| it.sure).fold(0, u32::saturating_add),
                named(usable)
            ),
            format!("let the queue be sure of them: `nodes: {}`", wanted.saturating_mul(each)),
        );
        return;
    }
    let Some(up_to) = service.autoscale().get().map(|autoscale| autoscale.up_to()) else { return };
    let reach = replicas(|it| it.reach);
    // More than the group has is SCH-01's.
    if reach < *up_to && replicas(|it| it.most) >= *up_to {
        findings.report(
            &up_to,
            format!(
                "inference service `{}` may grow to {} replicas of {each} nodes; its queue `{}` can have {reach} of them on {}, borrowed \
                 nodes included",
                *service.name(),
                *up_to,
                queue.name,
                named(usable)
            ),
            format!("write `up_to: {reach}`, or let the queue have more: `nodes: {}`", up_to.saturating_mul(each)),
        );
    }
}
