//! Queues: flavors from node groups, a ClusterQueue for each team, a door in each namespace (SCH-09, SCH-10); and what the hub needs to
//! send jobs to its spokes, and these to take them (FL-09).

mod api;
mod flavors;
mod install;
mod quotas;
mod sender;
mod worker;

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use self::api::{ClusterQueue, Cohort, FairSharing, LocalQueue, Object, Preemption, WorkloadPriorityClass};
use super::metadata::metadata;
use crate::derived::{self, PriorityClass, QueuePlan};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{At, NodeGroup};
use crate::units::Name;

pub(super) use self::install::remarks;
pub(in crate::render) use self::install::values;

const FILE: &str = "42-queues.yaml";
/// The cohort of all queues of a cluster.
const COHORT: &str = "training";

/// Where Pods would rather be, all of them.
const PREFERRED: &str = "kueue.x-k8s.io/podset-preferred-topology";

/// Adds them, if the cluster has queues.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let queues = derived::queues(view.cluster);
    if queues.is_empty() {
        return Ok(());
    }
    worker::render(view, &queues, files)?;
    flavors::render(view, &queues, files)?;
    for PriorityClass { name, value, .. } in derived::priority_classes(view.cluster) {
        if name != "inference" || service_waits(view) {
            files.add(FILE, &WorkloadPriorityClass::new(metadata(&name, None), value))?;
        }
    }
    files.add(FILE, &Object::new("Cohort", metadata(COHORT, None), Cohort {}))?;
    for queue in &queues {
        let name = queue.name.as_str();
        let spec = ClusterQueue {
            cohort_name: COHORT,
            namespace_selector: only(&queue.namespaces()),
            // A small job may pass a large one that waits for more than is free; the large one keeps its place.
            queueing_strategy: "BestEffortFIFO",
            preemption: Preemption { reclaim_within_cohort: "Any", within_cluster_queue: "LowerPriority" },
            fair_sharing: FairSharing { weight: queue.weight().to_string() },
            resource_groups: if queue.sends() { sender::resources(view, queue) } else { quotas::groups(view.cluster, queue) },
            admission_checks_strategy: sender::check_of(queue),
        };
        files.add(FILE, &Object::new("ClusterQueue", metadata(name, None), spec))?;
        for namespace in queue.namespaces() {
            let door = LocalQueue { cluster_queue: name.to_owned() };
            files.add(FILE, &Object::new("LocalQueue", metadata(name, Some(namespace.as_str())), door))?;
        }
    }
    sender::render(view, &queues, files)
}

/// Whether a service waits in a queue.
fn service_waits(view: &ClusterView<'_>) -> bool {
    view.cluster.inference.iter().any(|service| derived::queue_of(view.cluster, service).is_some())
}

fn only(namespaces: &[&Name]) -> LabelSelector {
    use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelectorRequirement;
    let named = LabelSelectorRequirement {
        key: "kubernetes.io/metadata.name".to_owned(),
        operator: "In".to_owned(),
        values: Some(namespaces.iter().map(ToString::to_string).collect()),
    };
    LabelSelector { match_expressions: Some(vec![named]), ..LabelSelector::default() }
}

/// The labels that put work of this priority class into its queue. Kueue's webhook suspends a job that has them while it is created,
/// and gates the Pods of a LeaderWorkerSet.
///
/// The job does not say `suspend: true` itself: applied again to a running job, that word would stop its Pods.
pub(super) fn labels(queue: Option<&QueuePlan<'_>>, priority: String) -> BTreeMap<String, String> {
    let Some(queue) = queue else { return BTreeMap::new() };
    BTreeMap::from([
        ("kueue.x-k8s.io/queue-name".to_owned(), queue.name.to_string()),
        ("kueue.x-k8s.io/priority-class".to_owned(), priority),
    ])
}

/// Adds to these annotations what makes one of two sets of Pods, a leader and its workers: one flavor and one place for both. Kueue takes
/// groups of exactly two sets, of which one is a single Pod (Kueue, `ValidatePodSetGroupingTopology`).
pub(super) fn keep_as_one(annotations: &mut BTreeMap<String, String>, name: &str) {
    if annotations.contains_key(PREFERRED) {
        annotations.insert("kueue.x-k8s.io/podset-group-name".to_owned(), name.to_owned());
    }
}

/// The annotation of Pods in a queue by which they are placed close to each other, where their groups are so used: Kueue gives a
/// place there to nobody who does not ask for one.
pub(super) fn annotations(view: &ClusterView<'_>, groups: &[At<'_, NodeGroup>]) -> BTreeMap<String, String> {
    let together = view.cluster.queues.as_ref().map_or(&[][..], |queues| &queues.close_together);
    let kept = !groups.is_empty() && groups.iter().all(|group| together.contains(&group.name));
    let annotation = (PREFERRED.to_owned(), flavors::CLOSEST.to_owned());
    kept.then_some(annotation).into_iter().collect()
}
