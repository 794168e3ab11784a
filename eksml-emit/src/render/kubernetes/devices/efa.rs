//! The EFA device plugin. eksctl installs one too, which tolerates no accelerator's taint and knows no p5.4xlarge, p6 or g7e.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceRequirements, SecurityContext};

use super::FILE;
use crate::catalog::images;
use crate::components::device_plugins;
use crate::derived::{AcceleratorKind, DEVICE_NAMESPACE, accelerator};
use crate::render::kubernetes::nodes::{agent_tolerations, only_on};
use crate::render::kubernetes::pods::{amounts, daemon_set, host_path, mount, requests, service_account};
use crate::render::kubernetes::security::{privileged_container, restricted_container};
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};
use crate::spec::{NodeGroup, TaintEffect};

const PLUGIN: &str = "aws-efa-k8s-device-plugin";

fn efa_groups<'a>(view: &ClusterView<'a>) -> Vec<&'a NodeGroup> {
    view.cluster.node_groups.iter().filter(|group| group.efa).collect()
}

/// Adds the plugin for all groups with EFA.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let (neuron, other): (Vec<&NodeGroup>, Vec<&NodeGroup>) = efa_groups(view)
        .into_iter()
        .partition(|group| accelerator(group).is_some_and(|(kind, _)| kind == AcceleratorKind::Neuron));
    if neuron.is_empty() && other.is_empty() {
        return Ok(());
    }
    files.add(FILE, &service_account(PLUGIN, DEVICE_NAMESPACE, PLUGIN))?;
    // Beside Neuron devices the plugin reads the node's topology by Neuron's tools, which takes privileges.
    // Source: eks-charts `aws-efa-k8s-device-plugin`, `privilegedSupportedInstanceLabels`.
    let kinds =
        [(PLUGIN.to_owned(), other, restricted_container()), (format!("{PLUGIN}-neuron"), neuron, privileged_container())];
    for (name, groups, security) in kinds {
        if !groups.is_empty() {
            files.add(FILE, &daemon_set(&name, DEVICE_NAMESPACE, BTreeMap::new(), plugin(view, &groups, security)))?;
        }
    }
    Ok(())
}

/// The plugin's Pod. Source: eks-charts `aws-efa-k8s-device-plugin` 0.5.20, `templates/daemonset.yaml`.
fn plugin(view: &ClusterView<'_>, groups: &[&NodeGroup], security: SecurityContext) -> PodSpec {
    PodSpec {
        affinity: Some(only_on(groups)),
        tolerations: agent_tolerations(view.cluster, groups),
        priority_class_name: Some("system-node-critical".to_owned()),
        service_account_name: Some(PLUGIN.to_owned()),
        automount_service_account_token: Some(false),
        // It looks for EFA among the network interfaces of the node, not those of a Pod.
        host_network: Some(true),
        containers: vec![Container {
            name: PLUGIN.to_owned(),
            image: Some(images::efa_device_plugin(*view.region())),
            resources: Some(ResourceRequirements {
                requests: Some(requests(device_plugins::EFA.asks)),
                limits: Some(amounts([("memory", "128Mi")])),
                ..ResourceRequirements::default()
            }),
            security_context: Some(security),
            volume_mounts: Some(vec![
                mount("device-plugins", "/var/lib/kubelet/device-plugins"),
                mount("infiniband", "/dev/infiniband"),
                mount("neuron-tools", "/opt/aws/neuron"),
            ]),
            ..Container::default()
        }],
        volumes: Some(vec![
            host_path("device-plugins", "/var/lib/kubelet/device-plugins", "Directory"),
            host_path("infiniband", "/dev/infiniband", ""),
            host_path("neuron-tools", "/opt/aws/neuron", "DirectoryOrCreate"),
        ]),
        ..PodSpec::default()
    }
}

/// What to do before this plugin can be the only one: eksctl's cannot be switched off, but taints keep it away.
pub(in crate::render::kubernetes) fn remark(view: &ClusterView<'_>) -> Option<Remark> {
    let keeps_away = |group: &NodeGroup| group.taints.iter().any(|taint| *taint.parts().2 != TaintEffect::PreferNoSchedule);
    if efa_groups(view).into_iter().all(keeps_away) {
        return None;
    }
    Some(Remark::After(
        "Remove the EFA device plugin that eksctl installs, which would advertise the same interfaces on untainted nodes: \
         `kubectl --namespace kube-system delete daemonset aws-efa-k8s-device-plugin-daemonset --ignore-not-found`"
            .to_owned(),
    ))
}
