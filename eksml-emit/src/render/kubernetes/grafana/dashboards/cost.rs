//! What the nodes cost, by the catalogue's prices.

use std::fmt::Write;

use crate::derived;
use crate::render::ClusterView;
use crate::render::kubernetes::grafana::dashboard::Panel;
use crate::spec::{Monitoring, NodeGroup};

const PRICES: &str = "Instances alone, at the on-demand price of us-east-1 in the catalogue: Spot, Savings Plans, Capacity Blocks and \
                      other regions differ. Types without a public price are left out.";

/// The panels: none without kube-state-metrics, which alone knows the nodes of a group and their types.
pub(super) fn panels(view: &ClusterView<'_>, monitoring: &Monitoring) -> Vec<Panel> {
    if !monitoring.kube_state_metrics {
        return Vec::new();
    }
    let mut by_group = Panel::lines("USD per hour by node group", "currencyUSD").note(PRICES);
    let mut idle = Panel::lines("USD per hour of GPUs that are idle, by node group", "currencyUSD")
        .note("A GPU at less than 5 % over an hour, held by a Pod or not; its node's price by the number of its GPUs.");
    for group in &view.cluster.node_groups {
        for (instance, micro_usd, gpus) in priced(group) {
            let of_type = format!(
                r#"kube_node_labels{{label_eksml_node_group="{}",label_node_kubernetes_io_instance_type="{instance}"}}"#,
                group.name
            );
            by_group = by_group.query(format!("count({of_type}) * {}", usd(micro_usd)), format!("{} {instance}", group.name));
            if gpus > 0 && monitoring.dcgm.is_some() {
                let expr = format!(
                    "count((avg_over_time(DCGM_FI_DEV_GPU_UTIL[1h]) < 5) * on (node) group_left () {of_type}) * {}",
                    usd(micro_usd / u64::from(gpus))
                );
                idle = idle.query(expr, format!("{} {instance}", group.name));
            }
        }
    }
    let mut panels = vec![by_group, idle];
    panels.retain(Panel::has_queries);
    panels.push(
        Panel::lines("CPUs asked for by namespace", "short").query(
            r#"sum by (namespace) (kube_pod_container_resource_requests{resource="cpu"} and on (namespace, pod) kube_pod_status_phase{phase="Running"} == 1)"#,
            "{{namespace}}",
        ),
    );
    panels.push(
        Panel::lines("Accelerators asked for by namespace", "short").query(
            r#"sum by (namespace, resource) (kube_pod_container_resource_requests{resource=~"nvidia_com_.+|aws_amazon_com_neuron.*"} and on (namespace, pod) kube_pod_status_phase{phase="Running"} == 1)"#,
            "{{namespace}} {{resource}}",
        ),
    );
    panels
}

/// A group's types that have a price: name, millionths of a dollar per hour, and NVIDIA GPUs.
fn priced(group: &NodeGroup) -> impl Iterator<Item = (&str, u64, u32)> {
    group.instances.iter().filter_map(|instance| {
        let facts = instance.facts();
        let is_nvidia = derived::AcceleratorKind::of(facts) == Some(derived::AcceleratorKind::Nvidia);
        Some((instance.as_str(), facts.micro_usd_per_hour?, if is_nvidia { facts.accelerator_count } else { 0 }))
    })
}

/// Millionths of a dollar as PromQL reads them, exactly.
fn usd(micro: u64) -> String {
    let mut text = (micro / 1_000_000).to_string();
    let _ = write!(text, ".{:06}", micro % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
