//! The Kubernetes groups of people: what access policies do not grant is granted to these.

use crate::components::{self, Component, CustomKinds};
use crate::spec::{Cluster, Lens, Team};
use crate::units::Name;

/// The group of all viewers.
pub const VIEWERS_GROUP: &str = "eksml:viewers";

/// The group of a team.
pub fn team_group<'a>(team: impl Lens<'a, Team>) -> String {
    let team = team.into();
    format!("eksml:team:{}", team.name())
}

/// The custom resources that the workloads of a namespace are. `AmazonEKSEditPolicy` covers no custom resources, so a team could neither
/// see nor stop its own jobs there, nor see what they wait for.
pub fn custom_resources_in<'a>(cluster: impl Lens<'a, Cluster>, namespace: &Name) -> Vec<CustomKinds> {
    let cluster = cluster.into();
    let are_there = |component: &&Component| component.is_in(cluster);
    let all = components::ALL.iter().copied().filter(|it| it.custom_kinds.is_some()).filter(are_there);
    all.filter_map(|component| component.custom_kinds).filter(|kinds| (kinds.are_in)(cluster, namespace)).collect()
}

/// Whether a team needs its group at all.
pub fn team_needs_group<'a>(cluster: impl Lens<'a, Cluster>, team: impl Lens<'a, Team>) -> bool {
    let cluster = cluster.into();
    let team = team.into();
    team.namespaces().iter().any(|namespace| !custom_resources_in(cluster, &namespace).is_empty())
}
