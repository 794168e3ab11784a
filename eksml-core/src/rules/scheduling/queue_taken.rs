//! The part of SCH-10 about services that wait in no queue: what they always stand on, no queue can be sure of.

use super::room::pods_per_node;
use crate::derived;
use crate::rules::home::groups;
use crate::rules::known::listed;
use crate::rules::{Findings, Scope, Workload};
use crate::spec::{At, Inference, NodeGroup};

pub(super) fn promised_nodes_are_free(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(scope.cluster.node_groups().iter(), |group, findings| {
        let all = derived::queues(scope.cluster);
        let promised: u32 =
            all.iter().filter_map(|queue| queue.share_of(group)).map(|share| share.nodes).fold(0, u32::saturating_add);
        if promised == 0 {
            return;
        }
        let most = derived::most_nodes(scope.cluster, group);
        let (mut standing, mut thousandths) = (Vec::new(), 0_u64);
        for service in scope.cluster.inference().iter() {
            let workload = Workload::Inference(service);
            let homes = groups(scope, &workload);
            // With another home it may be there.
            let [home] = homes.as_slice() else { continue };
            if *home.name() != *group.name() || derived::queue_of(scope.cluster, workload).is_some() {
                continue;
            }
            let each = service.over().get().map_or(1, |over| *over.nodes());
            let pods = u64::from(service.replicas().saturating_mul(each));
            // Of what fits no node SCH-01 speaks.
            thousandths += (pods * 1000).checked_div(pods_per_node(scope, &workload, home)).unwrap_or(0);
            standing.push(service);
        }
        let held = u32::try_from(thousandths.div_ceil(1000)).unwrap_or(u32::MAX);
        let Some(first) = standing.first().filter(|_| promised.saturating_add(held) > most && promised <= most) else { return };
        let names: Vec<_> = standing.iter().map(|service| service.name().to_string()).collect();
        report(first, &group, &names, (promised, most, held), findings);
    });
}

fn report(
    first: &At<'_, Inference>,
    group: &At<'_, NodeGroup>,
    names: &[String],
    (promised, most, held): (u32, u32, u32),
    findings: &mut Findings<'_>,
) {
    let (name, word, least) = (group.name(), group.name().word(), *group.scale().min());
    let all = promised.saturating_add(held);
    findings.report(
        &first.placement(),
        format!(
            "queues are sure of {promised} nodes of `{}`, which has {most} at most, and {} always {} on {held} of them: Kueue counts \
             nodes, and starts a job where there is no place",
            *name,
            listed(names),
            if names.len() == 1 { "stands" } else { "stand" }
        ),
        format!(
            "let the group grow: `scale: {least}..={all}`, give the queues less: `share {word} {{ nodes: {} }}`, or run services on \
             other nodes",
            most.saturating_sub(held)
        ),
    );
}
