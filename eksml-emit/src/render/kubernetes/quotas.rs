//! ResourceQuotas and LimitRanges of the declared namespaces. Where jobs wait to be sent elsewhere there are no Pods.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{LimitRange, LimitRangeItem, LimitRangeSpec, ResourceQuota, ResourceQuotaSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::metadata::metadata;
use crate::catalog::KubernetesVersion;
use crate::derived::{self, AcceleratorKind, DEVICE_CLASS};
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};
use crate::spec::{Limits, Quota};

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
    let gpus = gpu_resources(view).into_iter().map(|resource| (resource, devices(quota.nvidia_gpu)));
    let limits = [
        ("requests.cpu".to_owned(), amount(&quota.cpu)),
        ("requests.memory".to_owned(), amount(&quota.memory)),
        (format!("requests.{}", AcceleratorKind::Neuron.resource()), devices(quota.neuron)),
        ("requests.storage".to_owned(), amount(&quota.storage)),
        ("pods".to_owned(), devices(quota.pods)),
    ];
    limits.into_iter().chain(gpus).filter_map(|(key, most)| Some((key, most?))).collect()
}

/// What GPUs are counted as: by number where a plugin offers them, by their class where they are claimed, both where a cluster has
/// both, so that neither way is without a bound (Kubernetes, "Resource quotas").
fn gpu_resources(view: &ClusterView<'_>) -> Vec<String> {
    let claimed = format!("{DEVICE_CLASS}.deviceclass.resource.k8s.io/devices");
    let asked_for = format!("requests.{}", AcceleratorKind::Nvidia.resource());
    if derived::has_both_ways(view.cluster) {
        vec![asked_for, claimed]
    } else if derived::has_claims(view.cluster) {
        vec![claimed]
    } else {
        vec![asked_for]
    }
}

/// What a quota of GPUs holds where they are handed out in both ways.
pub(super) fn remark(view: &ClusterView<'_>) -> Option<Remark> {
    let counted = view.cluster.namespaces.iter().filter(|it| it.quota.as_ref().is_some_and(|quota| quota.nvidia_gpu.is_some()));
    let names: Vec<&str> = counted.map(|namespace| namespace.name.as_str()).collect();
    // From 1.36 on what is claimed counts as `nvidia.com/gpu` as well, which the driver's class names (KEP-5004).
    let apart = derived::has_both_ways(view.cluster) && view.cluster.version < KubernetesVersion::V1_36;
    (apart && !names.is_empty()).then(|| {
        Remark::Know(format!(
            "before Kubernetes 1.36 a quota counts claimed GPUs and `nvidia.com/gpu` apart: in `{}` each may reach the number that \
             `nvidia_gpu` says",
            names.join("`, `")
        ))
    })
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
