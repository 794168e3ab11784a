//! The address plan that eksctl makes of a VPC.

use std::net::Ipv4Addr;

use crate::catalog::{Region, Zone};
use crate::spec::{Cluster, Lens, NodeGroup, Platform};
use crate::units::Cidr;

/// The two ranges EKS chooses from when no service CIDR is given: the second when the VPC is within 10.0.0.0/8.
/// Source: EKS API, `KubernetesNetworkConfigRequest.serviceIpv4Cidr`.
pub const SERVICE_CIDR_DEFAULTS: [&str; 2] = ["10.100.0.0/16", "172.20.0.0/16"];

/// The region of a cluster: its own, or the platform's.
pub fn region<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> &'a Region {
    let platform = platform.into();
    let cluster = cluster.into();
    cluster.region().get().unwrap_or_else(|| platform.region()).whole()
}

/// The zones of a cluster's VPC.
pub fn zones_of_cluster<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> Vec<Zone> {
    let platform = platform.into();
    let cluster = cluster.into();
    cluster.vpc().zones().names(region(platform, cluster))
}

/// The zones of a node group: its own, or all of the cluster's.
pub fn zones_of_group<'a>(
    platform: impl Lens<'a, Platform>,
    cluster: impl Lens<'a, Cluster>,
    group: impl Lens<'a, NodeGroup>,
) -> Vec<Zone> {
    let platform = platform.into();
    let cluster = cluster.into();
    let group = group.into();
    if group.zones().is_empty() { zones_of_cluster(platform, cluster) } else { group.zones().whole().clone() }
}

/// The addresses of Services: the cluster's own, or the one we write out so that it is not left to EKS.
pub fn service_cidr<'a>(cluster: impl Lens<'a, Cluster>) -> Cidr {
    let cluster = cluster.into();
    let vpc = cluster.vpc();
    let peers: Vec<Cidr> = vpc.peers().iter().map(|peer| *peer.cidr()).collect();
    vpc.service_cidr().unwrap_or_else(|| default_service_cidr(*vpc.cidr(), &peers))
}

/// The addresses of Services where a cluster names none: of [`SERVICE_CIDR_DEFAULTS`] the one EKS would take, unless a peer has it.
pub fn default_service_cidr(vpc: Cidr, peers: &[Cidr]) -> Cidr {
    let [ten, other] = SERVICE_CIDR_DEFAULTS;
    let ten_net = "10.0.0.0/8".parse::<Cidr>();
    let choices = if ten_net.is_ok_and(|net| net.overlaps(vpc)) { [other, ten] } else { [ten, other] };
    let mut choices = choices.iter().filter_map(|choice| choice.parse::<Cidr>().ok());
    let first = choices.next().unwrap_or(vpc);
    std::iter::once(first).chain(choices).find(|choice| !overlaps_any(*choice, peers) && !choice.overlaps(vpc)).unwrap_or(first)
}

/// The prefix length of each subnet eksctl cuts from the VPC: an eighth of it for up to four zones, a sixteenth for up to eight,
/// one public and one private subnet per zone. Source: eksctl `pkg/apis/eksctl.io/v1alpha5/vpc.go` (`SplitInto8`, `SplitInto16`).
pub fn private_subnet_size(vpc: Cidr, zones: usize) -> u8 {
    vpc.prefix() + if zones * 2 <= 8 { 3 } else { 4 }
}

/// The most zones eksctl cuts subnets for: sixteen subnets, two a zone. Source: eksctl `pkg/vpc/vpc.go` (`SetSubnets`).
pub const MOST_ZONES: usize = 8;

/// The narrowest VPC whose subnets still are /28, the smallest EC2 gives.
pub fn narrowest_vpc(zones: usize) -> u8 {
    if zones * 2 <= 8 { 25 } else { 24 }
}

/// The private subnet of the zone at `index` of so many, as eksctl cuts it: public subnets come first.
/// `None` where eksctl cuts none. Source: eksctl `pkg/vpc/vpc.go` (`SetSubnets`).
pub fn private_subnet(vpc: Cidr, index: usize, zones: usize) -> Option<Cidr> {
    vpc.subnets(private_subnet_size(vpc, zones)).nth(index + zones)
}

/// A block of `prefix` that shares no address with `taken`: `near` widened or narrowed to it if that is free, else the first
/// free private one (RFC 1918).
pub fn free_block(prefix: u8, near: Cidr, taken: &[Cidr]) -> Option<Cidr> {
    let own = resized(near, prefix).into_iter();
    let private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].into_iter().filter_map(|text| text.parse::<Cidr>().ok());
    own.chain(private.flat_map(|block| block.subnets(prefix))).find(|block| !overlaps_any(*block, taken))
}

/// The block of `prefix` that begins with, or holds, the first address of `block`.
fn resized(block: Cidr, prefix: u8) -> Option<Cidr> {
    if prefix >= block.prefix() {
        return block.subnets(prefix).next();
    }
    let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
    format!("{}/{prefix}", Ipv4Addr::from(block.first() & mask)).parse().ok()
}

fn overlaps_any(block: Cidr, taken: &[Cidr]) -> bool {
    taken.iter().any(|other| block.overlaps(*other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cidr(text: &str) -> Cidr {
        text.parse().unwrap()
    }

    #[test]
    fn services_get_what_neither_vpc_nor_peer_has() {
        assert_eq!(default_service_cidr(cidr("10.0.0.0/16"), &[]), cidr("172.20.0.0/16"));
        assert_eq!(default_service_cidr(cidr("192.168.0.0/16"), &[]), cidr("10.100.0.0/16"));
        assert_eq!(default_service_cidr(cidr("10.0.0.0/16"), &[cidr("172.16.0.0/12")]), cidr("10.100.0.0/16"));
        // Where both are taken the rule NET-03 speaks about EKS's own choice.
        let both = [cidr("172.16.0.0/12"), cidr("10.96.0.0/11")];
        assert_eq!(default_service_cidr(cidr("10.0.0.0/16"), &both), cidr("172.20.0.0/16"));
    }

    #[test]
    fn private_subnets_come_after_the_public_ones() {
        let vpc = cidr("10.0.0.0/16");
        let three: Vec<_> = (0..3).filter_map(|index| private_subnet(vpc, index, 3)).map(|block| block.to_string()).collect();
        assert_eq!(three, ["10.0.96.0/19", "10.0.128.0/19", "10.0.160.0/19"]);
        assert_eq!(private_subnet(vpc, 4, 5), Some(cidr("10.0.144.0/20")));
        assert_eq!(private_subnet(vpc, 8, 9), None);
        assert_eq!(private_subnet(cidr("10.0.0.0/30"), 0, 2), None);
    }

    #[test]
    fn the_narrowest_vpc_is_cut_into_subnets_of_16_addresses() {
        for (zones, prefix) in [(2, 25), (4, 25), (5, 24), (8, 24)] {
            assert_eq!(narrowest_vpc(zones), prefix);
            let vpc = cidr("10.0.0.0/8").subnets(prefix).next().unwrap();
            assert_eq!(private_subnet_size(vpc, zones), 28);
        }
    }

    #[test]
    fn a_free_block_stays_near_when_it_can() {
        assert_eq!(free_block(16, cidr("10.7.8.0/24"), &[]), Some(cidr("10.7.0.0/16")));
        assert_eq!(free_block(16, cidr("10.0.0.0/8"), &[]), Some(cidr("10.0.0.0/16")));
        assert_eq!(free_block(16, cidr("10.0.0.0/16"), &[cidr("10.0.0.0/15")]), Some(cidr("10.2.0.0/16")));
        assert_eq!(free_block(16, cidr("10.0.0.0/16"), &[cidr("10.0.0.0/8")]), Some(cidr("172.16.0.0/16")));
        assert_eq!(free_block(16, cidr("10.0.0.0/16"), &[cidr("0.0.0.0/0")]), None);
        assert_eq!(free_block(0, cidr("192.168.0.0/24"), &[]), Some(cidr("0.0.0.0/0")));
        assert_eq!(free_block(20, cidr("192.168.255.0/24"), &[]), Some(cidr("192.168.240.0/20")));
        assert_eq!(free_block(33, cidr("10.0.0.0/16"), &[]), None);
    }
}
