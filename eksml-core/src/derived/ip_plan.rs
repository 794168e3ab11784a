//! How many addresses of each private subnet the nodes and Pods of a cluster may take.
//!
//! Worst case: every group at its most nodes, every node with its most Pods. Sources: VPC CNI `docs/eni-and-ip-target.md` and
//! `docs/prefix-and-ip-target.md`, amazon-eks-ami `eni_max_pods.go`, eksctl `network_interfaces.go`, EKS user guide
//! ("Subnet requirements and considerations", "Choosing an Amazon EC2 instance type").

use super::private_subnet;
use crate::catalog::{InstanceFacts, InstanceType, Zone};
use crate::spec::{NodeGroup, PodAddresses};
use crate::units::{Cidr, Name};

/// Addresses AWS keeps of every subnet. Source: VPC user guide, "Subnet CIDR blocks".
pub const RESERVED_BY_AWS: u64 = 5;

/// Addresses the control plane's cross-account network interfaces may take of one subnet.
pub const CONTROL_PLANE_INTERFACES: u64 = 4;

/// Addresses in one prefix that EC2 gives a network interface: a /28.
const PREFIX: u64 = 16;

/// IPv4 addresses per interface of the types whose figure the catalogue lacks: the most EC2 gives.
const MOST_IPV4_PER_ENI: u32 = 50;

/// What counts of a node group when addresses are counted.
#[derive(Debug, Clone)]
pub struct Nodes<'a> {
    /// The group's name.
    pub group: &'a Name,
    /// Its instance types.
    pub instances: &'a [InstanceType],
    /// The most nodes.
    pub max: u32,
    /// Its zones; all of the cluster's when empty.
    pub zones: &'a [Zone],
    /// Whether every network card has an EFA interface.
    pub efa: bool,
    /// The most Pods a node takes, where the group says so.
    pub max_pods: Option<u32>,
}

impl<'a> From<&'a NodeGroup> for Nodes<'a> {
    fn from(group: &'a NodeGroup) -> Self {
        Self {
            group: &group.name,
            instances: &group.instances,
            max: group.scale.max,
            zones: &group.zones,
            efa: group.efa,
            max_pods: group.max_pods,
        }
    }
}

/// The addresses one group may take of one private subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The group's name.
    pub group: Name,
    /// The most of its nodes in the zone.
    pub nodes: u64,
    /// Addresses that a node and its Pods take.
    pub per_node: u64,
    /// Addresses that a node's EFA interfaces take beside them.
    pub efa_per_node: u64,
}

impl Demand {
    /// Addresses of all its nodes, without those of EFA interfaces.
    pub fn without_efa(&self) -> u64 {
        self.nodes.saturating_mul(self.per_node)
    }

    /// Addresses of all its nodes.
    pub fn total(&self) -> u64 {
        self.nodes.saturating_mul(self.per_node.saturating_add(self.efa_per_node))
    }
}

/// The address plan of one private subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubnetPlan {
    /// Its zone.
    pub zone: Zone,
    /// Its block.
    pub subnet: Cidr,
    /// What each group may take, in declared order.
    pub demands: Vec<Demand>,
}

impl SubnetPlan {
    /// Addresses that may be taken, AWS's own and the control plane's included.
    pub fn needed(&self) -> u64 {
        self.demands.iter().map(Demand::total).fold(RESERVED_BY_AWS + CONTROL_PLANE_INTERFACES, u64::saturating_add)
    }

    /// The same without EFA interfaces.
    pub fn needed_without_efa(&self) -> u64 {
        self.demands.iter().map(Demand::without_efa).fold(RESERVED_BY_AWS + CONTROL_PLANE_INTERFACES, u64::saturating_add)
    }

    /// Whether the subnet has them.
    pub fn fits(&self) -> bool {
        self.needed() <= self.subnet.size()
    }
}

/// The address plan of each private subnet that eksctl cuts from `vpc`, in the order of `zones`.
pub fn ip_plan(vpc: Cidr, zones: &[Zone], mode: &PodAddresses, groups: &[Nodes<'_>]) -> Vec<SubnetPlan> {
    ip_plan_of(zones, |index| private_subnet(vpc, index, zones.len()), mode, groups)
}

/// The address plan of private subnets that are there already: `subnet` is the one in the zone at that position, as far as it is known.
pub fn ip_plan_of(
    zones: &[Zone],
    subnet: impl Fn(usize) -> Option<Cidr>,
    mode: &PodAddresses,
    groups: &[Nodes<'_>],
) -> Vec<SubnetPlan> {
    let plan = |(index, zone): (usize, &Zone)| {
        let subnet = subnet(index)?;
        let demands = groups.iter().filter_map(|group| demand(group, *zone, zones, mode)).collect();
        Some(SubnetPlan { zone: *zone, subnet, demands })
    };
    zones.iter().enumerate().filter_map(plan).collect()
}

fn demand(group: &Nodes<'_>, zone: Zone, all: &[Zone], mode: &PodAddresses) -> Option<Demand> {
    let own = if group.zones.is_empty() { all } else { group.zones };
    if !own.contains(&zone) {
        return None;
    }
    // An Auto Scaling group keeps its zones within one node of each other.
    let distinct = own.iter().enumerate().filter(|(at, zone)| own.iter().position(|other| other == *zone) == Some(*at)).count();
    let nodes = u64::from(group.max).div_ceil(distinct as u64);
    let max_pods = max_pods(group.instances, group.max_pods);
    let costs = |instance: &InstanceType| {
        let facts = instance.facts();
        let efa = if group.efa { efa_addresses(facts) } else { 0 };
        (node_addresses(facts, mode, max_pods), efa)
    };
    let (per_node, efa_per_node) = group.instances.iter().map(costs).max_by_key(|(node, efa)| node + efa)?;
    Some(Demand { group: group.group.clone(), nodes, per_node, efa_per_node })
}

/// The most Pods a node of these types takes: what the group says, or the least of its types' figures (the same Pods may land on
/// any of them), but no more than EKS recommends. Source: EKS user guide, "Choosing an Amazon EC2 instance type".
pub fn max_pods(instances: &[InstanceType], own: Option<u32>) -> u32 {
    let of_type = |instance: &InstanceType| instance.facts().max_pods.min(recommended_pods(instance.facts()));
    own.or_else(|| instances.iter().map(of_type).min()).unwrap_or(0)
}

/// The most Pods EKS recommends: 110, or 250 from 30 vCPU on.
fn recommended_pods(facts: &InstanceFacts) -> u32 {
    if facts.vcpu < 30 { 110 } else { 250 }
}

/// The most Pods that find an address on a node of this type; `None` where the catalogue does not say.
///
/// An interface's own address goes to no Pod, and two Pods (VPC CNI, kube-proxy) live on the node's. Beyond 250 Pods EKS gives no
/// support. Source: amazon-eks-ami `eni_max_pods.go`; EKS best practices, "Prefix mode for Linux".
pub fn most_pods(facts: &InstanceFacts, mode: &PodAddresses) -> Option<u32> {
    let secondary = facts.enis?.saturating_mul(facts.ipv4_per_eni?.saturating_sub(1));
    Some(match mode {
        PodAddresses::SecondaryAddresses => secondary.saturating_add(2),
        PodAddresses::PrefixDelegation => secondary.saturating_mul(16).saturating_add(2).min(250),
    })
}

/// The addresses a node takes with so many Pods, whether they run or the VPC CNI only keeps them warm.
fn node_addresses(facts: &InstanceFacts, mode: &PodAddresses, max_pods: u32) -> u64 {
    let per_eni = facts.ipv4_per_eni.unwrap_or(MOST_IPV4_PER_ENI).max(2);
    let usable = per_eni - 1;
    let enis = facts.enis.unwrap_or_else(|| facts.max_pods.saturating_sub(2).div_ceil(usable)).max(1);
    match mode {
        // The VPC CNI keeps one whole interface warm.
        PodAddresses::SecondaryAddresses => u64::from((max_pods.div_ceil(usable) + 1).min(enis)) * u64::from(per_eni),
        // It keeps one prefix warm; each takes the place of one secondary address.
        PodAddresses::PrefixDelegation => {
            let prefixes = max_pods.div_ceil(16) + 1;
            u64::from(prefixes) * PREFIX + u64::from(prefixes.div_ceil(usable).min(enis))
        }
    }
}

/// The addresses of EFA interfaces: eksctl puts one with an address on every network card; the first card's is the node's own.
fn efa_addresses(facts: &InstanceFacts) -> u64 {
    u64::from(facts.network_cards.unwrap_or(facts.efa_interfaces).saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use PodAddresses::{PrefixDelegation, SecondaryAddresses};

    fn instance(name: &str) -> InstanceType {
        name.parse().unwrap()
    }

    fn addresses(name: &str, mode: &PodAddresses, own: Option<u32>) -> u64 {
        let instance = instance(name);
        node_addresses(instance.facts(), mode, max_pods(&[instance], own))
    }

    #[test]
    fn a_node_takes_its_interfaces_or_its_prefixes() {
        // 4 interfaces of 15, 58 Pods.
        assert_eq!(addresses("m7i.xlarge", &SecondaryAddresses, None), 60);
        assert_eq!(addresses("m7i.xlarge", &PrefixDelegation, None), 5 * 16 + 1);
        // Few Pods need one interface, and one is kept warm.
        assert_eq!(addresses("m7i.xlarge", &SecondaryAddresses, Some(10)), 30);
        // 737 Pods by its interfaces, 250 by recommendation: 6 interfaces of 50 and a warm one.
        assert_eq!(addresses("p4d.24xlarge", &SecondaryAddresses, None), 350);
        assert_eq!(addresses("p4d.24xlarge", &PrefixDelegation, None), 17 * 16 + 1);
        // Nothing is known of its interfaces but what its 100 Pods imply.
        assert_eq!(addresses("trn2.48xlarge", &SecondaryAddresses, None), 100);
    }

    #[test]
    fn efa_takes_one_address_per_further_card() {
        assert_eq!(efa_addresses(instance("p5.48xlarge").facts()), 31);
        assert_eq!(efa_addresses(instance("g6.8xlarge").facts()), 0);
        assert_eq!(efa_addresses(instance("trn2.48xlarge").facts()), 15);
    }

    #[test]
    fn the_most_pods_are_the_interfaces_or_250() {
        let most = |name: &str, mode: &PodAddresses| most_pods(instance(name).facts(), mode);
        assert_eq!(most("g4dn.xlarge", &SecondaryAddresses), Some(29));
        assert_eq!(most("m7i.xlarge", &SecondaryAddresses), Some(58));
        assert_eq!(most("t3.medium", &PrefixDelegation), Some(242));
        assert_eq!(most("m7i.xlarge", &PrefixDelegation), Some(250));
        assert_eq!(most("trn2.48xlarge", &SecondaryAddresses), None);
    }

    #[test]
    fn nodes_spread_over_their_own_zones() {
        let zones: Vec<Zone> = ["us-west-2a", "us-west-2b", "us-west-2c"].iter().map(|zone| zone.parse().unwrap()).collect();
        let (cpu, gpu): (Name, Name) = ("cpu".parse().unwrap(), "gpu".parse().unwrap());
        let (m7i, p5) = ([instance("m7i.xlarge")], [instance("p5.48xlarge")]);
        let groups = [
            Nodes { group: &cpu, instances: &m7i, max: 200, zones: &[], efa: false, max_pods: None },
            Nodes { group: &gpu, instances: &p5, max: 8, zones: &zones[1..2], efa: true, max_pods: None },
        ];
        let plans = ip_plan("10.0.0.0/24".parse().unwrap(), &zones, &SecondaryAddresses, &groups);
        let needed: Vec<_> = plans.iter().map(|plan| (plan.needed_without_efa(), plan.needed(), plan.subnet.size())).collect();
        assert_eq!(needed, [(67 * 60 + 9, 67 * 60 + 9, 32), (67 * 60 + 800 + 9, 67 * 60 + 1048 + 9, 32), (4029, 4029, 32)]);
        assert!(plans.iter().all(|plan| !plan.fits()));
    }
}
