//! The Cluster Autoscaler's Deployment, the Service of its metrics, and its PodDisruptionBudget.

use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec};
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, PodSpec, ResourceRequirements, Service, ServicePort, ServiceSpec, TopologySpreadConstraint,
};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{FILE, NAME, NAMESPACE, flags};
use crate::catalog::images;
use crate::render::kubernetes::nodes::system_home;
use crate::render::kubernetes::pods::{amounts, app_label, env, http_probe, owned, scraped, selector, template};
use crate::render::kubernetes::security::{restricted_pod, sealed_container};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::ClusterAutoscaler;

/// One works, one waits: losing the leader's node costs a lease's time, not a Pod's start.
const REPLICAS: i32 = 2;
const PORT: u16 = 8085;
const PORT_NAME: &str = "metrics";
/// The user `nobody` of the distroless image.
const USER: i64 = 65534;

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, settings: &ClusterAutoscaler, files: &mut ClusterFiles) -> Result<(), RenderError> {
    files.add(
        FILE,
        &Deployment {
            metadata: owned(NAME, Some(NAMESPACE), NAME),
            spec: Some(DeploymentSpec {
                replicas: Some(REPLICAS),
                selector: selector(NAME),
                template: template(NAME, scraped(PORT, "/metrics"), pod(view, settings)),
                ..DeploymentSpec::default()
            }),
            ..Deployment::default()
        },
    )?;
    files.add(
        FILE,
        &Service {
            metadata: owned(NAME, Some(NAMESPACE), NAME),
            spec: Some(ServiceSpec {
                selector: Some(app_label(NAME)),
                ports: Some(vec![ServicePort {
                    name: Some(PORT_NAME.to_owned()),
                    port: i32::from(PORT),
                    target_port: Some(IntOrString::String(PORT_NAME.to_owned())),
                    ..ServicePort::default()
                }]),
                ..ServiceSpec::default()
            }),
            ..Service::default()
        },
    )?;
    files.add(
        FILE,
        &PodDisruptionBudget {
            metadata: owned(NAME, Some(NAMESPACE), NAME),
            spec: Some(PodDisruptionBudgetSpec {
                max_unavailable: Some(IntOrString::Int(1)),
                selector: Some(selector(NAME)),
                ..PodDisruptionBudgetSpec::default()
            }),
            ..PodDisruptionBudget::default()
        },
    )
}

fn pod(view: &ClusterView<'_>, settings: &ClusterAutoscaler) -> PodSpec {
    let (affinity, tolerations) = system_home(view);
    let image = settings
        .version
        .as_ref()
        .map_or_else(|| images::cluster_autoscaler(view.cluster.version), |version| images::cluster_autoscaler_release(version));
    PodSpec {
        affinity,
        tolerations,
        priority_class_name: Some("system-cluster-critical".to_owned()),
        service_account_name: Some(NAME.to_owned()),
        automount_service_account_token: Some(true),
        security_context: Some(restricted_pod(USER)),
        topology_spread_constraints: Some(vec![spread("kubernetes.io/hostname"), spread("topology.kubernetes.io/zone")]),
        containers: vec![Container {
            name: NAME.to_owned(),
            image: Some(image),
            command: Some(flags::command(view, settings)),
            env: Some(vec![env("AWS_REGION", view.region().as_str())]),
            ports: Some(vec![ContainerPort {
                name: Some(PORT_NAME.to_owned()),
                container_port: i32::from(PORT),
                ..ContainerPort::default()
            }]),
            resources: Some(ResourceRequirements {
                requests: Some(amounts([("cpu", "100m"), ("memory", "600Mi")])),
                limits: Some(amounts([("memory", "600Mi")])),
                ..ResourceRequirements::default()
            }),
            security_context: Some(sealed_container()),
            readiness_probe: Some(http_probe("/health-check", PORT_NAME, 10, 3)),
            // It turns unhealthy when its loop has stood still or failed for ten minutes and more.
            liveness_probe: Some(http_probe("/health-check", PORT_NAME, 30, 5)),
            ..Container::default()
        }],
        ..PodSpec::default()
    }
}

fn spread(topology: &str) -> TopologySpreadConstraint {
    TopologySpreadConstraint {
        max_skew: 1,
        topology_key: topology.to_owned(),
        // A scaler that waits for a second node to exist would wait for itself.
        when_unsatisfiable: "ScheduleAnyway".to_owned(),
        label_selector: Some(selector(NAME)),
        ..TopologySpreadConstraint::default()
    }
}
