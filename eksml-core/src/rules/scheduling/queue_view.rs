//! What the rules about queues look at: the parts of a cluster that its queues follow from, and nothing else.

use crate::derived::{self, QueuePlan};
use crate::rules::{Scope, Workload};
use crate::spec::{Accelerators, At, Cluster, Inference, Namespace, NodeGroup, Processing, Queue, Queues, Scaler, Training};
use crate::units::Name;

/// The cluster with only what [`crate::derived::queues`] reads; `None` where it has no queues.
pub(in crate::rules) fn seen(scope: &Scope<'_>) -> Option<Cluster> {
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
        plane: group.plane().whole().clone(),
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
    let service = |service: At<'_, Inference>| Inference {
        name: service.name().whole().clone(),
        namespace: service.namespace().whole().clone(),
        placement: service.placement().whole().clone(),
        queue: service.queue().whole().clone(),
        over: service.over().whole().clone(),
        replicas: *service.replicas(),
        ..Inference::default()
    };
    let work = |work: At<'_, Processing>| Processing {
        name: work.name().whole().clone(),
        namespace: work.namespace().whole().clone(),
        placement: work.placement().whole().clone(),
        queue: work.queue().whole().clone(),
        ..Processing::default()
    };
    Some(Cluster {
        scaler: if fixed { Scaler::Fixed } else { Scaler::ClusterAutoscaler(crate::spec::ClusterAutoscaler::default()) },
        node_groups: scope.cluster.node_groups().iter().map(group).collect(),
        namespaces: scope.cluster.namespaces().iter().map(namespace).collect(),
        training: scope.cluster.training().iter().map(job).collect(),
        inference: scope.cluster.inference().iter().map(service).collect(),
        processing: scope.cluster.processing().iter().map(work).collect(),
        accelerators: Accelerators { plane: scope.cluster.accelerators().plane().whole().clone(), ..Accelerators::default() },
        queues: Some(Queues { queues: queues.queues().iter().map(|it| it.whole().clone()).collect(), ..Queues::default() }),
        ..Cluster::default()
    })
}

/// The queue that a workload waits in, in the cluster that was [`seen`].
pub(super) fn queue_of<'a>(cluster: &'a Cluster, workload: &Workload<'_>) -> Option<QueuePlan<'a>> {
    let (name, namespace) = (workload.name(), workload.namespace());
    let same = |other: &Name, its: &Name| *other == *name && *its == *namespace;
    match workload {
        Workload::Training(_) => derived::queue_of(cluster, cluster.training.iter().find(|it| same(&it.name, &it.namespace))?),
        Workload::Inference(_) => {
            derived::queue_of_service(cluster, cluster.inference.iter().find(|it| same(&it.name, &it.namespace))?)
        }
        Workload::Processing(_) => {
            derived::queue_of_processing(cluster, cluster.processing.iter().find(|it| same(&it.name, &it.namespace))?)
        }
        Workload::Notebook(_) => None,
    }
}

/// Whether jobs of a namespace may wait in a queue: it takes those of the namespaces it names, or else of the one it is called by.
pub(in crate::rules) fn takes(queue: &At<'_, Queue>, namespace: &Name) -> bool {
    let open = queue.namespaces();
    if open.is_empty() { *queue.name() == *namespace } else { open.iter().any(|other| *other == *namespace) }
}

/// The queues that are written.
pub(super) fn written<'a>(scope: &Scope<'a>) -> Vec<At<'a, Queue>> {
    scope.cluster.queues().get().map_or_else(Vec::new, |queues| queues.queues().iter().collect())
}
