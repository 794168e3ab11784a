//! NetworkPolicies: in every namespace nobody talks to anybody, save what follows from the platform; and the declared ones.
//!
//! `kube-system` gets none: the add-ons in it are EKS's own, and each has its own needs.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{
    NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer as Peer, NetworkPolicyPort,
    NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::metadata::metadata;
use super::named_hosts;
use super::policy_peers as peers;
use super::system_policies;
use crate::derived::{self, MONITORING_NAMESPACE};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{AmongThemselves, Isolation, Mechanism, Namespace, NetworkPolicyEnforcement, Peers, Traffic, Use};
use crate::{spec, units::Name};

pub(super) const FILE: &str = "20-network.yaml";

/// The EKS Pod Identity agent on the Pod's own node (eks-pod-identity-agent, `DefaultIpv4TargetHost`).
pub(super) const POD_IDENTITY_AGENT: &str = "169.254.170.23/32";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    for namespace in &view.cluster.namespaces {
        let policies = match namespace.network {
            Isolation::DefaultDeny => of_namespace(view, namespace),
            Isolation::Unrestricted(_) if is_strict(view) => vec![allow_all(namespace.name.as_str())],
            Isolation::Unrestricted(_) => Vec::new(),
        };
        for policy in policies {
            files.add(FILE, &policy)?;
        }
        if namespace.network == Isolation::DefaultDeny && !namespace.https_to_names.is_empty() {
            files.add(FILE, &named_hosts::policy(view, namespace))?;
        }
    }
    system_policies::render(view, files)?;
    for policy in &view.cluster.network_policies {
        files.add(FILE, &declared(view, policy))?;
    }
    Ok(())
}

/// Whether a Pod that no policy selects may talk to nobody.
pub(super) fn is_strict(view: &ClusterView<'_>) -> bool {
    matches!(view.cluster.addons.network_policy, NetworkPolicyEnforcement::Strict)
}

fn of_namespace(view: &ClusterView<'_>, namespace: &Namespace) -> Vec<NetworkPolicy> {
    let name = namespace.name.as_str();
    let mut policies = vec![default_deny(name), allow_dns(view, name)];
    let talks = match namespace.among_themselves {
        AmongThemselves::ByUse => matches!(namespace.serves, Use::Training),
        AmongThemselves::Allowed => true,
        AmongThemselves::Denied => false,
    };
    if talks {
        // NCCL and MPI choose their ports as they go, so all of them (NP-06).
        policies.push(policy(
            "eksml-allow-peers",
            name,
            vec![from(vec![peers::same_namespace()], Vec::new())],
            vec![to(vec![peers::same_namespace()], Vec::new())],
        ));
    }
    if !namespace.https_to.is_empty() {
        let others = namespace.https_to.iter().flat_map(|other| peers::peers(view, other)).collect();
        let mut https = policy("eksml-allow-https-out", name, Vec::new(), vec![to(others, vec![peers::tcp(443)])]);
        note_reasons(&mut https, namespace.https_to.iter());
        policies.push(https);
    }
    if has_pod_identity(view, &namespace.name) {
        let agent = peers::block(POD_IDENTITY_AGENT.to_owned(), Vec::new());
        policies.push(policy("eksml-allow-pod-identity", name, Vec::new(), vec![to(vec![agent], vec![peers::tcp(80)])]));
    }
    policies.extend(allow_scrape(view, name));
    policies
}

fn has_pod_identity(view: &ClusterView<'_>, namespace: &Name) -> bool {
    let mut identities = view.cluster.identities.iter().filter(|identity| identity.namespace == *namespace);
    identities.any(|identity| !matches!(identity.via, Mechanism::Irsa))
        || derived::drill_namespaces(view.platform, view.cluster).contains(&namespace)
}

/// Nobody talks to the Pods of a namespace, and they to nobody.
pub(super) fn default_deny(namespace: &str) -> NetworkPolicy {
    let mut policy = policy("eksml-default-deny", namespace, Vec::new(), Vec::new());
    both_directions(&mut policy);
    policy
}

/// Everybody talks to the Pods of a namespace, and they to everybody: what strict mode needs to be told.
pub(super) fn allow_all(namespace: &str) -> NetworkPolicy {
    let (any_in, any_out) = (NetworkPolicyIngressRule::default(), NetworkPolicyEgressRule::default());
    policy("eksml-allow-all", namespace, vec![any_in], vec![any_out])
}

/// Names are looked up at the cluster's own DNS.
pub(super) fn allow_dns(view: &ClusterView<'_>, namespace: &str) -> NetworkPolicy {
    policy("eksml-allow-dns", namespace, Vec::new(), vec![to(peers::cluster_dns(view), peers::dns())])
}

/// Prometheus reaches the Pods of a namespace, if there is one.
///
/// A policy cannot select Pods by the annotations that name their metrics port, so every
/// port that an unprivileged process may listen on is open to it.
pub(super) fn allow_scrape(view: &ClusterView<'_>, namespace: &str) -> Option<NetworkPolicy> {
    let monitoring = view.cluster.monitoring.as_ref().filter(|monitoring| monitoring.prometheus.is_some())?;
    let home = monitoring.namespace.as_ref().map_or(MONITORING_NAMESPACE, Name::as_str);
    let unprivileged = peers::tcp_range(1024, u16::MAX);
    Some(policy(
        "eksml-allow-scrape",
        namespace,
        vec![from(vec![super::traffic::pods_of(home, super::prometheus::NAME)], vec![unprivileged])],
        Vec::new(),
    ))
}

fn both_directions(policy: &mut NetworkPolicy) {
    if let Some(spec) = policy.spec.as_mut() {
        spec.policy_types = Some(vec!["Ingress".to_owned(), "Egress".to_owned()]);
    }
}

/// A policy on all Pods of a namespace; what it says nothing of, it leaves alone.
pub(super) fn policy(
    name: &str,
    namespace: &str,
    ingress: Vec<NetworkPolicyIngressRule>,
    egress: Vec<NetworkPolicyEgressRule>,
) -> NetworkPolicy {
    let mut types = Vec::new();
    if !ingress.is_empty() {
        types.push("Ingress".to_owned());
    }
    if !egress.is_empty() {
        types.push("Egress".to_owned());
    }
    let spec = NetworkPolicySpec {
        ingress: Some(ingress).filter(|rules| !rules.is_empty()),
        egress: Some(egress).filter(|rules| !rules.is_empty()),
        policy_types: Some(types),
        // Required up to Kubernetes 1.35, even if it selects every Pod.
        pod_selector: Some(LabelSelector::default()),
    };
    NetworkPolicy { metadata: metadata(name, Some(namespace)), spec: Some(spec) }
}

/// Connections in; no ports are all ports.
pub(super) fn from(others: Vec<Peer>, ports: Vec<NetworkPolicyPort>) -> NetworkPolicyIngressRule {
    NetworkPolicyIngressRule { from: Some(others), ports: Some(ports).filter(|ports| !ports.is_empty()) }
}

/// Connections out; no ports are all ports.
pub(super) fn to(others: Vec<Peer>, ports: Vec<NetworkPolicyPort>) -> NetworkPolicyEgressRule {
    NetworkPolicyEgressRule { to: Some(others), ports: Some(ports).filter(|ports| !ports.is_empty()) }
}

/// Writes why the internet is open into the policy that opens it, for whoever reviews it in the cluster.
fn note_reasons<'a>(policy: &mut NetworkPolicy, others: impl Iterator<Item = &'a Peers>) {
    let reasons: Vec<&str> =
        others.filter_map(|other| if let Peers::Internet(reason) = other { Some(reason.as_str()) } else { None }).collect();
    if !reasons.is_empty() {
        policy.metadata.annotations = Some(BTreeMap::from([("eksml/internet-because".to_owned(), reasons.join("; "))]));
    }
}

fn declared(view: &ClusterView<'_>, declared: &spec::NetworkPolicy) -> NetworkPolicy {
    let rules = |all: &[Traffic]| all.iter().flat_map(|traffic| connections(view, traffic)).collect::<Vec<_>>();
    let ingress = rules(&declared.allow_from).into_iter().map(|(others, ports)| from(others, ports)).collect();
    let egress = rules(&declared.allow_to).into_iter().map(|(others, ports)| to(others, ports)).collect();
    let mut policy = policy(declared.name.as_str(), declared.namespace.as_str(), ingress, egress);
    note_reasons(&mut policy, declared.allow_from.iter().chain(&declared.allow_to).flat_map(|traffic| &traffic.peers));
    if declared.allow_from.is_empty() && declared.allow_to.is_empty() {
        // Written out, because the API server would take it for a policy on connections in alone.
        both_directions(&mut policy);
    }
    if let Some(spec) = policy.spec.as_mut().filter(|_| !declared.pods.is_empty()) {
        let labels = declared.pods.iter().map(|(key, value)| (key.to_string(), value.to_string()));
        spec.pod_selector = Some(LabelSelector { match_labels: Some(labels.collect()), ..LabelSelector::default() });
    }
    policy
}

/// The connections of one declaration. DNS is a rule of its own: without ports it is port 53, not every port.
pub(super) fn connections(view: &ClusterView<'_>, traffic: &Traffic) -> Vec<(Vec<Peer>, Vec<NetworkPolicyPort>)> {
    let is_dns = |other: &&Peers| matches!(other, Peers::ClusterDns);
    let mut all = Vec::new();
    if traffic.peers.iter().any(|other| is_dns(&other)) {
        all.push((peers::cluster_dns(view), peers::dns()));
    }
    let others: Vec<_> =
        traffic.peers.iter().filter(|other| !is_dns(other)).flat_map(|other| peers::peers(view, other)).collect();
    if !others.is_empty() {
        all.push((others, traffic.ports.iter().map(|port| peers::tcp(*port)).collect()));
    }
    all
}
