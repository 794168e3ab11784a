//! Alertmanager's StatefulSet and Service: two Pods that tell each other what was sent, so that the loss of one loses neither a
//! notification nor a silence.

use k8s_openapi::api::apps::v1::{StatefulSet, StatefulSetSpec};
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, PodSpec, ResourceRequirements, Service, ServiceSpec, TopologySpreadConstraint,
};

use super::{CONFIG_MAP, FILE, MESH, NAME, PORT, PORT_NAME, WEBHOOK_DIR};
use crate::catalog::images;
use crate::render::kubernetes::fingerprint;
use crate::render::kubernetes::nodes::system_home;
use crate::render::kubernetes::pods::{
    amounts, config_map, headless, http_probe, mount, mount_read_only, owned, scraped, scratch, secret, selector,
    service_account, template,
};
use crate::render::kubernetes::security::{restricted_pod, sealed_container};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Alertmanager, Receiver};

const REPLICAS: i32 = 2;
/// The user `nobody` of the image.
const USER: i64 = 65534;
const DATA_DIR: &str = "/alertmanager";

/// Adds them.
pub(super) fn render(
    view: &ClusterView<'_>,
    namespace: &str,
    settings: &Alertmanager,
    config: &str,
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    files.add(FILE, &service_account(NAME, namespace, NAME))?;
    let mut annotations = scraped(PORT, "/metrics");
    annotations.extend(fingerprint::annotation(&[config]));
    files.add(
        FILE,
        &StatefulSet {
            metadata: owned(NAME, Some(namespace), NAME),
            spec: Some(StatefulSetSpec {
                replicas: Some(REPLICAS),
                service_name: Some(NAME.to_owned()),
                // Neither waits for the other: they look for each other.
                pod_management_policy: Some("Parallel".to_owned()),
                selector: selector(NAME),
                template: template(NAME, annotations, pod(view, namespace, settings)),
                ..StatefulSetSpec::default()
            }),
            ..StatefulSet::default()
        },
    )?;
    let mut service = headless(NAME, namespace, PORT_NAME, PORT);
    // The names must be there before the Pods are ready: that is how they find each other.
    service.spec = service.spec.map(|spec| ServiceSpec { publish_not_ready_addresses: Some(true), ..spec });
    files.add::<Service>(FILE, &service)
}

fn pod(view: &ClusterView<'_>, namespace: &str, settings: &Alertmanager) -> PodSpec {
    let (affinity, tolerations) = system_home(view);
    let mut mounts = vec![mount_read_only("config", "/etc/alertmanager"), mount("data", DATA_DIR)];
    let mut volumes = vec![config_map("config", CONFIG_MAP), scratch("data")];
    if let Receiver::Webhook(name) = &settings.to {
        mounts.push(mount_read_only("webhook", WEBHOOK_DIR));
        volumes.push(secret("webhook", name.as_str()));
    }
    let port = |name: &str, number: u16, protocol: &str| ContainerPort {
        name: Some(name.to_owned()),
        container_port: i32::from(number),
        protocol: Some(protocol.to_owned()),
        ..ContainerPort::default()
    };
    PodSpec {
        affinity,
        tolerations,
        service_account_name: Some(NAME.to_owned()),
        automount_service_account_token: Some(false),
        enable_service_links: Some(false),
        security_context: Some(restricted_pod(USER)),
        topology_spread_constraints: Some(vec![spread("kubernetes.io/hostname"), spread("topology.kubernetes.io/zone")]),
        containers: vec![Container {
            name: NAME.to_owned(),
            image: Some(images::ALERTMANAGER.reference()),
            args: Some(arguments(namespace)),
            ports: Some(vec![port(PORT_NAME, PORT, "TCP"), port("mesh-tcp", MESH, "TCP"), port("mesh-udp", MESH, "UDP")]),
            resources: Some(ResourceRequirements {
                requests: Some(amounts([("cpu", "50m"), ("memory", "128Mi")])),
                limits: Some(amounts([("memory", "128Mi")])),
                ..ResourceRequirements::default()
            }),
            security_context: Some(sealed_container()),
            readiness_probe: Some(http_probe("/-/ready", PORT_NAME, 5, 3)),
            liveness_probe: Some(http_probe("/-/healthy", PORT_NAME, 10, 6)),
            volume_mounts: Some(mounts),
            ..Container::default()
        }],
        volumes: Some(volumes),
        ..PodSpec::default()
    }
}

fn arguments(namespace: &str) -> Vec<String> {
    let mut all = vec![
        "--config.file=/etc/alertmanager/alertmanager.yml".to_owned(),
        format!("--storage.path={DATA_DIR}"),
        format!("--cluster.listen-address=0.0.0.0:{MESH}"),
    ];
    all.extend((0..REPLICAS).map(|pod| format!("--cluster.peer={NAME}-{pod}.{NAME}.{namespace}.svc:{MESH}")));
    all
}

fn spread(topology: &str) -> TopologySpreadConstraint {
    TopologySpreadConstraint {
        max_skew: 1,
        topology_key: topology.to_owned(),
        when_unsatisfiable: "ScheduleAnyway".to_owned(),
        label_selector: Some(selector(NAME)),
        ..TopologySpreadConstraint::default()
    }
}
