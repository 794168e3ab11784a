//! The GPU Operator as the device plane: what it shares by, and the values its chart is installed with (ACC-01, ACC-02).

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::ConfigMap;
use serde_json::{Value, json};

use super::FILE;
use super::sharing::Offer;
use crate::derived::{self, DEVICE_NAMESPACE};
use crate::render::kubernetes::nodes::{agent_tolerations, only_on, system_home};
use crate::render::kubernetes::pods::owned;
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};
use crate::spec::{At, DevicePlane, NodeGroup, Sharing};

const NAME: &str = "gpu-operator";
const SHARING: &str = "nvidia-sharing";
/// The configuration of nodes that name none: GPUs are whole, or cut by MIG into resources of their own.
const DEFAULT: &str = "whole";

fn groups<'a>(view: &ClusterView<'a>) -> Vec<&'a NodeGroup> {
    derived::served_by(view.cluster, &DevicePlane::GpuOperator).iter().map(At::whole).collect()
}

/// Adds its configuration.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let groups = groups(view);
    if groups.is_empty() {
        return Ok(());
    }
    let mut configurations = BTreeMap::from([(DEFAULT.to_owned(), Offer::mixed()?)]);
    let offers: BTreeSet<Offer> = groups.iter().filter_map(|group| Offer::of(&group.sharing)).collect();
    for offer in offers {
        if let Some(text) = offer.config()? {
            configurations.insert(offer.suffix().trim_start_matches('-').to_owned(), text);
        }
    }
    files.add(
        FILE,
        &ConfigMap { metadata: owned(SHARING, Some(DEVICE_NAMESPACE), NAME), data: Some(configurations), ..ConfigMap::default() },
    )?;
    Ok(())
}

/// The settings of its chart. Source: NVIDIA/gpu-operator `deployments/gpu-operator/values.yaml`, 26.7.
pub(in crate::render) fn values(view: &ClusterView<'_>) -> Value {
    let groups = groups(view);
    let tolerations = json!(agent_tolerations(view.cluster, &groups).unwrap_or_default());
    let (affinity, of_controllers) = system_home(view);
    let controller = json!({ "affinity": affinity.unwrap_or_default(), "tolerations": of_controllers.unwrap_or_default() });
    json!({
        // The EKS images bring both; a second one leaves the node without GPUs (ACC-02).
        "driver": { "enabled": false },
        "toolkit": { "enabled": false },
        // CDI hooks come with the operator's own toolkit. The images' default runtime hands GPUs out by environment.
        "cdi": { "enabled": false },
        "devicePlugin": { "config": { "name": SHARING, "default": DEFAULT } },
        "mig": { "strategy": "mixed" },
        "migManager": { "enabled": groups.iter().any(|group| matches!(group.sharing, Sharing::Mig(_))) },
        // The exporter that eksml emits is the only one.
        "dcgmExporter": { "enabled": false },
        "daemonsets": { "tolerations": tolerations },
        "operator": controller,
        "node-feature-discovery": {
            "gc": controller,
            "master": controller,
            // What it labels is taken for a GPU node: only those that are the operator's.
            "worker": { "affinity": only_on(&groups), "tolerations": tolerations },
        },
    })
}

/// How to see that GPUs are cut, and what may keep them from it.
pub(super) fn remark(view: &ClusterView<'_>) -> Option<Remark> {
    let cut = |group: &&NodeGroup| matches!(group.sharing, Sharing::Mig(_));
    let names: Vec<&str> = groups(view).into_iter().filter(cut).map(|group| group.name.as_str()).collect();
    (!names.is_empty()).then(|| {
        Remark::Know(format!(
            "the GPUs of `{}` are cut when `kubectl get nodes --label-columns nvidia.com/mig.config.state` says `success`; \
             where it stays `failed`, something holds a GPU: the node monitoring agent's DCGM does, so delete its Pod on that node",
            names.join("`, `")
        ))
    })
}
