//! Prometheus' StatefulSet with its volume, and its Service.

use k8s_openapi::api::apps::v1::{StatefulSet, StatefulSetPersistentVolumeClaimRetentionPolicy, StatefulSetSpec};
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, PersistentVolumeClaim, PersistentVolumeClaimSpec, PodSpec, ResourceRequirements, Service,
    ServicePort, ServiceSpec, VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{CONFIG_MAP, FILE, NAME, PORT, PORT_NAME};
use crate::catalog::images;
use crate::render::kubernetes::fingerprint;
use crate::render::kubernetes::nodes::system_home;
use crate::render::kubernetes::pods::{
    amounts, app_label, config_map, http_probe, mount, mount_read_only, owned, scraped, selector, template,
};
use crate::render::kubernetes::security::{restricted_pod, sealed_container};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Prometheus;
use crate::units::{Duration, Quantity};

/// The user `nobody` of the image.
pub(super) const USER: i64 = 65534;
const DATA: &str = "data";
const DATA_DIR: &str = "/prometheus";
/// What the volume holds when the user names no size (MON-09).
const STORAGE: &str = "100Gi";
const STORAGE_MIB: u128 = 100 * 1024;

/// Adds them. `texts` are the configuration files, whose change rolls the Pod.
pub(super) fn render(
    view: &ClusterView<'_>,
    namespace: &str,
    settings: &Prometheus,
    texts: &[&str],
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    let mut annotations = scraped(PORT, "/metrics");
    annotations.extend(fingerprint::annotation(texts));
    let keep = || Some("Retain".to_owned());
    files.add(
        FILE,
        &StatefulSet {
            metadata: owned(NAME, Some(namespace), NAME),
            spec: Some(StatefulSetSpec {
                replicas: Some(1),
                service_name: Some(NAME.to_owned()),
                selector: selector(NAME),
                template: template(NAME, annotations, pod(view, settings)),
                volume_claim_templates: Some(vec![claim(settings)]),
                persistent_volume_claim_retention_policy: Some(StatefulSetPersistentVolumeClaimRetentionPolicy {
                    when_deleted: keep(),
                    when_scaled: keep(),
                }),
                ..StatefulSetSpec::default()
            }),
            ..StatefulSet::default()
        },
    )?;
    files.add(FILE, &service(namespace))
}

fn pod(view: &ClusterView<'_>, settings: &Prometheus) -> PodSpec {
    let (affinity, tolerations) = system_home(view);
    PodSpec {
        affinity,
        tolerations,
        service_account_name: Some(NAME.to_owned()),
        automount_service_account_token: Some(true),
        enable_service_links: Some(false),
        security_context: Some(restricted_pod(USER)),
        // It writes its head block to disk before it goes; cut short, it replays its log at the next start.
        termination_grace_period_seconds: Some(300),
        containers: vec![Container {
            name: NAME.to_owned(),
            image: Some(images::PROMETHEUS.reference()),
            args: Some(arguments(settings)),
            ports: Some(vec![ContainerPort {
                name: Some(PORT_NAME.to_owned()),
                container_port: i32::from(PORT),
                ..ContainerPort::default()
            }]),
            resources: Some(resources()),
            security_context: Some(sealed_container()),
            // Replaying the log of a busy day takes minutes.
            startup_probe: Some(http_probe("/-/ready", PORT_NAME, 15, 60)),
            readiness_probe: Some(http_probe("/-/ready", PORT_NAME, 5, 3)),
            liveness_probe: Some(http_probe("/-/healthy", PORT_NAME, 10, 6)),
            volume_mounts: Some(vec![mount_read_only("config", "/etc/prometheus"), mount(DATA, DATA_DIR)]),
            ..Container::default()
        }],
        volumes: Some(vec![config_map("config", CONFIG_MAP)]),
        ..PodSpec::default()
    }
}

/// What it asks of a node.
pub(super) fn resources() -> ResourceRequirements {
    ResourceRequirements {
        requests: Some(amounts([("cpu", "500m"), ("memory", "4Gi")])),
        limits: Some(amounts([("memory", "4Gi")])),
        ..ResourceRequirements::default()
    }
}

fn arguments(settings: &Prometheus) -> Vec<String> {
    vec![
        "--config.file=/etc/prometheus/prometheus.yml".to_owned(),
        format!("--storage.tsdb.path={DATA_DIR}"),
        format!("--storage.tsdb.retention.time={}", kept(settings)),
        format!("--storage.tsdb.retention.size={}", kept_size(settings)),
    ]
}

/// How long samples are kept.
pub(super) fn kept(settings: &Prometheus) -> Duration {
    settings.retention.unwrap_or(Duration::from_seconds(15 * 86_400))
}

/// How much is kept. A fifth of the volume stays free for the write-ahead log and for compaction: a full volume stops Prometheus
/// (MON-09). Its megabytes are of 1024 * 1024 bytes.
pub(super) fn kept_size(settings: &Prometheus) -> String {
    let volume = settings.storage.as_ref().map_or(STORAGE_MIB, |size| size.bytes() / (1024 * 1024));
    format!("{}MB", (volume * 4 / 5).max(1))
}

fn claim(settings: &Prometheus) -> PersistentVolumeClaim {
    PersistentVolumeClaim {
        metadata: ObjectMeta { name: Some(DATA.to_owned()), ..ObjectMeta::default() },
        spec: Some(claim_spec(settings)),
        ..PersistentVolumeClaim::default()
    }
}

/// The claim to its volume.
pub(super) fn claim_spec(settings: &Prometheus) -> PersistentVolumeClaimSpec {
    let size = settings.storage.as_ref().map_or(STORAGE, Quantity::as_str);
    PersistentVolumeClaimSpec {
        access_modes: Some(vec!["ReadWriteOnce".to_owned()]),
        storage_class_name: settings.class.as_ref().map(ToString::to_string),
        resources: Some(VolumeResourceRequirements {
            requests: Some(amounts([("storage", size)])),
            ..VolumeResourceRequirements::default()
        }),
        ..PersistentVolumeClaimSpec::default()
    }
}

/// Headless, as a StatefulSet's Service has to be; with one Pod there is nothing to balance.
fn service(namespace: &str) -> Service {
    Service {
        metadata: owned(NAME, Some(namespace), NAME),
        spec: Some(ServiceSpec {
            cluster_ip: Some("None".to_owned()),
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
    }
}
