//! Subnets of a VPC that is there already: eksctl neither makes nor tags them, so that everything finds them by their ids (NET-17).

use crate::catalog::Zone;
use crate::eksctl::AzSubnetSpec;
use crate::spec::{At, Cluster, Lens};

/// The ids of the cluster's private subnets, if they are there already.
pub fn own_private_subnets<'a>(cluster: impl Lens<'a, Cluster>) -> Option<Vec<&'a str>> {
    Some(named(cluster.into())?.map(|(_, id)| id).collect())
}

/// The id of one private subnet of each zone, if they are there already.
pub fn own_private_subnet_of_each_zone<'a>(cluster: impl Lens<'a, Cluster>) -> Option<Vec<&'a str>> {
    let mut zones: Vec<(&str, &str)> = Vec::new();
    for (zone, id) in named(cluster.into())? {
        if zones.iter().all(|(known, _)| *known != zone) {
            zones.push((zone, id));
        }
    }
    Some(zones.into_iter().map(|(_, id)| id).collect())
}

/// The id of a private subnet in this zone, if it is there already.
pub fn own_private_subnet_in<'a>(cluster: impl Lens<'a, Cluster>, zone: &Zone) -> Option<&'a str> {
    let zone = zone.to_string();
    named(cluster.into())?.find(|(of, _)| *of == zone).map(|(_, id)| id)
}

/// Zone and id of each.
fn named<'a>(cluster: At<'a, Cluster>) -> Option<impl Iterator<Item = (&'a str, &'a str)>> {
    let subnets = cluster.eksctl().vpc().get()?.subnets().get()?;
    // eksctl takes the key for the zone where none is said.
    let named = |(key, subnet): (&'a String, At<'a, AzSubnetSpec>)| {
        let subnet = subnet.whole();
        Some((subnet.az.as_deref().unwrap_or(key), subnet.id.as_deref()?))
    };
    Some(subnets.private().iter().filter_map(named))
}
