//! Its Deployment, Service and permissions. One Pod: a second would export everything twice.

use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec};
use k8s_openapi::api::core::v1::{Container, ContainerPort, PodSpec, ResourceRequirements};

use super::{FILE, NAME, PORT, PORT_NAME, watched};
use crate::catalog::images;
use crate::render::kubernetes::nodes::system_home;
use crate::render::kubernetes::permissions::{cluster_role, cluster_role_binding};
use crate::render::kubernetes::pods::{amounts, headless, http_probe, owned, scraped, selector, service_account, template};
use crate::render::kubernetes::security::{restricted_pod, sealed_container};
use crate::render::{ClusterFiles, ClusterView, RenderError};

/// Where it speaks of itself; readiness is answered here.
const OWN_PORT: u16 = 8081;
const OWN_PORT_NAME: &str = "telemetry";
/// The user `nobody` of the distroless image.
const USER: i64 = 65534;

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, namespace: &str, files: &mut ClusterFiles) -> Result<(), RenderError> {
    files.add(FILE, &service_account(NAME, namespace, NAME))?;
    files.add(FILE, &cluster_role(NAME, watched::permissions()))?;
    files.add(FILE, &cluster_role_binding(NAME, namespace))?;
    files.add(
        FILE,
        &Deployment {
            metadata: owned(NAME, Some(namespace), NAME),
            spec: Some(DeploymentSpec {
                replicas: Some(1),
                selector: selector(NAME),
                template: template(NAME, scraped(PORT, "/metrics"), pod(view)),
                ..DeploymentSpec::default()
            }),
            ..Deployment::default()
        },
    )?;
    files.add(FILE, &headless(NAME, namespace, PORT_NAME, PORT))
}

fn pod(view: &ClusterView<'_>) -> PodSpec {
    let (affinity, tolerations) = system_home(view);
    let port = |name: &str, number: u16| ContainerPort {
        name: Some(name.to_owned()),
        container_port: i32::from(number),
        ..ContainerPort::default()
    };
    PodSpec {
        affinity,
        tolerations,
        service_account_name: Some(NAME.to_owned()),
        automount_service_account_token: Some(true),
        enable_service_links: Some(false),
        security_context: Some(restricted_pod(USER)),
        containers: vec![Container {
            name: NAME.to_owned(),
            image: Some(images::KUBE_STATE_METRICS.reference()),
            args: Some(watched::arguments()),
            ports: Some(vec![port(PORT_NAME, PORT), port(OWN_PORT_NAME, OWN_PORT)]),
            resources: Some(ResourceRequirements {
                requests: Some(amounts([("cpu", "100m"), ("memory", "512Mi")])),
                limits: Some(amounts([("memory", "512Mi")])),
                ..ResourceRequirements::default()
            }),
            security_context: Some(sealed_container()),
            readiness_probe: Some(http_probe("/readyz", OWN_PORT_NAME, 10, 3)),
            liveness_probe: Some(http_probe("/livez", PORT_NAME, 10, 6)),
            ..Container::default()
        }],
        ..PodSpec::default()
    }
}
