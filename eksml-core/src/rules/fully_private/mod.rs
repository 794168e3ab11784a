//! Fully private clusters: what their nodes do not reach. Of an eksctl file alone nobody knows what will run there, so that files are not
//! held to it.

mod endpoints;
mod images;

use super::{Check, Example, Findings, Rule, Scope};

pub(super) const RULES: &[Rule] = &[endpoints::NET_22, endpoints::NET_23, images::SEC_22, images::SEC_23, images::SEC_24];

/// Whether nothing leads out of the cluster's VPC.
pub(super) fn is_fully_private(scope: &Scope<'_>) -> bool {
    let private = scope.cluster.eksctl().private_cluster().get();
    private.is_some_and(|private| private.enabled().get().is_some_and(|enabled| *enabled))
}
