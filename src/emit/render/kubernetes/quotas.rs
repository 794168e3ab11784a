//! ResourceQuotas and LimitRanges of the declared namespaces. Where jobs wait to be sent elsewhere there are no Pods.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{LimitRange, LimitRangeItem, LimitRangeSpec, ResourceQuota, ResourceQuotaSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::metadata::metadata;
use super::workloads::DEVICE_CLASS;
use crate::derived::{self, AcceleratorKind};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{DevicePlane, Limits, Quota};

/// The namespaces' own file: who applies the one applies the other.
const FILE: &str = "10-namespaces.yaml";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    for namespace in &view.cluster.namespaces {
        let name = namespace.name.as_str();
        if let Some(hard) = namespace.quota.as_ref().map(|quota| hard(view, quota)).filter(|hard| !hard.is_empty()) {
            let spec = ResourceQuotaSpec { hard: Some(hard), ..ResourceQuotaSpec::default() };
            files.add(
                FILE,
                &ResourceQuota { metadata: metadata("quota", Some(name)), spec: Some(spec), ..ResourceQuota::default() },
            )?;
        }
        if derived::jobs_wait_here(view.cluster, &namespace.name) {
            let nothing = BTreeMap::from([("pods".to_owned(), Quantity("0".to_owned()))]);
            let spec = ResourceQuotaSpec { hard: Some(nothing), ..ResourceQuotaSpec::default() };
            let metadata = metadata("jobs-run-elsewhere", Some(name));
            files.add(FILE, &ResourceQuota { metadata, spec: Some(spec), ..ResourceQuota::default() })?;
        }
        if let Some(limits) = &namespace.limits {
            let spec = LimitRangeSpec { limits: vec![item(limits)] };
            files.add(FILE, &LimitRange { metadata: metadata("container-defaults", Some(name)), spec: Some(spec) })?;
        }
    }
    Ok(())
}

/// Requests alone are counted: of extended resources Kubernetes accepts nothing else, and CPU limits are no claim on a node.
fn hard(view: &ClusterView<'_>, quota: &Quota) -> BTreeMap<String, Quantity> {
    let devices = |count: Option<u32>| count.map(|count| Quantity(count.to_string()));
    let amount = |amount: &Option<crate::units::Quantity>| amount.as_ref().map(quantity);
    // What is claimed is counted by the class it is claimed of (Kubernetes, "Resource quotas").
    let gpus = match view.cluster.accelerators.plane {
        DevicePlane::Dra => format!("{DEVICE_CLASS}.deviceclass.resource.k8s.io/devices"),
        DevicePlane::DevicePlugin | DevicePlane::GpuOperator => format!("requests.{}", AcceleratorKind::Nvidia.resource()),
    };
    let limits = [
        ("requests.cpu".to_owned(), amount(&quota.cpu)),
        ("requests.memory".to_owned(), amount(&quota.memory)),
        (gpus, devices(quota.nvidia_gpu)),
        (format!("requests.{}", AcceleratorKind::Neuron.resource()), devices(quota.neuron)),
        ("requests.storage".to_owned(), amount(&quota.storage)),
        ("pods".to_owned(), devices(quota.pods)),
    ];
    limits.into_iter().filter_map(|(key, most)| Some((key, most?))).collect()
}

fn item(limits: &Limits) -> LimitRangeItem {
    let both = BTreeMap::from([("cpu".to_owned(), quantity(&limits.cpu)), ("memory".to_owned(), quantity(&limits.memory))]);
    let most = [("cpu", &limits.max_cpu), ("memory", &limits.max_memory)];
    let most: BTreeMap<_, _> =
        most.into_iter().filter_map(|(resource, most)| Some((resource.to_owned(), quantity(most.as_ref()?)))).collect();
    LimitRangeItem {
        type_: "Container".to_owned(),
        default: Some(both.clone()),
        default_request: Some(both),
        max: Some(most).filter(|most| !most.is_empty()),
        ..LimitRangeItem::default()
    }
}

fn quantity(quantity: &crate::units::Quantity) -> Quantity {
    Quantity(quantity.to_string())
}
