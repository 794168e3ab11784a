//! What Prometheus raises alerts about (MON-07). An alert is there only where something exports what it asks for.

mod alert;
mod capacity;
mod drill;
mod efa;
mod gpu;
mod network;
mod neuron;
mod nodes;
mod scheduling;

pub(super) use alert::{Alert, Group};

use super::efa_counters;
use crate::render::ClusterView;
use crate::spec::Monitoring;

/// The alerts of a cluster, by what they speak of.
pub(super) fn groups(view: &ClusterView<'_>, monitoring: &Monitoring) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut add = |name: &'static str, rules: Vec<Alert>| {
        if !rules.is_empty() {
            groups.push(Group { name, rules });
        }
    };
    if monitoring.dcgm.is_some() {
        add("gpu", gpu::alerts(view));
    }
    if monitoring.neuron_monitor {
        add("neuron", neuron::alerts());
    }
    add("nodes", nodes::alerts(view, monitoring));
    add("cluster", scheduling::alerts(view, monitoring));
    add("network", network::alerts(view, monitoring));
    if monitoring.node_exporter && efa_counters::are_there(view) {
        add("efa", efa::alerts());
    }
    add("capacity", capacity::alerts(view));
    add("recovery", drill::alerts(view, monitoring));
    groups
}
