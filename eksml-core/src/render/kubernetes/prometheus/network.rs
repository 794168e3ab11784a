//! Who Prometheus may talk to, and who to it: nothing but its targets, DNS and the API server.

use k8s_openapi::api::networking::v1::{
    NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::{FILE, NAME, PORT};
use crate::derived::service_cidr;
use crate::render::kubernetes::node_exporter;
use crate::render::kubernetes::pods::{owned, selector};
use crate::render::kubernetes::traffic::{addresses, all_pods, any_tcp, cluster_dns, pods_of_namespace, tcp, udp};
use crate::render::kubernetes::workloads::{KEDA_NAMESPACE, scales_on_prometheus};
use crate::render::{ClusterFiles, ClusterView, RenderError};

const KUBELET: u16 = 10250;

/// Adds the policies of Prometheus' namespace.
pub(super) fn render(view: &ClusterView<'_>, namespace: &str, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let both = || Some(vec!["Ingress".to_owned(), "Egress".to_owned()]);
    files.add(
        FILE,
        &NetworkPolicy {
            metadata: owned("default-deny", Some(namespace), NAME),
            spec: Some(NetworkPolicySpec {
                pod_selector: Some(LabelSelector::default()),
                policy_types: both(),
                ..NetworkPolicySpec::default()
            }),
        },
    )?;
    let vpc = view.cluster.vpc.cidr;
    let to = |peers, ports| NetworkPolicyEgressRule { to: Some(peers), ports: Some(ports) };
    files.add(
        FILE,
        &NetworkPolicy {
            metadata: owned(NAME, Some(namespace), NAME),
            spec: Some(NetworkPolicySpec {
                pod_selector: Some(selector(NAME)),
                policy_types: both(),
                ingress: Some(vec![NetworkPolicyIngressRule {
                    from: Some(askers(view, namespace)),
                    ports: Some(vec![tcp(PORT)]),
                }]),
                egress: Some(vec![
                    to(vec![cluster_dns()], vec![udp(53), tcp(53)]),
                    // The API server: its Service, and its network interfaces in the VPC.
                    to(vec![addresses(service_cidr(view.cluster)), addresses(vpc)], vec![tcp(443)]),
                    // Targets: any Pod that asks to be scraped, the kubelets, the node exporters on the nodes' own addresses.
                    to(vec![all_pods()], vec![any_tcp()]),
                    to(vec![addresses(vpc)], vec![tcp(KUBELET), tcp(node_exporter::PORT)]),
                ]),
            }),
        },
    )
}

/// Who queries it: its own namespace, and KEDA where a service scales on an answer.
fn askers(view: &ClusterView<'_>, namespace: &str) -> Vec<NetworkPolicyPeer> {
    let mut all = vec![pods_of_namespace(namespace)];
    if scales_on_prometheus(view) {
        all.push(pods_of_namespace(KEDA_NAMESPACE));
    }
    all
}
