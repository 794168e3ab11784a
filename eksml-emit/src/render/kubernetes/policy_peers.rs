//! Peers and ports of NetworkPolicies.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use k8s_openapi::api::networking::v1::{IPBlock, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::derived;
use crate::render::ClusterView;
use crate::spec::Peers;
use crate::units::Cidr;

/// What is never the internet: private networks (RFC 1918), carrier-grade NAT (RFC 6598, also used for Pods), and link-local
/// addresses, instance metadata among them (NP-01).
const NOT_THE_INTERNET: [&str; 5] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];

/// The label that Kubernetes itself puts on every namespace (NP-04).
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// The other side of a connection.
pub(super) fn peers(view: &ClusterView<'_>, peers: &Peers) -> Vec<NetworkPolicyPeer> {
    let peer = match peers {
        Peers::Vpc => block(view.cluster.vpc.cidr.to_string(), Vec::new()),
        Peers::Namespace(name) => namespace(name.as_str()),
        Peers::SameNamespace => same_namespace(),
        Peers::ClusterDns => return cluster_dns(view),
        Peers::Cidr(cidr) => block(cidr.to_string(), Vec::new()),
        Peers::Internet(_) => internet(view),
    };
    vec![peer]
}

/// Every public address.
pub(super) fn internet(view: &ClusterView<'_>) -> NetworkPolicyPeer {
    let mut except: Vec<String> = NOT_THE_INTERNET.iter().map(|&cidr| cidr.to_owned()).collect();
    // A VPC may have public addresses of its own; it is still not the internet.
    for own in [view.cluster.vpc.cidr, derived::service_cidr(view.cluster)] {
        let covered = NOT_THE_INTERNET.iter().filter_map(|cidr| cidr.parse::<Cidr>().ok()).any(|cidr| cidr.contains(own));
        if !covered {
            except.push(own.to_string());
        }
    }
    block("0.0.0.0/0".to_owned(), except)
}

/// Addresses, without some of them.
pub(super) fn block(cidr: String, except: Vec<String>) -> NetworkPolicyPeer {
    let block = IPBlock { cidr, except: Some(except).filter(|except| !except.is_empty()) };
    NetworkPolicyPeer { ip_block: Some(block), ..NetworkPolicyPeer::default() }
}

/// All Pods of a namespace.
pub(super) fn namespace(name: &str) -> NetworkPolicyPeer {
    NetworkPolicyPeer { namespace_selector: Some(labelled(NAMESPACE_NAME, name)), ..NetworkPolicyPeer::default() }
}

/// All Pods of the policy's own namespace.
pub(super) fn same_namespace() -> NetworkPolicyPeer {
    NetworkPolicyPeer { pod_selector: Some(LabelSelector::default()), ..NetworkPolicyPeer::default() }
}

/// CoreDNS and nobody else: port 53 to anywhere is a tunnel (NP-03). EKS Auto Mode runs it on each node, where no selector finds it; Pods
/// ask it at the address that its Service would have, the tenth of the Services' (aws/containers-roadmap#2552).
pub(super) fn cluster_dns(view: &ClusterView<'_>) -> Vec<NetworkPolicyPeer> {
    let pods = NetworkPolicyPeer { pod_selector: Some(labelled("k8s-app", "kube-dns")), ..namespace("kube-system") };
    let mut all = vec![pods];
    if derived::is_auto_mode(view.cluster) {
        let tenth = Ipv4Addr::from(derived::service_cidr(view.cluster).first().saturating_add(10));
        all.push(block(format!("{tenth}/32"), Vec::new()));
    }
    all
}

fn labelled(key: &str, value: &str) -> LabelSelector {
    LabelSelector { match_labels: Some(BTreeMap::from([(key.to_owned(), value.to_owned())])), ..LabelSelector::default() }
}

/// One TCP port.
pub(super) fn tcp(port: u16) -> NetworkPolicyPort {
    on("TCP", port)
}

/// TCP ports from one to another, both included.
pub(super) fn tcp_range(from: u16, to: u16) -> NetworkPolicyPort {
    NetworkPolicyPort { end_port: Some(to.into()), ..tcp(from) }
}

/// DNS asks by UDP, and again by TCP when the answer is long.
pub(super) fn dns() -> Vec<NetworkPolicyPort> {
    vec![on("UDP", 53), on("TCP", 53)]
}

fn on(protocol: &str, port: u16) -> NetworkPolicyPort {
    NetworkPolicyPort { port: Some(IntOrString::Int(port.into())), protocol: Some(protocol.to_owned()), end_port: None }
}
