//! Who Prometheus may talk to, and who to it: nothing but its targets, DNS and the API server.

use super::{FILE, NAME, PORT};
use crate::components::keda::{self, KEDA};
use crate::derived::workspace;
use crate::render::kubernetes::traffic::{
    addresses, all_pods, any_tcp, api_server, dns, https_out, only_these, pod_identity_agent, pods_of, pods_of_namespace, tcp,
};
use crate::render::kubernetes::{grafana, node_exporter};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Monitoring;

const KUBELET: u16 = 10250;
/// The VPC CNI's metrics, on the node's own address.
const VPC_CNI: u16 = 61678;

/// Adds its policy.
pub(super) fn render(view: &ClusterView<'_>, monitoring: &Monitoring, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let on_nodes = vec![tcp(KUBELET), tcp(node_exporter::PORT), tcp(VPC_CNI)];
    let namespace = super::namespace(monitoring);
    let mut to = vec![
        dns(view),
        api_server(view),
        // Targets: any Pod that asks to be scraped, and what listens on the nodes' own addresses.
        (vec![all_pods()], vec![any_tcp()]),
        (vec![addresses(view.cluster.vpc.cidr)], on_nodes),
    ];
    if workspace(view.platform, view.cluster).is_some() {
        to.extend([https_out(view), pod_identity_agent()]);
    }
    // Who queries it: itself, Grafana, and KEDA where a service scales on an answer.
    let mut readers = [NAME, grafana::NAME].map(|app| pods_of(namespace, app)).to_vec();
    if KEDA.is_in(view.cluster) {
        readers.push(pods_of_namespace(keda::NAMESPACE));
    }
    files.add(FILE, &only_these(NAME, namespace, vec![(readers, vec![tcp(PORT)])], to))
}
