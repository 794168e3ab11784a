//! Budgets: how many Pods may be away while nodes are replaced.

use crate::applied::{Applied, Breaches, amount, number};
use crate::findings::Severity;
use crate::rules::example::Example;
use crate::rules::{Check, Rule};

pub(super) const APP_07: Rule = Rule {
    id: "APP-07",
    name: "budget-without-way-out",
    title: "a budget lets a node go in the end",
    severity: Severity::Error,
    why: "a budget that allows no Pod away holds every node it stands on: upgrades of node groups fail after their time, and no autoscaler gives one back",
    source: "Kubernetes, Specifying a Disruption Budget; EKS user guide, managed node group update, PodEvictionFailure",
    check: Check::Applied(a_node_may_go),
    bad: Example::Objects(
        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: chat}\nspec: {maxUnavailable: 0, selector: {matchLabels: {app: chat}}}",
    ),
    good: Example::Objects(
        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: chat}\nspec: {maxUnavailable: 1, selector: {matchLabels: {app: chat}}}",
    ),
};

fn a_node_may_go(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (own, budget) in applied.each().filter(|(_, object)| object.kind() == "PodDisruptionBudget") {
        let of = |key: &str| budget.at(&["spec", key]);
        if let Some(most) = of("maxUnavailable")
            && amount(most).is_some_and(|most| most == "0" || most == "0%")
        {
            breaches.report(own, most.mark, "lets no Pod go, ever", "write `maxUnavailable: 1`");
            continue;
        }
        let Some(least) = of("minAvailable") else { continue };
        let selector = budget.at(&["spec", "selector", "matchLabels"]);
        let chosen: Vec<_> =
            applied.pods().filter(|(_, object, pods)| object.namespace() == budget.namespace() && pods.carry(selector)).collect();
        let is_whole = amount(least).as_deref() == Some("100%");
        let [(_, object, pods)] = chosen.as_slice() else {
            if is_whole {
                breaches.report(own, least.mark, "lets no Pod go, ever", "write `maxUnavailable: 1` in its place");
            }
            continue;
        };
        let (Some(count), wanted) = (pods.count, number(least, &[])) else { continue };
        if is_whole || wanted.is_some_and(|wanted| wanted >= count) && applied.scaler_of(object).is_none() {
            let problem = format!(
                "wants {} of the {count} Pods of {} at all times, and lets none go",
                amount(least).unwrap_or_default(),
                object.shown()
            );
            let fix = if count > 1 {
                "write `maxUnavailable: 1` in its place"
            } else {
                "write `maxUnavailable: 1` in its place, or run two replicas"
            };
            breaches.report(own, least.mark, problem, fix);
        }
    }
}
