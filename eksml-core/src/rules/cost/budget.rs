//! CST-12: what the nodes may cost at most stays below what a month may cost.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup};

/// Hours of a month, as AWS reckons.
const HOURS: u64 = 730;

pub(super) const CST_12: Rule = Rule {
    id: "CST-12",
    name: "budget-exceeded",
    title: "all nodes together stay within the month's ceiling",
    severity: Severity::Error,
    why: "an autoscaler buys up to the most that is written, and nobody is asked on the way",
    source: "EC2 on-demand prices of us-east-1, as in the catalogue",
    check: Check::Cluster(nodes_are_affordable),
    bad: Example::Cluster(
        "budget: \"5000 USD/month\",\nnode_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=2, serves: Training, taint: nvidia_gpu, zone: \"us-west-2a\" }",
    ),
    good: Example::Cluster(
        "budget: \"90000 USD/month\",\nnode_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=2, serves: Training, taint: nvidia_gpu, zone: \"us-west-2a\" }",
    ),
};

pub(super) const CST_22: Rule = Rule {
    id: "CST-22",
    name: "uncounted-nodes",
    title: "a budget knows what it does not count",
    severity: Severity::Warning,
    why: "nodes without a known price count as nothing, and are the dearest there are: a budget that seems to hold is the last to notice",
    source: "EC2 on-demand prices of us-east-1, as in the catalogue: types that are sold in Capacity Blocks alone have none",
    check: Check::Cluster(nodes_are_counted),
    bad: Example::Cluster(
        "budget: \"5000 USD/month\",\nnode_group h200 { instances: [\"p5e.48xlarge\"], scale: 0..=2, serves: Training, taint: nvidia_gpu, zone: \"us-west-2a\" }",
    ),
    good: Example::Cluster(
        "budget: \"90000 USD/month\",\nnode_group gpu { instances: [\"p5.48xlarge\"], scale: 0..=2, serves: Training, taint: nvidia_gpu, zone: \"us-west-2a\" }",
    ),
};

fn nodes_are_counted(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(budget) = scope.cluster.budget().get() else { return };
    let mut unpriced = Vec::new();
    for group in scope.cluster.node_groups().iter() {
        let types: Vec<String> = group
            .instances()
            .iter()
            .filter(|instance| instance.facts().micro_usd_per_hour.is_none())
            .map(|instance| instance.to_string())
            .collect();
        if !types.is_empty() && *group.scale().max() > 0 {
            unpriced.push(format!("`{}` (up to {} × {})", *group.name(), *group.scale().max(), types.join(" or ")));
        }
    }
    if !unpriced.is_empty() {
        findings.report(
            &budget,
            format!(
                "of {} no price is known: the budget of cluster `{}` does not count them",
                unpriced.join(", "),
                *scope.cluster.name()
            ),
            "reckon with what AWS asks for them, and lower the budget by it",
        );
    }
}

/// The dearest node of a group in millionths of a dollar an hour; `None` where the catalogue has no price of any of its types.
fn dearest(group: &At<'_, NodeGroup>) -> Option<u64> {
    group.instances().iter().filter_map(|instance| instance.facts().micro_usd_per_hour).max()
}

fn nodes_are_affordable(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(budget) = scope.cluster.budget().get() else { return };
    let (mut total, mut parts) = (0_u64, Vec::new());
    for group in scope.cluster.node_groups().iter() {
        // Spot and reservations are priced as on-demand: the most they may cost.
        let Some(each) = dearest(&group) else { continue };
        let most = *group.scale().max();
        let month = each.saturating_mul(u64::from(most)).saturating_mul(HOURS) / 1_000_000;
        total = total.saturating_add(month);
        parts.push((month, format!("`{}` {most} × {}.{:02} USD/h", *group.name(), each / 1_000_000, each % 1_000_000 / 10_000)));
    }
    if total <= budget.usd() {
        return;
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.0));
    let dear: Vec<String> = parts.into_iter().take(3).map(|(_, part)| part).collect();
    findings.report(
        &budget,
        format!("the nodes of cluster `{}` may cost {total} USD a month: {}", *scope.cluster.name(), dear.join(", ")),
        format!("write `budget: \"{total} USD/month\"`, or let the `scale` of the dearest group end earlier"),
    );
}
