//! The parts of network policies for what eksml itself runs.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{IPBlock, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::units::Cidr;

/// The Pods of one namespace, by the label the API server sets (NP-04).
pub(super) fn pods_of_namespace(namespace: &str) -> NetworkPolicyPeer {
    NetworkPolicyPeer { namespace_selector: Some(named(namespace)), ..NetworkPolicyPeer::default() }
}

/// The Pods of every namespace.
pub(super) fn all_pods() -> NetworkPolicyPeer {
    NetworkPolicyPeer { namespace_selector: Some(LabelSelector::default()), ..NetworkPolicyPeer::default() }
}

/// The cluster's DNS Pods (NP-03).
pub(super) fn cluster_dns() -> NetworkPolicyPeer {
    let dns = BTreeMap::from([("k8s-app".to_owned(), "kube-dns".to_owned())]);
    NetworkPolicyPeer {
        namespace_selector: Some(named("kube-system")),
        pod_selector: Some(LabelSelector { match_labels: Some(dns), ..LabelSelector::default() }),
        ..NetworkPolicyPeer::default()
    }
}

/// These addresses.
pub(super) fn addresses(cidr: Cidr) -> NetworkPolicyPeer {
    NetworkPolicyPeer { ip_block: Some(IPBlock { cidr: cidr.to_string(), except: None }), ..NetworkPolicyPeer::default() }
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
