//! The NVIDIA device plugin: one DaemonSet per way of sharing, each with the configuration its own groups ask for.
//!
//! Upstream's chart picks a configuration per node with a side car that watches node labels and holds RBAC for it. A DaemonSet per
//! configuration needs neither: a group's name decides, and a changed configuration rolls its Pods.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{ConfigMap, Container, PodSpec, ResourceRequirements, VolumeMount};

use super::FILE;
use super::sharing::Offer;
use crate::catalog::images;
use crate::components::device_plugins;
use crate::derived::{DEVICE_NAMESPACE, MPS_CONTROL, served_by};
use crate::render::kubernetes::fingerprint;
use crate::render::kubernetes::nodes::{agent_tolerations, only_on};
use crate::render::kubernetes::pods::{
    amounts, config_map, daemon_set, env, env_of, host_path, mount, mount_read_only, owned, requests, service_account,
};
use crate::render::kubernetes::security::{privileged_container, restricted_container};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{At, DevicePlane, NodeGroup};

const PLUGIN: &str = "nvidia-device-plugin";
/// Not the plugin's own name, which the GPU Operator gives to the account of its plugin, in the same namespace and with a token
/// (gpu-operator `assets/state-device-plugin/0100_service_account.yaml`).
const ACCOUNT: &str = "eksml-nvidia-device-plugin";
const MPS_DAEMON: &str = "nvidia-mps-control-daemon";
const CONFIG_DIR: &str = "/etc/nvidia-device-plugin";
/// Where plugin, control daemon and client Pods meet. Source: k8s-device-plugin v0.20.0 `values.yaml`, `mps.root`.
const MPS_ROOT: &str = "/run/nvidia/mps";

/// Adds a plugin for every way in which the groups of this plane offer their GPUs.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let groups: Vec<&NodeGroup> = served_by(view.cluster, &DevicePlane::DevicePlugin).iter().map(At::whole).collect();
    let offers: BTreeSet<Offer> = groups.iter().filter_map(|group| Offer::of(&group.sharing)).collect();
    if offers.is_empty() {
        return Ok(());
    }
    files.add(FILE, &service_account(ACCOUNT, DEVICE_NAMESPACE, PLUGIN))?;
    for offer in offers {
        let own: Vec<&NodeGroup> = groups.iter().copied().filter(|group| Offer::of(&group.sharing) == Some(offer)).collect();
        render_offer(view, files, offer, &own)?;
    }
    Ok(())
}

fn render_offer(
    view: &ClusterView<'_>,
    files: &mut ClusterFiles,
    offer: Offer,
    groups: &[&NodeGroup],
) -> Result<(), RenderError> {
    let config = offer.config()?;
    let config_name = format!("nvidia-sharing{}", offer.suffix());
    let annotations = config.as_deref().map(|text| fingerprint::annotation(&[text])).unwrap_or_default();
    if let Some(text) = &config {
        files.add(
            FILE,
            &ConfigMap {
                metadata: owned(&config_name, Some(DEVICE_NAMESPACE), PLUGIN),
                data: Some(BTreeMap::from([("config.yaml".to_owned(), text.clone())])),
                ..ConfigMap::default()
            },
        )?;
    }
    let mut pod = plugin(offer, config.is_some());
    if config.is_some() {
        pod.volumes.get_or_insert_default().push(config_map("config", &config_name));
    }
    place(&mut pod, view, groups);
    files.add(FILE, &daemon_set(&format!("{PLUGIN}{}", offer.suffix()), DEVICE_NAMESPACE, annotations.clone(), pod))?;
    if let Offer::Mps(pods) = offer {
        let mut pod = control_daemon(&config_name);
        place(&mut pod, view, groups);
        files.add(FILE, &daemon_set(&format!("{MPS_DAEMON}-{pods}"), DEVICE_NAMESPACE, annotations, pod))?;
    }
    Ok(())
}

fn place(pod: &mut PodSpec, view: &ClusterView<'_>, groups: &[&NodeGroup]) {
    pod.affinity = Some(only_on(groups));
    pod.tolerations = agent_tolerations(view.cluster, groups);
    pod.priority_class_name = Some("system-node-critical".to_owned());
    pod.service_account_name = Some(ACCOUNT.to_owned());
    pod.automount_service_account_token = Some(false);
}

fn resources() -> ResourceRequirements {
    ResourceRequirements {
        requests: Some(requests(device_plugins::NVIDIA.asks)),
        limits: Some(amounts([("memory", "256Mi")])),
        ..ResourceRequirements::default()
    }
}

fn config_env(configured: bool) -> Option<k8s_openapi::api::core::v1::EnvVar> {
    configured.then(|| env("CONFIG_FILE", format!("{CONFIG_DIR}/config.yaml")))
}

/// The plugin's Pod. The EKS images make `nvidia` containerd's default runtime, so no RuntimeClass is named; a GPU that fails to
/// come up fails the plugin, which is right where every node has one.
fn plugin(offer: Offer, configured: bool) -> PodSpec {
    let mut mounts = vec![mount("device-plugins", "/var/lib/kubelet/device-plugins")];
    let mut volumes = vec![host_path("device-plugins", "/var/lib/kubelet/device-plugins", "Directory")];
    let mut variables = vec![env("NVIDIA_VISIBLE_DEVICES", "all"), env("NVIDIA_DRIVER_CAPABILITIES", "compute,utility")];
    variables.extend(config_env(configured));
    if configured {
        mounts.push(mount_read_only("config", CONFIG_DIR));
    }
    if matches!(offer, Offer::Mps(_)) {
        variables.push(env("MPS_ROOT", MPS_ROOT));
        mounts.extend([mount("mps-root", "/mps"), mount("mps-shm", "/dev/shm")]);
        volumes.extend(mps_volumes());
    }
    PodSpec {
        containers: vec![Container {
            name: PLUGIN.to_owned(),
            image: Some(images::NVIDIA_DEVICE_PLUGIN.reference()),
            command: Some(vec![PLUGIN.to_owned()]),
            env: Some(variables),
            resources: Some(resources()),
            security_context: Some(restricted_container()),
            volume_mounts: Some(mounts),
            ..Container::default()
        }],
        volumes: Some(volumes),
        ..PodSpec::default()
    }
}

/// The MPS control daemon's Pod, without which an MPS configuration leaves the plugin waiting.
/// Source: k8s-device-plugin v0.20.0 chart, `daemonset-mps-control-daemon.yml`.
fn control_daemon(config_name: &str) -> PodSpec {
    let image = images::NVIDIA_DEVICE_PLUGIN.reference();
    let shm = Container {
        name: "mount-shm".to_owned(),
        image: Some(image.clone()),
        command: Some(vec!["mps-control-daemon".to_owned(), "mount-shm".to_owned()]),
        resources: Some(resources()),
        security_context: Some(privileged_container()),
        volume_mounts: Some(vec![VolumeMount {
            // The shared memory it mounts has to be seen by the node, and so by the plugin and the clients.
            mount_propagation: Some("Bidirectional".to_owned()),
            ..mount("mps-root", "/mps")
        }]),
        ..Container::default()
    };
    let daemon = Container {
        name: "mps-control-daemon".to_owned(),
        image: Some(image),
        command: Some(vec!["mps-control-daemon".to_owned()]),
        env: Some(
            [
                env_of("NODE_NAME", "spec.nodeName"),
                env("NVIDIA_VISIBLE_DEVICES", "all"),
                env("NVIDIA_DRIVER_CAPABILITIES", "compute,utility"),
            ]
            .into_iter()
            .chain(config_env(true))
            .collect(),
        ),
        // The MPS servers run in this container, one per user of a GPU; a limit would be the clients' limit.
        resources: Some(ResourceRequirements { requests: Some(requests(MPS_CONTROL)), ..ResourceRequirements::default() }),
        security_context: Some(privileged_container()),
        volume_mounts: Some(vec![mount("mps-shm", "/dev/shm"), mount("mps-root", "/mps"), mount_read_only("config", CONFIG_DIR)]),
        ..Container::default()
    };
    let mut volumes = mps_volumes();
    volumes.push(config_map("config", config_name));
    PodSpec {
        // The MPS server looks itself up in /proc by the process id the driver sees.
        host_pid: Some(true),
        init_containers: Some(vec![shm]),
        containers: vec![daemon],
        volumes: Some(volumes),
        ..PodSpec::default()
    }
}

fn mps_volumes() -> Vec<k8s_openapi::api::core::v1::Volume> {
    vec![host_path("mps-root", MPS_ROOT, "DirectoryOrCreate"), host_path("mps-shm", &format!("{MPS_ROOT}/shm"), "")]
}
