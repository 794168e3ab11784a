//! The part of SCH-10 that is about queues: what they guarantee is there, and enough for each job.

use super::queue_view::{seen, written};
use crate::derived::{self, SharePlan};
use crate::rules::home::groups;
use crate::rules::known::listed;
use crate::rules::{Findings, Scope, Workload};
use crate::spec::{At, Cluster, NodeGroup, Scaler, Share, Training};
use crate::units::Name;

pub(super) fn shares_fit(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let mut earlier: Vec<At<'_, Share>> = Vec::new();
    for queue in written(scope) {
        for share in queue.shares().iter() {
            findings.afresh();
            let (name, nodes) = (share.group(), share.nodes());
            let Some(most) = scope.node_group(&name).map(|group| most_nodes(scope, &group)) else { continue };
            // What came before it is part of the answer: an unknown number there leaves this one undecided, too.
            let before: u32 = earlier.iter().filter(|other| *other.group() == *name).map(|other| *other.nodes()).sum();
            earlier.push(share.clone());
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
                continue;
            }
            limits_are_sane(&share, most, findings);
        }
    }
    for job in scope.cluster.training().iter() {
        findings.afresh();
        let Some(cluster) = seen(scope) else { return };
        job_can_be_admitted(scope, &cluster, &job, findings);
    }
}

/// The most nodes of a group, with a look at nothing else of it.
fn most_nodes(scope: &Scope<'_>, group: &At<'_, NodeGroup>) -> u32 {
    let fixed = scope.cluster.scaler().is(|scaler| *scaler == Scaler::Fixed);
    match group.desired().get().filter(|_| fixed) {
        Some(desired) => *desired,
        None if fixed => *group.scale().min(),
        None => *group.scale().max(),
    }
}

/// Borrowing more than there is, or lending more than one has, says nothing.
fn limits_are_sane(share: &At<'_, Share>, most: u32, findings: &mut Findings<'_>) {
    let (name, nodes) = (share.group(), *share.nodes());
    if let Some(borrow) = share.borrow().get()
        && *borrow > most - nodes
    {
        let problem = format!("{} nodes of `{}` are to be borrowed, where others have {} at most", *borrow, *name, most - nodes);
        findings.report(&borrow, problem, format!("write `borrow: {}` or less, or leave it out", most - nodes));
    }
    if let Some(lend) = share.lend().get()
        && *lend > nodes
    {
        let problem = format!("{} nodes of `{}` are to be lent, of {nodes} guaranteed ones", *lend, *name);
        findings.report(&lend, problem, format!("write `lend: {nodes}` or less, or leave it out"));
    }
}

/// A job gets all its nodes from one group: what its queue is sure of and what it can borrow there must be enough.
fn job_can_be_admitted(scope: &Scope<'_>, cluster: &Cluster, job: &At<'_, Training>, findings: &mut Findings<'_>) {
    let wanted = job.nodes().get().map_or(1, |nodes| *nodes);
    let Some(spec) = cluster.training.iter().find(|it| it.name == *job.name() && it.namespace == *job.namespace()) else {
        return;
    };
    let Some(queue) = derived::queue_of(cluster, spec) else { return };
    let homes: Vec<&Name> = groups(scope, &Workload::Training(job.clone())).iter().map(|group| group.name().whole()).collect();
    let all = derived::queues(cluster);
    let others = |share: &SharePlan<'_>| -> u32 {
        let elsewhere = all.iter().filter(|other| other.name != queue.name).flat_map(|other| &other.shares);
        elsewhere.filter(|other| other.group.name == share.group.name).map(|other| other.lend.unwrap_or(other.nodes)).sum()
    };
    let reach = |share: &SharePlan<'_>| share.nodes + share.borrow.unwrap_or(u32::MAX).min(others(share));
    let usable: Vec<_> = queue.shares.iter().filter(|share| homes.contains(&&share.group.name)).collect();
    let Some(best) = usable.iter().map(|share| reach(share)).max().filter(|best| *best < wanted) else { return };
    let names: Vec<_> = usable.iter().map(|share| share.group.name.as_str()).collect();
    // More nodes than the group has is SCH-01's.
    if usable.iter().all(|share| derived::most_nodes(&cluster.scaler, share.group) < wanted) {
        return;
    }
    let problem = format!(
        "training job `{}` needs {wanted} nodes at once; its queue `{}` can have {best} of {}, borrowed ones included",
        *job.name(),
        queue.name,
        listed(&names)
    );
    let fix = format!("let the queue have more: `nodes: {wanted}`, or write `nodes: {best}` for the job");
    match job.nodes().get() {
        Some(nodes) => findings.report(&nodes, problem, fix),
        None => findings.report(&job.name(), problem, fix),
    }
}
