//! Who calls a service: every workload that says it talks to it.

use super::Workload;
use crate::spec::{Callee, Cluster, Inference, Lens};
use crate::units::Name;

/// A workload as its Pods are known: by namespace, name and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller<'a> {
    /// Its namespace.
    pub namespace: &'a Name,
    /// Its name.
    pub name: &'a Name,
    /// Its kind, as its Pods' label `app.kubernetes.io/component` says it.
    pub component: &'static str,
}

/// Every workload that talks to `service`.
pub fn callers<'a, 'b>(cluster: impl Lens<'a, Cluster>, service: impl Lens<'b, Inference>) -> Vec<Caller<'a>> {
    let callee = Callee::Service(service.into().name().whole().clone());
    let callers = Workload::all(cluster).filter(|workload| workload.talks_to().iter().any(|it| *it == callee));
    callers.map(|it| Caller { namespace: it.namespace().whole(), name: it.name().whole(), component: it.component() }).collect()
}
