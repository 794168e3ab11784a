//! Inference: Deployment, Service, PodDisruptionBudget, and the policy that lets clients in.

use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment};
use k8s_openapi::api::core::v1::{
    ContainerPort, Lifecycle, LifecycleHandler, PodSpec, PodTemplateSpec, Service, ServicePort, ServiceSpec, SleepAction,
};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::leader_worker_set::WORKER_INDEX;
use super::pod::Work;
use super::{FILE, expose, replica_of_nodes, scaling, spread, talk};
use crate::derived::LOADING_SECONDS;
use crate::render::kubernetes::pods::{http_probe, scraped};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Inference;

const PORT_NAME: &str = "http";
/// Seconds between leaving the Service and the signal to stop: load balancers take as long to notice.
const LEAVING_SECONDS: i64 = 15;
/// Seconds between two looks whether the model is loaded.
const LOADING_PERIOD: i32 = 10;

/// Adds a service.
pub(super) fn render(view: &ClusterView<'_>, service: &Inference, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let work = Work::of(view, service);
    work.add_service_account(files)?;
    work.add_claim(view, files)?;
    work.add_configs(files)?;
    match &service.over {
        Some(over) => {
            files.add(FILE, &replica_of_nodes::set(view, service, over, &work, template(view, service, &work)))?;
            talk::among(view, &work, files)?;
        }
        None => files.add(FILE, &deployment(view, service, &work))?,
    }
    files.add(FILE, &front(service, &work))?;
    expose::render(view, service, PORT_NAME, &work, files)?;
    // One Pod has no budget: it would hold its node for ever, or promise nothing (SCH-06).
    if service.replicas > 1 {
        files.add(FILE, &budget(service, &work))?;
    }
    scaling::render(view, service, &work, files)?;
    talk::clients(view, service, &work, files)?;
    talk::render(view, &work, &service.talks_to, files)
}

fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn deployment(view: &ClusterView<'_>, service: &Inference, work: &Work<'_>) -> Deployment {
    // An accelerator to spare is rarely there: a Pod beyond the replicas would wait for one that only an old Pod can free.
    // A volume of one node lets go of the old Pod before it takes the new one.
    let in_turn = work.accelerators().is_some() || work.holds_a_volume(view);
    let (surge, missing) = if in_turn { (0, 1) } else { (1, 0) };
    Deployment {
        metadata: work.owned(service.name.as_str()),
        spec: Some(DeploymentSpec {
            // What scales it owns the number; written here as well, every apply would throw the load's replicas away.
            replicas: service.autoscale.is_none().then(|| count(service.replicas)),
            revision_history_limit: Some(5),
            // A new node, a large image and a large model may take longer than the ten minutes a rollout is given by default.
            progress_deadline_seconds: Some(3600),
            selector: work.selector(),
            strategy: Some(DeploymentStrategy {
                type_: Some("RollingUpdate".to_owned()),
                rolling_update: Some(RollingUpdateDeployment {
                    max_surge: Some(IntOrString::Int(surge)),
                    max_unavailable: Some(IntOrString::Int(missing)),
                }),
            }),
            template: template(view, service, work),
            ..DeploymentSpec::default()
        }),
        ..Deployment::default()
    }
}

fn template(view: &ClusterView<'_>, service: &Inference, work: &Work<'_>) -> PodTemplateSpec {
    let mut annotations = work.mark(None).unwrap_or_default();
    annotations.extend(service.metrics.iter().flat_map(|path| scraped(service.port, path)));
    let annotations = (!annotations.is_empty()).then_some(annotations);
    PodTemplateSpec {
        metadata: Some(ObjectMeta { labels: Some(work.labels()), annotations, ..ObjectMeta::default() }),
        spec: Some(pod(view, service, work)),
    }
}

fn pod(view: &ClusterView<'_>, service: &Inference, work: &Work<'_>) -> PodSpec {
    let mut pod = work.pod(view, Vec::new());
    // The nodes of one replica are better off near each other.
    if service.over.is_none() {
        pod.topology_spread_constraints = spread::constraints(view, work, service.replicas);
    }
    // Spot gives two minutes, of which the interruption handling takes some (SCH-13).
    pod.termination_grace_period_seconds = Some(if work.on_spot() { 90 } else { 120 });
    for container in &mut pod.containers {
        container.ports = Some(vec![ContainerPort {
            name: Some(PORT_NAME.to_owned()),
            container_port: i32::from(service.port),
            ..ContainerPort::default()
        }]);
        let health = |period, failures| Some(http_probe(&service.health, PORT_NAME, period, failures));
        // No other probe before the model is loaded.
        container.startup_probe = health(LOADING_PERIOD, i32::try_from(LOADING_SECONDS).unwrap_or(i32::MAX) / LOADING_PERIOD);
        container.readiness_probe = health(5, 3);
        container.liveness_probe = health(15, 4);
        container.lifecycle = Some(Lifecycle {
            pre_stop: Some(LifecycleHandler {
                sleep: Some(SleepAction { seconds: LEAVING_SECONDS }),
                ..LifecycleHandler::default()
            }),
            ..Lifecycle::default()
        });
    }
    pod
}

fn front(service: &Inference, work: &Work<'_>) -> Service {
    let mut serving = work.labels();
    if service.over.is_some() {
        // Of a replica's Pods, the leader alone serves HTTP.
        serving.insert(WORKER_INDEX.to_owned(), "0".to_owned());
    }
    Service {
        metadata: work.owned(service.name.as_str()),
        spec: Some(ServiceSpec {
            selector: Some(serving),
            ports: Some(vec![ServicePort {
                name: Some(PORT_NAME.to_owned()),
                port: i32::from(service.port),
                target_port: Some(IntOrString::String(PORT_NAME.to_owned())),
                ..ServicePort::default()
            }]),
            ..ServiceSpec::default()
        }),
        ..Service::default()
    }
}

fn budget(service: &Inference, work: &Work<'_>) -> PodDisruptionBudget {
    PodDisruptionBudget {
        metadata: work.owned(service.name.as_str()),
        spec: Some(PodDisruptionBudgetSpec {
            max_unavailable: Some(IntOrString::Int(count(service.max_unavailable.unwrap_or(1)))),
            selector: Some(work.selector()),
            // A Pod that does not serve anyway must not hold a node that is being drained.
            unhealthy_pod_eviction_policy: Some("AlwaysAllow".to_owned()),
            ..PodDisruptionBudgetSpec::default()
        }),
        ..PodDisruptionBudget::default()
    }
}
