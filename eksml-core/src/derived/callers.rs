//! Who calls a service: every workload that says it talks to it.

use crate::spec::{Callee, Cluster, Inference};
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
pub fn callers<'a>(cluster: &'a Cluster, service: &Inference) -> Vec<Caller<'a>> {
    let calls = |talks: &[Callee]| talks.iter().any(|callee| *callee == Callee::Service(service.name.clone()));
    let mut all = Vec::new();
    let mut add = |component, talks: &[Callee], namespace: &'a Name, name: &'a Name| {
        if calls(talks) {
            all.push(Caller { namespace, name, component });
        }
    };
    cluster.training.iter().for_each(|it| add("training", &it.talks_to, &it.namespace, &it.name));
    cluster.inference.iter().for_each(|it| add("inference", &it.talks_to, &it.namespace, &it.name));
    cluster.processing.iter().for_each(|it| add("processing", &it.talks_to, &it.namespace, &it.name));
    cluster.notebooks.iter().for_each(|it| add("notebook", &it.talks_to, &it.namespace, &it.name));
    all
}
