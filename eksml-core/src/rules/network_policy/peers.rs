//! Who a policy lets its Pods talk to.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Callee, NetworkPolicy, Peers, Traffic};
use crate::units::Cidr;

use super::declared::{serves, talks};

/// Where instances ask for their credentials.
const INSTANCE_METADATA: &str = "169.254.169.254/32";

const DNS: u16 = 53;

pub(super) const NP_01: Rule = Rule {
    id: "NP-01",
    name: "policy-without-peers",
    title: "a policy names its peers",
    severity: Severity::Error,
    why: "an empty list of peers, like 0.0.0.0/0, allows every address: the whole internet, the VPC, and the instance metadata that hold \
          the node's credentials",
    source: "Kubernetes API, NetworkPolicyPeer: an empty or missing list matches all",
    check: Check::Cluster(peers_are_named),
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         network_policy out { namespace: ml, allow_out { peers: [], ports: [443] } }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         network_policy out { namespace: ml, allow_out { peers: [Vpc], ports: [443] } }",
    ),
};

fn peers_are_named(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(scope.cluster.network_policies().iter(), |policy, findings| {
        findings.each(both_ways(&policy), |(traffic, whom), findings| {
            let peers = traffic.peers();
            if peers.is_empty() {
                findings.report(
                    &peers,
                    format!("network policy `{}` {whom} everyone: its list of peers is empty", *policy.name()),
                    "name them, such as `peers: [Vpc]`, `peers: [namespace NAME]`, or `peers: [Internet(\"why\")]`",
                );
            }
            findings.each(peers.iter(), |peer, findings| {
                one_peer_is_named(&peer, &format!("network policy `{}` {whom}", *policy.name()), findings);
            });
        });
    });
    findings.each(talks(scope), |(traffic, whose), findings| {
        if traffic.peers().is_empty() {
            let problem = format!("{whose} everyone: its list of peers is empty");
            findings.report(&traffic.peers(), problem, "name them, such as `peers: [Vpc]`, or `peers: [Internet(\"why\")]`");
        }
        traffic.peers().iter().for_each(|peer| one_peer_is_named(&peer, &whose, findings));
    });
    findings.each(serves(scope), |(peer, whose), findings| {
        one_peer_is_named(&peer, &whose, findings);
    });
    findings.each(scope.cluster.namespaces().iter(), |namespace, findings| {
        findings.each(namespace.https_to().iter(), |peer, findings| {
            one_peer_is_named(&peer, &format!("namespace `{}` lets its Pods talk to", *namespace.name()), findings);
        });
    });
}

fn one_peer_is_named(peer: &At<'_, Peers>, whose: &str, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let cidr = peer.variant(|peer| if let Peers::Cidr(cidr) = peer { Some(cidr) } else { None });
        let reason = peer.variant(|peer| if let Peers::Internet(reason) = peer { Some(reason) } else { None });
        if let Some(cidr) = cidr {
            if cidr.prefix() == 0 {
                findings.report(
                    &cidr,
                    format!("{whose} every address: `{}`", *cidr),
                    "write `Internet(\"why\")`, which keeps private networks and instance metadata closed, or the block that is meant",
                );
            } else if INSTANCE_METADATA.parse::<Cidr>().is_ok_and(|metadata| metadata.overlaps(*cidr)) {
                findings.report(
                    &cidr,
                    format!("{whose} instance metadata: `{}` holds 169.254.169.254", *cidr),
                    "write the block that is meant; credentials come from the EKS Pod Identity agent, which is always open",
                );
            }
        } else if let Some(reason) = reason
            && reason.trim().is_empty()
        {
            findings.report(
                &reason,
                format!("{whose} the whole internet and gives no reason"),
                "say what for: `Internet(\"model downloads from huggingface.co\")`",
            );
        }
    });
}

pub(super) const NP_03: Rule = Rule {
    id: "NP-03",
    name: "foreign-dns",
    title: "DNS goes to the cluster's own DNS alone",
    severity: Severity::Error,
    why: "port 53 to anyone else is a tunnel: data leave as the names that are asked for, past every other policy",
    source: "EKS best practices, Network security",
    check: Check::Cluster(dns_stays_inside),
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         network_policy dns { namespace: ml, allow_out { peers: [Internet(\"DNS\")], ports: [53] } }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         network_policy dns { namespace: ml, allow_out { peers: [ClusterDns], ports: [53] } }",
    ),
};

fn dns_stays_inside(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(scope.cluster.network_policies().iter(), |policy, findings| {
        findings.each(policy.allow_to().iter(), |traffic, findings| {
            no_dns_elsewhere(&traffic, &format!("network policy `{}`", *policy.name()), findings);
        });
    });
    findings.each(Workload::all(&scope.cluster), |workload, findings| {
        findings.each(workload.talks_to().iter(), |callee, findings| {
            if let Some(others) = callee.variant(|callee| if let Callee::Others(others) = callee { Some(others) } else { None }) {
                no_dns_elsewhere(&others, &workload.shown(), findings);
            }
        });
    });
}

fn no_dns_elsewhere(traffic: &At<'_, Traffic>, whose: &str, findings: &mut Findings<'_>) {
    let (peers, ports) = (traffic.peers(), traffic.ports());
    if let Some(port) = ports.iter().find(|port| **port == DNS)
        && let Some(other) = peers.iter().find(|peer| !peer.is(|peer| *peer == Peers::ClusterDns))
    {
        findings.report(
            &port,
            format!("{whose} opens port 53 to {}", shown(&other)),
            "remove 53 here: every namespace may ask the cluster's own DNS already",
        );
    }
    if ports.is_empty()
        && let Some(internet) = peers.iter().find(|peer| peer.is(|peer| matches!(peer, Peers::Internet(_))))
    {
        findings.report(
            &internet,
            format!("{whose} opens every port to the internet, 53 among them"),
            "name the ports: `ports: [443]`",
        );
    }
}

/// The traffic a policy allows, each with the words for its direction.
pub(super) fn both_ways<'a>(policy: &At<'a, NetworkPolicy>) -> impl Iterator<Item = (At<'a, Traffic>, &'static str)> + use<'a> {
    let from = policy.allow_from().iter().map(|traffic| (traffic, "lets in"));
    from.chain(policy.allow_to().iter().map(|traffic| (traffic, "lets its Pods talk to")))
}

fn shown(peer: &Peers) -> String {
    match peer {
        Peers::Vpc => "the whole VPC".to_owned(),
        Peers::Namespace(name) => format!("namespace `{name}`"),
        Peers::SameNamespace => "its own namespace".to_owned(),
        Peers::ClusterDns => "the cluster's DNS".to_owned(),
        Peers::Cidr(cidr) => format!("`{cidr}`"),
        Peers::Internet(_) => "the internet".to_owned(),
    }
}
