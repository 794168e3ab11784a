//! Subnets of a VPC that is there already: eksctl neither makes nor tags them, so that everything finds them by their ids (NET-17).

use crate::catalog::Zone;
use crate::spec::Cluster;

/// The ids of the cluster's private subnets, if they are there already.
pub fn own_private_subnets(cluster: &Cluster) -> Option<Vec<&str>> {
    Some(named(cluster)?.map(|(_, id)| id).collect())
}

/// The id of one private subnet of each zone, if they are there already.
pub fn own_private_subnet_of_each_zone(cluster: &Cluster) -> Option<Vec<&str>> {
    let mut zones: Vec<(&str, &str)> = Vec::new();
    for (zone, id) in named(cluster)? {
        if zones.iter().all(|(known, _)| *known != zone) {
            zones.push((zone, id));
        }
    }
    Some(zones.into_iter().map(|(_, id)| id).collect())
}

/// The id of a private subnet in this zone, if it is there already.
pub fn own_private_subnet_in<'a>(cluster: &'a Cluster, zone: &Zone) -> Option<&'a str> {
    let zone = zone.to_string();
    named(cluster)?.find(|(of, _)| *of == zone).map(|(_, id)| id)
}

/// Zone and id of each.
fn named(cluster: &Cluster) -> Option<impl Iterator<Item = (&str, &str)>> {
    let subnets = cluster.eksctl.vpc.as_ref()?.subnets.as_ref()?;
    // eksctl takes the key for the zone where none is said.
    let named = |(key, subnet)| {
        let (key, subnet): (&String, &crate::eksctl::AzSubnetSpec) = (key, subnet);
        Some((subnet.az.as_deref().unwrap_or(key), subnet.id.as_deref()?))
    };
    Some(subnets.private.iter().filter_map(named))
}
