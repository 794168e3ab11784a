//! The parts of network policies for what eksml itself runs.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort,
    NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::network_policies::POD_IDENTITY_AGENT;
use super::pods::{owned, selector};
use super::policy_peers::{self, cluster_dns, internet};
use crate::derived::service_cidr;
use crate::render::ClusterView;
use crate::units::Cidr;

/// Peers, and the ports that are open between them and a Pod.
pub(super) type Open = (Vec<NetworkPolicyPeer>, Vec<NetworkPolicyPort>);

/// The policy of one of eksml's own controllers: these talk to it, it talks to these, and nobody else.
pub(super) fn only_these(app: &str, namespace: &str, from: Vec<Open>, to: Vec<Open>) -> NetworkPolicy {
    let ingress = |(peers, ports)| NetworkPolicyIngressRule { from: Some(peers), ports: Some(ports) };
    let egress = |(peers, ports)| NetworkPolicyEgressRule { to: Some(peers), ports: Some(ports) };
    NetworkPolicy {
        metadata: owned(app, Some(namespace), app),
        spec: Some(NetworkPolicySpec {
            pod_selector: Some(selector(app)),
            policy_types: Some(vec!["Ingress".to_owned(), "Egress".to_owned()]),
            ingress: Some(from.into_iter().map(ingress).collect()),
            egress: Some(to.into_iter().map(egress).collect()),
        }),
    }
}

/// The API server: the first Service address, and its network interfaces in the VPC. Which of the two a policy sees depends on whether it is
/// asked before or after kube-proxy.
pub(super) fn api_server(view: &ClusterView<'_>) -> Open {
    let first = std::net::Ipv4Addr::from(service_cidr(view.cluster).first().saturating_add(1));
    (vec![block(format!("{first}/32")), addresses(view.cluster.vpc.cidr)], vec![tcp(443)])
}

/// AWS's and everybody else's addresses outside the cluster: public ones, and interface endpoints in the VPC.
pub(super) fn https_out(view: &ClusterView<'_>) -> Open {
    (vec![internet(view), addresses(view.cluster.vpc.cidr)], vec![tcp(443)])
}

/// The EKS Pod Identity agent on the Pod's own node.
pub(super) fn pod_identity_agent() -> Open {
    (vec![block(POD_IDENTITY_AGENT.to_owned())], vec![tcp(80)])
}

/// Names are looked up at the cluster's own DNS.
pub(super) fn dns(view: &ClusterView<'_>) -> Open {
    (cluster_dns(view), policy_peers::dns())
}

/// The Pods of one app in one namespace.
pub(super) fn pods_of(namespace: &str, app: &str) -> NetworkPolicyPeer {
    NetworkPolicyPeer { pod_selector: Some(selector(app)), ..pods_of_namespace(namespace) }
}

/// The Pods of one namespace, by the label the API server sets (NP-04).
pub(super) fn pods_of_namespace(namespace: &str) -> NetworkPolicyPeer {
    NetworkPolicyPeer { namespace_selector: Some(named(namespace)), ..NetworkPolicyPeer::default() }
}

/// The Pods of every namespace.
pub(super) fn all_pods() -> NetworkPolicyPeer {
    NetworkPolicyPeer { namespace_selector: Some(LabelSelector::default()), ..NetworkPolicyPeer::default() }
}

/// These addresses.
pub(super) fn addresses(cidr: Cidr) -> NetworkPolicyPeer {
    block(cidr.to_string())
}

fn block(cidr: String) -> NetworkPolicyPeer {
    NetworkPolicyPeer { ip_block: Some(IPBlock { cidr, except: None }), ..NetworkPolicyPeer::default() }
}

/// A TCP port.
pub(super) fn tcp(port: u16) -> NetworkPolicyPort {
    NetworkPolicyPort { protocol: Some("TCP".to_owned()), port: Some(IntOrString::Int(i32::from(port))), end_port: None }
}

/// A UDP port.
pub(super) fn udp(port: u16) -> NetworkPolicyPort {
    NetworkPolicyPort { protocol: Some("UDP".to_owned()), ..tcp(port) }
}

/// Every TCP port.
pub(super) fn any_tcp() -> NetworkPolicyPort {
    NetworkPolicyPort { protocol: Some("TCP".to_owned()), port: Some(IntOrString::Int(1)), end_port: Some(65535) }
}

fn named(namespace: &str) -> LabelSelector {
    let labels = BTreeMap::from([("kubernetes.io/metadata.name".to_owned(), namespace.to_owned())]);
    LabelSelector { match_labels: Some(labels), ..LabelSelector::default() }
}
