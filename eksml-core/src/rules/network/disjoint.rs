//! Blocks that must share no address: VPC, Services, peers, and the VPCs of other clusters.

use std::collections::BTreeSet;

use crate::derived::{default_service_cidr, free_block};
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Cluster, Peer, Platform};
use crate::units::Cidr;

pub(super) const NET_03: Rule = Rule {
    id: "NET-03",
    name: "invalid-service-range",
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
    name: "overlapping-networks",
    title: "no connected network has the VPC's addresses",
    severity: Severity::Error,
    why: "between networks that share addresses no peering, transit gateway or VPN can route, and a VPC's block cannot be changed once \
          nodes live in it",
    source: "VPC user guide, VPC peering limitations; EKS best practices, VPC and subnet considerations",
    check: Check::Platform(networks_are_disjoint),
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, peer office { cidr: \"10.0.64.0/18\" } }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, peer office { cidr: \"10.8.0.0/18\" } }"),
};

fn networks_are_disjoint(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let clusters: Vec<At<'_, Cluster>> = platform.clusters().iter().collect();
    let crowded = crowded(&clusters);
    let mut offers = Offers { clusters: &clusters, taken: None, exhausted: BTreeSet::new() };
    findings.each(clusters.iter().enumerate(), |(at, cluster), findings| {
        peers_are_disjoint(cluster, &mut offers, findings);
        let cidr = cluster.vpc().cidr();
        // Of a hundred clusters with the same block each is told of one other, and of no more: it has to move in any case.
        let mut is_told = false;
        let others = crowded.range(..at).filter_map(|other| clusters.get(*other)).filter(|_| crowded.contains(&at));
        findings.each(others, |other, findings| {
            let theirs = *other.vpc().cidr();
            if !is_told && theirs.overlaps(*cidr) {
                let fix = offers.free(*cidr);
                findings.report(
                    &cidr,
                    format!(
                        "VPC `{}` of cluster `{}` overlaps VPC `{theirs}` of cluster `{}`",
                        *cidr,
                        *cluster.name(),
                        *other.name()
                    ),
                    fix,
                );
                is_told = !findings.guessed();
            }
        });
        let Some(own) = cluster.vpc().service_cidr().get() else { return };
        findings.each(clusters.iter().enumerate().filter(|(other, _)| *other != at), |(_, other), findings| {
            let theirs = *other.vpc().cidr();
            // Where the VPCs overlap as well, that is the finding.
            if theirs.overlaps(*own) && !theirs.overlaps(*cidr) {
                findings.report(
                    &own,
                    format!(
                        "Services of cluster `{}` at `{}` overlap VPC `{theirs}` of cluster `{}`",
                        *cluster.name(),
                        *own,
                        *other.name()
                    ),
                    "write a `service_cidr` that no cluster's VPC has",
                );
            }
        });
    });
}

/// The clusters whose VPC is known to overlap another's. Blocks of addresses lie apart or inside each other, so a look along the sorted
/// blocks finds them all, and a fleet without overlaps costs no comparison of each with each.
fn crowded(clusters: &[At<'_, Cluster>]) -> BTreeSet<usize> {
    let mut blocks: Vec<(Cidr, usize)> = Vec::with_capacity(clusters.len());
    blocks.extend(clusters.iter().enumerate().filter_map(|(at, cluster)| Some((*cluster.vpc().cidr().known()?, at))));
    blocks.sort_unstable_by_key(|(block, at)| (block.first(), block.prefix(), *at));
    let mut crowded = BTreeSet::new();
    let mut around: Option<(Cidr, usize)> = None;
    for (block, at) in blocks {
        match around {
            Some((outer, first)) if outer.contains(block) => crowded.extend([first, at]),
            _ => around = Some((block, at)),
        }
    }
    crowded
}

fn peers_are_disjoint(cluster: &At<'_, Cluster>, offers: &mut Offers<'_>, findings: &mut Findings<'_>) {
    let vpc = cluster.vpc();
    let cidr = vpc.cidr();
    let peers: Vec<At<'_, Peer>> = vpc.peers().iter().collect();
    findings.each(peers.iter().enumerate(), |(at, peer), findings| {
        let theirs = *peer.cidr();
        if theirs.overlaps(*cidr) {
            let fix = offers.free(*cidr);
            findings.report(
                &peer.cidr(),
                format!("peer `{}` at `{theirs}` overlaps the VPC `{}` of cluster `{}`", *peer.name(), *cidr, *cluster.name()),
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
    });
}

/// Free blocks for VPCs that are in the way of others; no two of them are sent to the same addresses.
struct Offers<'a> {
    clusters: &'a [At<'a, Cluster>],
    /// What the platform has, as far as it is known, and what was offered already.
    taken: Option<Vec<Cidr>>,
    /// The sizes of which none is left.
    exhausted: BTreeSet<u8>,
}

impl Offers<'_> {
    /// How to get a VPC out of the way.
    fn free(&mut self, vpc: Cidr) -> String {
        // Many clusters have the same Services and peers.
        let once = || self.clusters.iter().flat_map(super::blocks).collect::<BTreeSet<Cidr>>().into_iter().collect();
        let taken = self.taken.get_or_insert_with(once);
        let block = if self.exhausted.contains(&vpc.prefix()) { None } else { free_block(vpc.prefix(), vpc, taken) };
        let Some(block) = block else {
            self.exhausted.insert(vpc.prefix());
            return format!("no private /{} is left: narrow the networks it is connected to", vpc.prefix());
        };
        taken.push(block);
        format!("write `cidr: \"{block}\"` in the cluster's `vpc`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Knowledge, Vpc};

    /// What NET-14 says of clusters with these VPCs.
    fn told(blocks: impl Iterator<Item = Cidr>) -> Vec<String> {
        let cluster = |cidr| Cluster { vpc: Vpc { cidr, ..Vpc::default() }, ..Cluster::default() };
        let platform = Platform { clusters: blocks.map(cluster).collect(), ..Platform::default() };
        let knowledge = Knowledge::default();
        let mut found = Vec::new();
        networks_are_disjoint(&At::root(&platform, &knowledge), &mut Findings::new(&NET_14, &knowledge, &mut found));
        found.into_iter().map(|finding| finding.fix).collect()
    }

    #[test]
    fn each_of_many_clusters_in_one_block_is_told_once_and_sent_elsewhere() {
        let one: Cidr = "10.0.0.0/16".parse().expect("a block");
        let fixes = told(std::iter::repeat_n(one, 100));
        assert_eq!(fixes.len(), 99);
        assert_eq!(fixes.iter().collect::<BTreeSet<_>>().len(), 99, "two are sent to the same addresses");
        let fixes = told(std::iter::repeat_n(one, 400));
        let none = fixes.iter().filter(|fix| fix.starts_with("no private /16 is left")).count();
        assert_eq!(
            (fixes.len(), none),
            (399, 399 - 255 - 16 - 1),
            "10.0.0.0/8 has 255 more, 172.16.0.0/12 16, 192.168.0.0/16 one"
        );
    }

    #[test]
    fn the_crowded_are_those_that_overlap_another() {
        let plans: [&[&str]; 5] = [
            &["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"],
            &["10.0.0.0/8", "10.1.0.0/16", "172.16.0.0/16", "10.1.0.0/24", "10.2.0.0/16"],
            &["10.1.0.0/16", "10.0.0.0/16", "10.1.0.0/16"],
            &["10.1.128.0/17", "10.1.0.0/17", "10.1.0.0/16", "10.2.0.0/16"],
            &["192.168.0.0/16"],
        ];
        for plan in plans {
            let platform = Platform {
                clusters: plan
                    .iter()
                    .map(|cidr| Cluster { vpc: Vpc { cidr: cidr.parse().expect(cidr), ..Vpc::default() }, ..Cluster::default() })
                    .collect(),
                ..Platform::default()
            };
            let blocks: Vec<Cidr> = platform.clusters.iter().map(|cluster| cluster.vpc.cidr).collect();
            let overlaps = |at: usize| blocks.iter().enumerate().any(|(other, block)| other != at && block.overlaps(blocks[at]));
            let wanted: BTreeSet<usize> = (0..blocks.len()).filter(|at| overlaps(*at)).collect();
            let knowledge = Knowledge::default();
            let clusters: Vec<_> = At::root(&platform, &knowledge).clusters().iter().collect();
            assert_eq!(crowded(&clusters), wanted, "{plan:?}");
        }
    }
}
