//! The operators whose custom resources a cluster's objects are.

use crate::catalog::operator_charts::{self, Chart};
use crate::spec::Cluster;

/// The operators a cluster needs before its objects can be applied.
pub fn operators(cluster: &Cluster) -> Vec<Chart> {
    let jobsets = cluster.training.iter().any(|training| training.nodes.is_some_and(|nodes| nodes > 1));
    if jobsets { vec![operator_charts::JOBSET] } else { Vec::new() }
}
