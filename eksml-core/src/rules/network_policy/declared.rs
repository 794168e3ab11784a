//! The connections that workloads declare: whom they talk to, and whom they serve.

use crate::rules::{Scope, Workload};
use crate::spec::{At, Callee, Peers, Traffic};

/// What a workload opens connections to beside services, each with the words for it.
pub(super) fn talks<'a>(scope: &Scope<'a>) -> Vec<(At<'a, Traffic>, String)> {
    let mut all = Vec::new();
    for workload in Workload::all(&scope.cluster) {
        for callee in workload.talks_to().iter() {
            if let Some(others) = callee.variant(|callee| if let Callee::Others(others) = callee { Some(others) } else { None }) {
                all.push((others, format!("{} talks to", workload.shown())));
            }
        }
    }
    all
}

/// Whom a service serves, each with the words for it.
pub(super) fn serves<'a>(scope: &Scope<'a>) -> Vec<(At<'a, Peers>, String)> {
    let mut all = Vec::new();
    for service in scope.cluster.inference().iter() {
        for peer in service.serves().iter() {
            all.push((peer, format!("inference service `{}` lets in", *service.name())));
        }
    }
    all
}
