//! Kueue itself: the settings without which a job could hold half of its nodes.

use serde_json::{Value, json};

use crate::components::kueue::KUEUE;
use crate::derived;
use crate::render::kubernetes::nodes::{system_home, system_selector};
use crate::render::{ClusterView, Remark, RenderError};
use crate::yaml;

/// How long the Pods of an admitted job may take until all are ready: a node must be bought, booted and its image pulled.
const READY_WITHIN: &str = "30m";
/// The same where a service waits, which then loads its model: [`derived::LOADING_SECONDS`].
const LOADED_WITHIN: &str = "1h";

/// What is said about it.
pub(in crate::render::kubernetes) fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    if derived::queues(view.cluster).is_empty() {
        return Vec::new();
    }
    let mut told = vec![
        Remark::Know(format!(
            "Kueue {} keeps the queues: it suspends every Job, JobSet, TrainJob and RayJob that names a queue \
             while it is created, starts it when all its nodes are to be had, and takes it back when its Pods are not all ready within \
             {}; jobs that name no queue are not its business",
            KUEUE.version(view.cluster),
            ready_within(view)
        )),
        Remark::Know(
            "a GPU job of your own names its queue by the label `kueue.x-k8s.io/queue-name`, and tolerates its nodes' device taint"
                .to_owned(),
        ),
    ];
    if super::service_waits(view) {
        told.push(Remark::Know(
            "each replica of a LeaderWorkerSet that names a queue waits in it by itself, and its Pods stay `SchedulingGated` until \
             all its nodes are to be had"
                .to_owned(),
        ));
    }
    let sending = derived::queues(view.cluster).into_iter().filter(derived::QueuePlan::sends);
    told.extend(sending.map(|queue| {
        let clusters: Vec<_> = queue.send_to().iter().map(crate::units::Name::as_str).collect();
        Remark::Know(format!(
            "a Job or JobSet of queue `{}` runs in the first of {} that has room for it, under its own name; the service account, Secrets \
             and ConfigMaps it names are those of its namespace there",
            queue.name,
            clusters.join(", ")
        ))
    }));
    told
}

fn ready_within(view: &ClusterView<'_>) -> String {
    let own = view.cluster.queues.as_ref().and_then(|queues| queues.ready_within.as_ref());
    let otherwise = if super::service_waits(view) { LOADED_WITHIN } else { READY_WITHIN };
    own.map_or_else(|| otherwise.to_owned(), |within| within.go())
}

/// The settings of its chart.
pub(in crate::render) fn values(view: &ClusterView<'_>) -> Result<Value, RenderError> {
    let (affinity, tolerations) = system_home(view);
    let mut values = json!({
        "controllerManager": {
            // One works, one waits: while none answers, no job can be created at all.
            "replicas": 2,
            "podDisruptionBudget": { "enabled": true, "minAvailable": 1 },
            "manager": { "priorityClassName": "system-cluster-critical" },
        },
        "managerConfig": { "controllerManagerConfigYaml": yaml::to_string(&config(view))? },
    });
    // The chart takes no affinity.
    if affinity.is_some() {
        values["controllerManager"]["nodeSelector"] = system_selector(view);
    }
    if let Some(tolerations) = tolerations {
        values["controllerManager"]["tolerations"] = json!(tolerations);
    }
    Ok(values)
}

/// The whole configuration: the chart replaces its own by it. Source: kueue 0.19 `charts/kueue/values.yaml` and
/// `apis/config/v1beta2`.
fn config(view: &ClusterView<'_>) -> serde_json::Value {
    let within = ready_within(view);
    let sends = derived::sends_jobs(view.cluster);
    let mut config = json!({
        "apiVersion": "config.kueue.x-k8s.io/v1beta2",
        "kind": "Configuration",
        "health": { "healthProbeBindAddress": ":8081" },
        "metrics": { "bindAddress": ":8443", "enableClusterQueueResources": true },
        "webhook": { "port": 9443 },
        "leaderElection": { "leaderElect": true, "resourceName": "c1f6bfd2.kueue.x-k8s.io" },
        "controller": { "groupKindConcurrency": {
            "Job.batch": 5,
            "Pod": 5,
            "Workload.kueue.x-k8s.io": 5,
            "LocalQueue.kueue.x-k8s.io": 1,
            "ClusterQueue.kueue.x-k8s.io": 1,
            "ResourceFlavor.kueue.x-k8s.io": 1,
        } },
        "clientConnection": { "qps": 50, "burst": 100 },
        "manageJobsWithoutQueueName": false,
        // A quota is a promise of the autoscaler's, and EC2 may have no such node: what is not complete in time gives its nodes back.
        "waitForPodsReady": {
            "timeout": within,
            "recoveryTimeout": within,
            "blockAdmission": false,
            "requeuingStrategy": { "timestamp": "Eviction", "backoffBaseSeconds": 60, "backoffMaxSeconds": 3600 },
        },
        "fairSharing": { "preemptionStrategies": ["LessThanOrEqualToFinalShare", "LessThanInitialShare"] },
        "integrations": { "frameworks": [
            "batch/job",
            "jobset.x-k8s.io/jobset",
            "ray.io/rayjob",
            "ray.io/raycluster",
            "leaderworkerset.x-k8s.io/leaderworkerset",
            "trainer.kubeflow.org/trainjob",
        ] },
    });
    if sends {
        // The hub watches every kind that is named here in every spoke, and reaches none that lacks one of them.
        config["integrations"]["frameworks"] = json!(["batch/job", "jobset.x-k8s.io/jobset"]);
        config["multiKueue"] = json!({ "gcInterval": "1m", "origin": view.cluster.name.as_str(), "workerLostTimeout": "15m" });
    }
    config
}
