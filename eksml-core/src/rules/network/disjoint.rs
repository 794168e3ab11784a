//! Blocks that must share no address: VPC, Services, peers, and the VPCs of other clusters.

use crate::derived::{default_service_cidr, free_block};
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Peer};
use crate::units::Cidr;

pub(super) const NET_03: Rule = Rule {
    id: "NET-03",
    title: "Service addresses are private and nobody else's",
    severity: Severity::Error,
    why: "a Service address inside the VPC or a connected network shadows the machine that has it, and the service CIDR of a cluster \
          can never be changed",
    source: "EKS API, KubernetesNetworkConfigRequest.serviceIpv4Cidr",
    check: Check::Cluster(services_have_their_own),
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, service_cidr: \"10.0.128.0/20\" }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, service_cidr: \"172.20.0.0/16\" }"),
};

fn services_have_their_own(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let vpc = scope.cluster.vpc();
    let block = *vpc.cidr();
    let peers: Vec<At<'_, Peer>> = vpc.peers().iter().collect();
    let mut taken = vec![block];
    taken.extend(peers.iter().map(|peer| *peer.cidr()));
    let own = vpc.service_cidr().get();
    let services = own.as_ref().map_or_else(|| default_service_cidr(block, taken.get(1..).unwrap_or_default()), |own| **own);
    let free = free_block(services.prefix().clamp(12, 24), "172.20.0.0/16".parse().unwrap_or(services), &taken);
    let fix = free.map_or_else(
        || "write `service_cidr` with a private block that nothing else has".to_owned(),
        |free| format!("write `service_cidr: \"{free}\"`"),
    );
    if let Some(own) = own {
        let problem = if !(12..=24).contains(&services.prefix()) {
            Some(format!("service CIDR `{services}` is not between /12 and /24"))
        } else if !services.is_private_rfc1918() {
            Some(format!("service CIDR `{services}` is not within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16"))
        } else if services.overlaps(block) {
            Some(format!("service CIDR `{services}` overlaps the VPC `{block}`"))
        } else {
            peers
                .iter()
                .find(|peer| peer.cidr().overlaps(services))
                .map(|peer| format!("service CIDR `{services}` overlaps `{}` of peer `{}`", *peer.cidr(), *peer.name()))
        };
        if let Some(problem) = problem {
            findings.report(&own, problem, fix);
        }
    } else if let Some(peer) = peers.iter().find(|peer| peer.cidr().overlaps(services)) {
        findings.report(
            &peer.cidr(),
            format!(
                "peer `{}` at `{}` overlaps the Services of cluster `{}`, which take `{services}` when none are named",
                *peer.name(),
                *peer.cidr(),
                *scope.cluster.name()
            ),
            fix,
        );
    }
}

pub(super) const NET_14: Rule = Rule {
    id: "NET-14",
    title: "no connected network has the VPC's addresses",
    severity: Severity::Error,
    why: "between networks that share addresses no peering, transit gateway or VPN can route, and a VPC's block cannot be changed once \
          nodes live in it",
    source: "VPC user guide, VPC peering limitations; EKS best practices, VPC and subnet considerations",
    check: Check::Cluster(networks_are_disjoint),
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, peer office { cidr: \"10.0.64.0/18\" } }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, peer office { cidr: \"10.8.0.0/18\" } }"),
};

fn networks_are_disjoint(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let vpc = scope.cluster.vpc();
    let cidr = vpc.cidr();
    let peers: Vec<At<'_, Peer>> = vpc.peers().iter().collect();
    for (at, peer) in peers.iter().enumerate() {
        findings.afresh();
        let theirs = *peer.cidr();
        if theirs.overlaps(*cidr) {
            let fix = free(*cidr, &super::taken_around(scope));
            findings.report(
                &peer.cidr(),
                format!(
                    "peer `{}` at `{theirs}` overlaps the VPC `{}` of cluster `{}`",
                    *peer.name(),
                    *cidr,
                    *scope.cluster.name()
                ),
                fix,
            );
        }
        if let Some(other) = peers.iter().take(at).find(|other| other.cidr().overlaps(theirs)) {
            findings.report(
                &peer.cidr(),
                format!("peers `{}` and `{}` overlap: `{}` and `{theirs}`", *other.name(), *peer.name(), *other.cidr()),
                "give each peer its own addresses, or leave out the one that is not connected",
            );
        }
    }
    let here = scope.cluster.path();
    let clusters = scope.platform.clusters();
    for other in clusters.iter().take_while(|other| other.path() != here) {
        findings.afresh();
        let theirs = *other.vpc().cidr();
        if theirs.overlaps(*cidr) {
            let fix = free(*cidr, &super::taken_around(scope));
            findings.report(
                &cidr,
                format!(
                    "VPC `{}` of cluster `{}` overlaps VPC `{theirs}` of cluster `{}`",
                    *cidr,
                    *scope.cluster.name(),
                    *other.name()
                ),
                fix,
            );
        }
    }
    for other in clusters.iter().filter(|other| other.path() != here) {
        findings.afresh();
        let (Some(own), theirs) = (vpc.service_cidr().get(), *other.vpc().cidr()) else { continue };
        // Where the VPCs overlap as well, that is the finding.
        if theirs.overlaps(*own) && !theirs.overlaps(*cidr) {
            findings.report(
                &own,
                format!(
                    "Services of cluster `{}` at `{}` overlap VPC `{theirs}` of cluster `{}`",
                    *scope.cluster.name(),
                    *own,
                    *other.name()
                ),
                "write a `service_cidr` that no cluster's VPC has",
            );
        }
    }
}

/// How to get a VPC out of the way of `taken`.
fn free(vpc: Cidr, taken: &[Cidr]) -> String {
    match free_block(vpc.prefix(), vpc, taken) {
        Some(free) => format!("write `cidr: \"{free}\"` in the cluster's `vpc`"),
        None => format!("no private /{} is left: narrow the networks it is connected to", vpc.prefix()),
    }
}
