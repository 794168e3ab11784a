//! What the rules about queues look at: the parts of a cluster that its queues follow from, and nothing else.

use crate::rules::Scope;
use crate::spec::{At, Cluster, Namespace, NodeGroup, Queue, Queues, Scaler, Training};

/// The cluster with only what [`crate::derived::queues`] reads; `None` where it has no queues.
pub(super) fn seen(scope: &Scope<'_>) -> Option<Cluster> {
    let queues = scope.cluster.queues().get()?;
    let fixed = scope.cluster.scaler().is(|scaler| *scaler == Scaler::Fixed);
    let group = |group: At<'_, NodeGroup>| NodeGroup {
        name: group.name().whole().clone(),
        serves: group.serves().whole().clone(),
        scale: *group.scale(),
        desired: *group.desired(),
        instances: group.instances().whole().clone(),
        sharing: group.sharing().whole().clone(),
        labels: group.labels().whole().clone(),
        management: group.management().whole().clone(),
        ..NodeGroup::default()
    };
    let namespace = |namespace: At<'_, Namespace>| Namespace {
        name: namespace.name().whole().clone(),
        serves: namespace.serves().whole().clone(),
        ..Namespace::default()
    };
    let job = |job: At<'_, Training>| Training {
        name: job.name().whole().clone(),
        namespace: job.namespace().whole().clone(),
        placement: job.placement().whole().clone(),
        queue: job.queue().whole().clone(),
        ..Training::default()
    };
    Some(Cluster {
        scaler: if fixed { Scaler::Fixed } else { Scaler::ClusterAutoscaler(crate::spec::ClusterAutoscaler::default()) },
        node_groups: scope.cluster.node_groups().iter().map(group).collect(),
        namespaces: scope.cluster.namespaces().iter().map(namespace).collect(),
        training: scope.cluster.training().iter().map(job).collect(),
        queues: Some(Queues { queues: queues.queues().iter().map(|it| it.whole().clone()).collect(), ..Queues::default() }),
        ..Cluster::default()
    })
}

/// The queues that are written.
pub(super) fn written<'a>(scope: &Scope<'a>) -> Vec<At<'a, Queue>> {
    scope.cluster.queues().get().map_or_else(Vec::new, |queues| queues.queues().iter().collect())
}
