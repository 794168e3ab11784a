//! Grafana's Deployment, Service and volume.

use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec, DeploymentStrategy};
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, EnvVar, PersistentVolumeClaim, PersistentVolumeClaimSpec, PersistentVolumeClaimVolumeSource,
    PodSpec, ResourceRequirements, Service, ServicePort, ServiceSpec, Volume, VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{DASHBOARDS, DASHBOARDS_DIR, DATASOURCES, FILE, NAME, PORT, PORT_NAME, PROVIDERS};
use crate::catalog::images;
use crate::render::kubernetes::fingerprint;
use crate::render::kubernetes::nodes::system_home;
use crate::render::kubernetes::pods::{
    amounts, app_label, config_map, env, http_probe, mount, mount_read_only, owned, scraped, scratch, secret, selector,
    service_account, template,
};
use crate::render::kubernetes::security::{restricted_pod, sealed_container};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Grafana;
use crate::units::Quantity;

/// The user `grafana` of the image.
const USER: i64 = 472;
const CLAIM: &str = "grafana-data";
const ADMIN_DIR: &str = "/etc/grafana-admin";

/// Adds them. `texts` are the files it begins with, whose change rolls the Pod.
pub(super) fn render(
    view: &ClusterView<'_>,
    namespace: &str,
    settings: &Grafana,
    texts: &[&str],
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    files.add(FILE, &service_account(NAME, namespace, NAME))?;
    if let Some(size) = &settings.storage {
        files.add(FILE, &claim(namespace, settings, size))?;
    }
    let mut annotations = scraped(PORT, "/metrics");
    annotations.extend(fingerprint::annotation(texts));
    // A volume of one node cannot be in two Pods at once.
    let strategy =
        settings.storage.as_ref().map(|_| DeploymentStrategy { type_: Some("Recreate".to_owned()), rolling_update: None });
    files.add(
        FILE,
        &Deployment {
            metadata: owned(NAME, Some(namespace), NAME),
            spec: Some(DeploymentSpec {
                replicas: Some(1),
                selector: selector(NAME),
                strategy,
                template: template(NAME, annotations, pod(view, settings)),
                ..DeploymentSpec::default()
            }),
            ..Deployment::default()
        },
    )?;
    files.add(FILE, &service(namespace))
}

fn pod(view: &ClusterView<'_>, settings: &Grafana) -> PodSpec {
    let (affinity, tolerations) = system_home(view);
    PodSpec {
        affinity,
        tolerations,
        service_account_name: Some(NAME.to_owned()),
        automount_service_account_token: Some(false),
        enable_service_links: Some(false),
        security_context: Some(restricted_pod(USER)),
        containers: vec![Container {
            name: NAME.to_owned(),
            image: Some(images::GRAFANA.reference()),
            env: Some(environment()),
            ports: Some(vec![ContainerPort {
                name: Some(PORT_NAME.to_owned()),
                container_port: i32::from(PORT),
                ..ContainerPort::default()
            }]),
            resources: Some(ResourceRequirements {
                requests: Some(amounts([("cpu", "100m"), ("memory", "512Mi")])),
                limits: Some(amounts([("memory", "512Mi")])),
                ..ResourceRequirements::default()
            }),
            security_context: Some(sealed_container()),
            // The first start makes its database.
            startup_probe: Some(http_probe("/api/health", PORT_NAME, 5, 60)),
            readiness_probe: Some(http_probe("/api/health", PORT_NAME, 10, 3)),
            liveness_probe: Some(http_probe("/api/health", PORT_NAME, 15, 6)),
            volume_mounts: Some(vec![
                mount("data", "/var/lib/grafana"),
                mount("tmp", "/tmp"),
                mount_read_only("admin", ADMIN_DIR),
                mount_read_only("datasources", "/etc/grafana/provisioning/datasources"),
                mount_read_only("providers", "/etc/grafana/provisioning/dashboards"),
                mount_read_only("dashboards", DASHBOARDS_DIR),
            ]),
            ..Container::default()
        }],
        volumes: Some(vec![
            data(settings),
            scratch("tmp"),
            secret("admin", settings.admin_secret.as_str()),
            config_map("datasources", DATASOURCES),
            config_map("providers", PROVIDERS),
            config_map("dashboards", DASHBOARDS),
        ]),
        ..PodSpec::default()
    }
}

/// It asks nobody outside the cluster for anything: it may not, and would only wait.
fn environment() -> Vec<EnvVar> {
    vec![
        // The image reads a variable from the file that its name with `__FILE` says.
        env("GF_SECURITY_ADMIN_USER__FILE", format!("{ADMIN_DIR}/admin-user")),
        env("GF_SECURITY_ADMIN_PASSWORD__FILE", format!("{ADMIN_DIR}/admin-password")),
        env("GF_SECURITY_DISABLE_GRAVATAR", "true"),
        env("GF_USERS_ALLOW_SIGN_UP", "false"),
        env("GF_ANALYTICS_REPORTING_ENABLED", "false"),
        env("GF_ANALYTICS_CHECK_FOR_UPDATES", "false"),
        env("GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES", "false"),
        env("GF_NEWS_NEWS_FEED_ENABLED", "false"),
        env("GF_SNAPSHOTS_EXTERNAL_ENABLED", "false"),
        env("GF_PLUGINS_PREINSTALL_DISABLED", "true"),
        env("GF_PLUGINS_PLUGIN_ADMIN_ENABLED", "false"),
        env("GF_LOG_MODE", "console"),
        env("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", format!("{DASHBOARDS_DIR}/cluster.json")),
    ]
}

fn data(settings: &Grafana) -> Volume {
    if settings.storage.is_none() {
        return scratch("data");
    }
    let source =
        PersistentVolumeClaimVolumeSource { claim_name: CLAIM.to_owned(), ..PersistentVolumeClaimVolumeSource::default() };
    Volume { name: "data".to_owned(), persistent_volume_claim: Some(source), ..Volume::default() }
}

fn claim(namespace: &str, settings: &Grafana, size: &Quantity) -> PersistentVolumeClaim {
    PersistentVolumeClaim {
        metadata: owned(CLAIM, Some(namespace), NAME),
        spec: Some(PersistentVolumeClaimSpec {
            access_modes: Some(vec!["ReadWriteOnce".to_owned()]),
            storage_class_name: settings.class.as_ref().map(ToString::to_string),
            resources: Some(VolumeResourceRequirements {
                requests: Some(amounts([("storage", size.as_str())])),
                ..VolumeResourceRequirements::default()
            }),
            ..PersistentVolumeClaimSpec::default()
        }),
        ..PersistentVolumeClaim::default()
    }
}

fn service(namespace: &str) -> Service {
    Service {
        metadata: owned(NAME, Some(namespace), NAME),
        spec: Some(ServiceSpec {
            selector: Some(app_label(NAME)),
            ports: Some(vec![ServicePort {
                name: Some(PORT_NAME.to_owned()),
                port: 80,
                target_port: Some(IntOrString::String(PORT_NAME.to_owned())),
                ..ServicePort::default()
            }]),
            ..ServiceSpec::default()
        }),
        ..Service::default()
    }
}
