//! The Kubernetes groups of people: what access policies do not grant is granted to these.

use crate::spec::{Cluster, Team};
use crate::units::Name;

/// The group of all viewers.
pub const VIEWERS_GROUP: &str = "eksml:viewers";

/// The group of a team.
pub fn team_group(team: &Team) -> String {
    format!("eksml:team:{}", team.name)
}

/// The namespaces of a team in which training on several nodes makes JobSets. `AmazonEKSEditPolicy` covers no custom resources, so
/// the team could neither see nor stop its own jobs there.
pub fn jobset_namespaces<'a>(cluster: &Cluster, team: &'a Team) -> Vec<&'a Name> {
    let has_jobsets = |namespace: &Name| {
        cluster.training.iter().any(|training| training.namespace == *namespace && training.nodes.is_some_and(|nodes| nodes > 1))
    };
    team.namespaces.iter().filter(|namespace| has_jobsets(namespace)).collect()
}

/// Whether a team needs its group at all.
pub fn team_needs_group(cluster: &Cluster, team: &Team) -> bool {
    !jobset_namespaces(cluster, team).is_empty()
}
