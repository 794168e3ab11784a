//! NodePools, for Karpenter and for EKS Auto Mode alike: what their nodes must be, how many, and when they go.

use k8s_openapi::api::core::v1::Taint;

use super::api::{Budget, Disruption, NodeClassRef, NodePool, Object, Requirement, Template, TemplateMetadata, TemplateSpec};
use crate::derived;
use crate::render::ClusterView;
use crate::render::kubernetes::metadata::metadata;
use crate::spec::{self, NodeGroup, Purchase};

/// The pool of a group, whose nodes live no longer than `longest` seconds, where that is given.
pub(in crate::render::kubernetes) fn of(
    view: &ClusterView<'_>,
    group: &NodeGroup,
    pool: &spec::NodePool,
    node_class_ref: NodeClassRef,
    longest: Option<u64>,
) -> Object<NodePool> {
    let own = derived::expire_after(view.cluster, group, pool);
    let life = longest.map(|longest| own.unwrap_or(longest).min(longest)).or(own);
    let gentle = derived::only_when_empty(group, pool);
    let spec = NodePool {
        template: Template {
            metadata: TemplateMetadata { labels: derived::node_labels(view.cluster, group).into_iter().collect() },
            spec: TemplateSpec {
                node_class_ref,
                requirements: requirements(view, group),
                taints: derived::taints(group).iter().map(taint).collect(),
                expire_after: life.map_or_else(|| "Never".to_owned(), go),
                // Past it even Pods that must not be disrupted are: never on nodes of training.
                termination_grace_period: (!gentle).then(|| go(3600)),
            },
        },
        limits: derived::limits(group).into_iter().map(|(resource, most)| (resource, most.to_string())).collect(),
        disruption: Disruption {
            consolidation_policy: if gentle { "WhenEmpty" } else { "WhenEmptyOrUnderutilized" },
            consolidate_after: go(derived::consolidate_after(group, pool)),
            budgets: budgets(pool),
        },
        weight: pool.weight,
    };
    Object { api_version: "karpenter.sh/v1", kind: "NodePool", metadata: metadata(group.name.as_str(), None), spec }
}

fn requirements(view: &ClusterView<'_>, group: &NodeGroup) -> Vec<Requirement> {
    let is_in = |key, values| Requirement { key, operator: "In", values };
    let mut archs: Vec<String> = group.instances.iter().map(|it| it.facts().arch.as_str().to_owned()).collect();
    archs.dedup();
    let zones = derived::zones_of_group(view.platform, view.cluster, group);
    let purchase = match group.purchase {
        Purchase::OnDemand => "on-demand",
        Purchase::Spot => "spot",
        Purchase::Reservation(_) | Purchase::CapacityBlock(_) => "reserved",
    };
    vec![
        is_in("node.kubernetes.io/instance-type", group.instances.iter().map(ToString::to_string).collect()),
        is_in("kubernetes.io/arch", archs),
        is_in("kubernetes.io/os", vec!["linux".to_owned()]),
        is_in("topology.kubernetes.io/zone", zones.iter().map(ToString::to_string).collect()),
        is_in("karpenter.sh/capacity-type", vec![purchase.to_owned()]),
    ]
}

fn budgets(pool: &spec::NodePool) -> Vec<Budget> {
    let budget = |budget: &spec::Budget| Budget {
        nodes: budget.percent.map_or_else(|| budget.nodes.unwrap_or(0).to_string(), |percent| format!("{percent}%")),
        schedule: budget.schedule.as_ref().map(ToString::to_string),
        duration: budget.lasts.map(|lasts| minutes(lasts.seconds())),
    };
    if pool.budgets.is_empty() {
        return vec![Budget { nodes: "10%".to_owned(), schedule: None, duration: None }];
    }
    pool.budgets.iter().map(budget).collect()
}

/// `8h` or `90m`: a budget takes hours and minutes alone.
fn minutes(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        minutes if minutes % 60 == 0 => format!("{}h", minutes / 60),
        minutes => format!("{minutes}m"),
    }
}

/// `336h`, `30m` or `45s`.
fn go(seconds: u64) -> String {
    match seconds {
        seconds if seconds % 3600 == 0 => format!("{}h", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}

fn taint(taint: &spec::Taint) -> Taint {
    let (key, value, effect) = taint.parts();
    Taint { key: key.to_owned(), value: Some(value.to_owned()), effect: format!("{effect:?}"), time_added: None }
}
