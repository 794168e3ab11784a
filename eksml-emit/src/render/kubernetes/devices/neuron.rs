//! The Neuron device plugin, which advertises `aws.amazon.com/neuron` on Inferentia and Trainium nodes (ACC-16, ACC-17).

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceRequirements};

use super::FILE;
use crate::catalog::images;
use crate::components::device_plugins;
use crate::derived::{AcceleratorKind, DEVICE_NAMESPACE, accelerator};
use crate::render::kubernetes::nodes::{agent_tolerations, only_on};
use crate::render::kubernetes::permissions::{self, allow};
use crate::render::kubernetes::pods::{
    amounts, daemon_set, env_of, host_path, mount, mount_read_only, requests, service_account,
};
use crate::render::kubernetes::security::restricted_container;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::NodeGroup;

const PLUGIN: &str = "neuron-device-plugin";

/// Adds the plugin with its permissions.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let carries = |group: &&NodeGroup| accelerator(group).is_some_and(|(kind, _)| kind == AcceleratorKind::Neuron);
    let groups: Vec<&NodeGroup> = view.cluster.node_groups.iter().filter(carries).collect();
    if groups.is_empty() {
        return Ok(());
    }
    files.add(FILE, &service_account(PLUGIN, DEVICE_NAMESPACE, PLUGIN))?;
    // Source: aws-neuron-sdk `src/k8/k8s-neuron-device-plugin-rbac.yml`. The chart grants `nodes/proxy` as well, for its scheduler
    // extension; it would let the plugin run commands in any Pod of any node, and there is no such extension here.
    let rules = vec![
        allow("", &["nodes"], &["get", "list", "watch"]),
        allow("", &["events"], &["create", "patch"]),
        allow("", &["pods"], &["get", "list", "watch", "update", "patch"]),
        allow("", &["nodes/status"], &["patch", "update"]),
    ];
    files.add(FILE, &permissions::cluster_role(PLUGIN, rules))?;
    files.add(FILE, &permissions::cluster_role_binding(PLUGIN, DEVICE_NAMESPACE))?;
    files.add(FILE, &daemon_set(PLUGIN, DEVICE_NAMESPACE, BTreeMap::new(), plugin(view, &groups)))
}

/// The plugin's Pod. Source: aws-neuron/neuron-helm-charts 1.10.0, `devicePlugin` of `values.yaml`.
fn plugin(view: &ClusterView<'_>, groups: &[&NodeGroup]) -> PodSpec {
    PodSpec {
        affinity: Some(only_on(groups)),
        tolerations: agent_tolerations(view.cluster, groups),
        priority_class_name: Some("system-node-critical".to_owned()),
        service_account_name: Some(PLUGIN.to_owned()),
        automount_service_account_token: Some(true),
        containers: vec![Container {
            name: PLUGIN.to_owned(),
            image: Some(images::NEURON_DEVICE_PLUGIN.reference()),
            env: Some(vec![env_of("NODE_NAME", "spec.nodeName")]),
            resources: Some(ResourceRequirements {
                requests: Some(requests(device_plugins::NEURON.asks)),
                limits: Some(amounts([("memory", "256Mi")])),
                ..ResourceRequirements::default()
            }),
            security_context: Some(restricted_container()),
            volume_mounts: Some(vec![
                mount("device-plugins", "/var/lib/kubelet/device-plugins"),
                mount("run", "/run"),
                mount_read_only("aws-config", "/opt/aws"),
            ]),
            ..Container::default()
        }],
        volumes: Some(vec![
            host_path("device-plugins", "/var/lib/kubelet/device-plugins", "Directory"),
            host_path("run", "/run", "Directory"),
            host_path("aws-config", "/opt/aws", ""),
        ]),
        ..PodSpec::default()
    }
}
