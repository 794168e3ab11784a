//! A PodMonitor for each exporter: the same targets, labels and metrics as the jobs of a plain configuration.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::api::{Endpoint, Namespaces, Object, PodMonitorSpec, Relabeling, object};
use crate::derived::{self, AGENT_NAMESPACE, DEVICE_NAMESPACE};
use crate::render::ClusterView;
use crate::render::kubernetes::pods::selector;
use crate::render::kubernetes::prometheus::{config, namespace};
use crate::render::kubernetes::{dcgm, kube_state_metrics, neuron_monitor, node_exporter};
use crate::spec::Monitoring;

/// The monitors of what monitoring asks for.
pub(super) fn all(view: &ClusterView<'_>, monitoring: &Monitoring) -> Vec<Object<PodMonitorSpec>> {
    let home = namespace(monitoring);
    let mut all = Vec::new();
    if let Some(settings) = &monitoring.dcgm {
        let mut exporter = on_node(dcgm::NAME, dcgm::PORT_NAME);
        exporter.honor_labels = Some(true);
        exporter.interval = settings.every.map(|every| every.to_string());
        exporter.scrape_timeout = settings.every.map(config::timeout);
        all.push(monitor(home, dcgm::NAME, DEVICE_NAMESPACE, selector(dcgm::NAME), exporter));
    }
    if monitoring.neuron_monitor {
        let exporter = on_node(neuron_monitor::NAME, neuron_monitor::PORT_NAME);
        all.push(monitor(home, neuron_monitor::NAME, DEVICE_NAMESPACE, selector(neuron_monitor::NAME), exporter));
    }
    if monitoring.node_exporter {
        let exporter = on_node(node_exporter::NAME, node_exporter::PORT_NAME);
        all.push(monitor(home, node_exporter::NAME, AGENT_NAMESPACE, selector(node_exporter::NAME), exporter));
    }
    if monitoring.kube_state_metrics {
        let exporter = Endpoint {
            honor_labels: Some(true),
            metric_relabelings: vec![keep(&kube_state_metrics::exported(view))],
            ..endpoint(kube_state_metrics::NAME, kube_state_metrics::PORT_NAME)
        };
        all.push(monitor(home, kube_state_metrics::NAME, home, selector(kube_state_metrics::NAME), exporter));
    }
    // On nodes of EKS Auto Mode the CNI is no Pod, and shows no metrics.
    if derived::is_auto_mode(view.cluster) {
        return all;
    }
    let aws_node = LabelSelector {
        match_labels: Some(BTreeMap::from([("k8s-app".to_owned(), "aws-node".to_owned())])),
        ..LabelSelector::default()
    };
    let exporter = Endpoint { metric_relabelings: vec![keep(config::VPC_CNI)], ..on_node("vpc-cni", "metrics") };
    all.push(monitor(home, "vpc-cni", "kube-system", aws_node, exporter));
    all
}

fn monitor(home: &str, name: &str, namespace: &str, pods: LabelSelector, endpoint: Endpoint) -> Object<PodMonitorSpec> {
    let spec = PodMonitorSpec {
        namespace_selector: Namespaces { match_names: [namespace.to_owned()] },
        selector: pods,
        pod_metrics_endpoints: [endpoint],
    };
    object("PodMonitor", name, home, spec)
}

/// Alerts ask for the job by this name.
fn endpoint(job: &'static str, port: &'static str) -> Endpoint {
    let job = Relabeling { target_label: Some("job"), replacement: Some(job), ..Relabeling::default() };
    Endpoint {
        port,
        interval: None,
        scrape_timeout: None,
        honor_labels: None,
        relabelings: vec![job],
        metric_relabelings: Vec::new(),
    }
}

/// An exporter that speaks of its own node.
fn on_node(job: &'static str, port: &'static str) -> Endpoint {
    let mut endpoint = endpoint(job, port);
    endpoint.relabelings.extend(["instance", "node"].map(|label| Relabeling {
        source_labels: vec![config::NODE],
        target_label: Some(label),
        ..Relabeling::default()
    }));
    endpoint
}

fn keep(metrics: &str) -> Relabeling {
    Relabeling { source_labels: vec!["__name__"], regex: Some(metrics.to_owned()), action: Some("keep"), ..Relabeling::default() }
}
