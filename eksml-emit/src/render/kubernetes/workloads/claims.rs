//! `resource.k8s.io/v1`, served from Kubernetes 1.34 on: what the Pods of a workload claim of Dynamic Resource Allocation (ACC-18).

use k8s_openapi::api::core::v1::{PodResourceClaim, ResourceClaim};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use crate::derived::DEVICE_CLASS;

/// What a Pod calls its claim.
const CLAIM: &str = "gpus";

/// A claim that is made anew for every Pod.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourceClaimTemplate {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: TemplateSpec,
}

#[derive(Serialize)]
struct TemplateSpec {
    spec: ClaimSpec,
}

#[derive(Serialize)]
struct ClaimSpec {
    devices: Devices,
}

#[derive(Serialize)]
struct Devices {
    requests: [Request; 1],
}

#[derive(Serialize)]
struct Request {
    name: &'static str,
    exactly: Exactly,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Exactly {
    device_class_name: &'static str,
    allocation_mode: &'static str,
    count: u32,
}

/// The template of a workload whose Pods claim so many GPUs each.
pub(super) fn template(metadata: ObjectMeta, count: u32) -> ResourceClaimTemplate {
    let exactly = Exactly { device_class_name: DEVICE_CLASS, allocation_mode: "ExactCount", count };
    let devices = Devices { requests: [Request { name: CLAIM, exactly }] };
    ResourceClaimTemplate {
        api_version: "resource.k8s.io/v1",
        kind: "ResourceClaimTemplate",
        metadata,
        spec: TemplateSpec { spec: ClaimSpec { devices } },
    }
}

/// The claim in a Pod, made of this template.
pub(super) fn of_pod(template: String) -> PodResourceClaim {
    PodResourceClaim { name: CLAIM.to_owned(), resource_claim_template_name: Some(template), ..PodResourceClaim::default() }
}

/// The claim in a container.
pub(super) fn of_container() -> ResourceClaim {
    ResourceClaim { name: CLAIM.to_owned(), ..ResourceClaim::default() }
}
