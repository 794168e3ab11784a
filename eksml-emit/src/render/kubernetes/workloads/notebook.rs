//! Notebooks: a StatefulSet with a home volume, its Service, and what stops it when nobody works.

use std::collections::BTreeMap;

use k8s_openapi::api::apps::v1::{StatefulSet, StatefulSetPersistentVolumeClaimRetentionPolicy, StatefulSetSpec};
use k8s_openapi::api::core::v1::{
    ConfigMap, ContainerPort, PersistentVolumeClaim, PersistentVolumeClaimSpec, PodSpec, PodTemplateSpec, Service, ServicePort,
    ServiceSpec, VolumeMount, VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::pod::Work;
use super::{FILE, notebook_stop, stay, talk};
use crate::render::kubernetes::pods::{amounts, config_map, env, http_probe, mount};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Backend, Notebook};
use crate::units::Duration;

const PORT: u16 = 8888;
const PORT_NAME: &str = "http";
const HOME: &str = "home";
const HOME_DIR: &str = "/home/notebook";
/// Jupyter Server reads this folder's file before a user's own. Source: jupyter_server, "Configuration", config file locations.
const SYSTEM_CONFIG: &str = "/etc/jupyter/jupyter_server_config.json";

/// Adds one.
pub(super) fn render(view: &ClusterView<'_>, of: &Notebook, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let work = Work::of(view, of);
    work.add_service_account(files)?;
    work.add_claim(view, files)?;
    work.add_configs(files)?;
    talk::render(view, &work, &of.talks_to, files)?;
    let culling = of.idle.as_ref().and_then(|idle| idle.kernels_after).map(culling);
    if let Some(text) = &culling {
        files.add(
            FILE,
            &ConfigMap {
                metadata: work.owned(&config_name(of)),
                data: Some(BTreeMap::from([("jupyter_server_config.json".to_owned(), text.clone())])),
                ..ConfigMap::default()
            },
        )?;
    }
    files.add(FILE, &stateful_set(view, of, &work, culling.as_deref()))?;
    files.add(FILE, &front(of, &work))?;
    notebook_stop::render(view, of, &work, files)
}

fn config_name(of: &Notebook) -> String {
    format!("{}-idle", of.name)
}

/// Kernels that have done nothing for so long are stopped, open browser tab or not: a tab is what people forget.
fn culling(after: Duration) -> String {
    let seconds = after.seconds();
    format!(
        "{{\"MappingKernelManager\": {{\"cull_idle_timeout\": {seconds}, \"cull_interval\": 60, \"cull_connected\": true, \"cull_busy\": false}}, \
         \"TerminalManager\": {{\"cull_inactive_timeout\": {seconds}, \"cull_interval\": 60}}}}\n"
    )
}

fn stateful_set(view: &ClusterView<'_>, of: &Notebook, work: &Work<'_>, culling: Option<&str>) -> StatefulSet {
    // Its kernels are in memory: a move is a restart in the midst of somebody's work.
    let mut annotations = stay::annotations(view);
    annotations.extend(work.mark(culling).unwrap_or_default());
    let keep = || Some("Retain".to_owned());
    StatefulSet {
        metadata: work.owned(of.name.as_str()),
        spec: Some(StatefulSetSpec {
            // What is stopped on schedule stays stopped when the manifests are applied again.
            replicas: of.idle.as_ref().is_none_or(|idle| idle.stop.is_none()).then_some(1),
            service_name: Some(of.name.to_string()),
            selector: work.selector(),
            template: PodTemplateSpec {
                metadata: Some(ObjectMeta {
                    labels: Some(work.labels()),
                    annotations: Some(annotations),
                    ..ObjectMeta::default()
                }),
                spec: Some(pod(view, of, work, culling.is_some())),
            },
            volume_claim_templates: Some(vec![home(view, of)]),
            // A home outlives its server, whoever deletes that.
            persistent_volume_claim_retention_policy: Some(StatefulSetPersistentVolumeClaimRetentionPolicy {
                when_deleted: keep(),
                when_scaled: keep(),
            }),
            ..StatefulSetSpec::default()
        }),
        ..StatefulSet::default()
    }
}

fn home(view: &ClusterView<'_>, of: &Notebook) -> PersistentVolumeClaim {
    let class =
        view.cluster.storage.iter().find(|class| of.home.class.as_ref().map_or(class.default, |name| class.name == *name));
    let shared = class.is_some_and(|class| matches!(class.backend, Backend::Efs(_) | Backend::FsxLustre(_)));
    PersistentVolumeClaim {
        metadata: ObjectMeta { name: Some(HOME.to_owned()), ..ObjectMeta::default() },
        spec: Some(PersistentVolumeClaimSpec {
            access_modes: Some(vec![if shared { "ReadWriteMany" } else { "ReadWriteOnce" }.to_owned()]),
            storage_class_name: of.home.class.as_ref().map(ToString::to_string),
            resources: Some(VolumeResourceRequirements {
                requests: Some(amounts([("storage", of.home.size.as_ref())])),
                ..VolumeResourceRequirements::default()
            }),
            ..PersistentVolumeClaimSpec::default()
        }),
        ..PersistentVolumeClaim::default()
    }
}

fn pod(view: &ClusterView<'_>, of: &Notebook, work: &Work<'_>, culled: bool) -> PodSpec {
    let mut pod = work.pod(view, vec![env("HOME", HOME_DIR), env("JUPYTER_RUNTIME_DIR", "/tmp/jupyter")]);
    pod.termination_grace_period_seconds = Some(60);
    let health = of.health.as_deref().unwrap_or("/api");
    if culled {
        pod.volumes.get_or_insert_default().push(config_map("idle", &config_name(of)));
    }
    for container in &mut pod.containers {
        let mounts = container.volume_mounts.get_or_insert_default();
        mounts.push(mount(HOME, HOME_DIR));
        if culled {
            let file = Some("jupyter_server_config.json".to_owned());
            mounts.push(VolumeMount { sub_path: file, read_only: Some(true), ..mount("idle", SYSTEM_CONFIG) });
        }
        container.working_dir = Some(HOME_DIR.to_owned());
        container.ports = Some(vec![ContainerPort {
            name: Some(PORT_NAME.to_owned()),
            container_port: i32::from(of.port.unwrap_or(PORT)),
            ..ContainerPort::default()
        }]);
        container.startup_probe = Some(http_probe(health, PORT_NAME, 5, 60));
        container.readiness_probe = Some(http_probe(health, PORT_NAME, 10, 3));
        container.liveness_probe = Some(http_probe(health, PORT_NAME, 30, 10));
    }
    pod
}

fn front(of: &Notebook, work: &Work<'_>) -> Service {
    Service {
        metadata: work.owned(of.name.as_str()),
        spec: Some(ServiceSpec {
            // The StatefulSet's Pod has its name by it.
            cluster_ip: Some("None".to_owned()),
            selector: Some(work.labels()),
            ports: Some(vec![ServicePort {
                name: Some(PORT_NAME.to_owned()),
                port: i32::from(of.port.unwrap_or(PORT)),
                target_port: Some(IntOrString::String(PORT_NAME.to_owned())),
                ..ServicePort::default()
            }]),
            ..ServiceSpec::default()
        }),
        ..Service::default()
    }
}
