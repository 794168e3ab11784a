//! What a queue has, in the resources that Pods ask for: nodes of a group times what one of them offers (SCH-10).

use super::api::{FlavorQuotas, ResourceGroup, ResourceQuota};
use crate::derived::{QueuePlan, ResourceAmount, SharePlan, node_amounts};
use crate::spec::Cluster;

/// One group of all resources: a Pod gets its CPU, memory and devices from the same nodes. Kueue refuses a Pod that asks for a
/// resource which is not covered, and a flavor that lacks a covered one: what a group does not have, it has 0 of.
pub(super) fn groups(cluster: &Cluster, queue: &QueuePlan<'_>) -> Vec<ResourceGroup> {
    let shares = queue.shares();
    let mut covered: Vec<(String, &'static str)> = Vec::new();
    for amount in shares.iter().flat_map(|share| node_amounts(cluster, share.group)) {
        if !covered.iter().any(|(resource, _)| *resource == amount.resource) {
            covered.push((amount.resource, amount.unit));
        }
    }
    let flavors: Vec<_> = shares.iter().map(|share| flavor(cluster, share, &covered)).collect();
    if flavors.is_empty() {
        return Vec::new();
    }
    vec![ResourceGroup { covered_resources: covered.into_iter().map(|(resource, _)| resource).collect(), flavors }]
}

fn flavor(cluster: &Cluster, share: &SharePlan<'_>, covered: &[(String, &'static str)]) -> FlavorQuotas {
    let each = node_amounts(cluster, share.group);
    let resources = covered.iter().map(|(resource, unit)| {
        let none = ResourceAmount { resource: resource.clone(), count: 0, unit };
        let amount = each.iter().find(|amount| amount.resource == *resource).unwrap_or(&none);
        ResourceQuota {
            name: resource.clone(),
            nominal_quota: times(amount, share.nodes),
            borrowing_limit: share.borrow.map(|nodes| times(amount, nodes)),
            lending_limit: share.lend.map(|nodes| times(amount, nodes)),
        }
    });
    FlavorQuotas { name: share.group.name.to_string(), resources: resources.collect() }
}

/// So many nodes' worth of a resource, as Kubernetes writes it.
pub(super) fn times(amount: &ResourceAmount, nodes: u32) -> String {
    let count = amount.count.saturating_mul(u64::from(nodes));
    match (count, amount.unit) {
        (0, _) => "0".to_owned(),
        (count, "m") if count % 1000 == 0 => (count / 1000).to_string(),
        (count, unit) => format!("{count}{unit}"),
    }
}
