//! ApplicationNetworkPolicies of EKS Auto Mode: HTTPS to hosts by their names (NP-09).
//!
//! `networking.k8s.aws/v1alpha1`: the fields that ours need. It adds to the NetworkPolicies of the namespace. Source: EKS user
//! guide, "Use Network Policies with EKS Auto Mode"; amazon-network-policy-controller-k8s, `ApplicationNetworkPolicy`.

use k8s_openapi::api::networking::v1::{NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde::Serialize;

use super::karpenter::api::Object;
use super::metadata::metadata;
use super::policy_peers as peers;
use crate::render::ClusterView;
use crate::spec::Namespace;

/// The most names in one peer.
const MOST_NAMES: usize = 25;

/// What Pods may open connections to.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Names {
    pod_selector: LabelSelector,
    policy_types: Vec<&'static str>,
    egress: Vec<Egress>,
}

#[derive(Serialize)]
struct Egress {
    to: Vec<Peer>,
    ports: Vec<NetworkPolicyPort>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Peer {
    Addresses(NetworkPolicyPeer),
    #[serde(rename_all = "camelCase")]
    Names {
        domain_names: Vec<String>,
    },
}

/// The policy of a namespace that names hosts. The addresses of names are learnt from the answers of the cluster's DNS, which is therefore
/// open here as well.
pub(super) fn policy(view: &ClusterView<'_>, namespace: &Namespace) -> Object<Names> {
    let names = namespace.https_to_names.chunks(MOST_NAMES);
    let names = names.map(|names| Peer::Names { domain_names: names.iter().map(ToString::to_string).collect() });
    let dns = peers::cluster_dns(view).into_iter().filter(|peer| peer.ip_block.is_some()).map(Peer::Addresses);
    Object {
        api_version: "networking.k8s.aws/v1alpha1",
        kind: "ApplicationNetworkPolicy",
        metadata: metadata("eksml-allow-https-to-names", Some(namespace.name.as_str())),
        spec: Names {
            pod_selector: LabelSelector::default(),
            policy_types: vec!["Egress"],
            egress: vec![
                Egress { to: dns.collect(), ports: peers::dns() },
                Egress { to: names.collect(), ports: vec![peers::tcp(443)] },
            ],
        },
    }
}
