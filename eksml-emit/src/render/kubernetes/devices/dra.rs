//! Dynamic Resource Allocation as the device plane: the values NVIDIA's driver is installed with. Its chart brings the DeviceClass
//! `gpu.nvidia.com`; what Pods claim of it is with the workloads (ACC-18).

use serde_json::{Value, json};

use crate::derived;
use crate::render::ClusterView;
use crate::render::kubernetes::nodes::{agent_tolerations, only_on, system_home};
use crate::spec::{At, DevicePlane, NodeGroup};

fn groups<'a>(view: &ClusterView<'a>) -> Vec<&'a NodeGroup> {
    derived::served_by(view.cluster, &DevicePlane::Dra).iter().map(At::whole).collect()
}

/// The settings of its chart. Source: kubernetes-sigs/dra-driver-nvidia-gpu `deployments/helm/dra-driver-nvidia-gpu/values.yaml`, 0.4.1.
pub(in crate::render) fn values(view: &ClusterView<'_>) -> Value {
    let groups = groups(view);
    let (affinity, of_controllers) = system_home(view);
    json!({
        // The chart wants this said, because the driver must not share a node with the device plugin; here it never does (ACC-01).
        "gpuResourcesEnabledOverride": true,
        "resources": {
            "gpus": { "enabled": true },
            // For NVLink across nodes alone (ACC-19).
            "computeDomains": { "enabled": false },
        },
        // The EKS images have the driver at its usual place (ACC-02).
        "nvidiaDriverRoot": "/",
        "controller": { "affinity": affinity.unwrap_or_default(), "tolerations": of_controllers.unwrap_or_default() },
        // In place of labels that Node Feature Discovery would have to set (ACC-04).
        "kubeletPlugin": {
            "affinity": only_on(&groups),
            "tolerations": agent_tolerations(view.cluster, &groups).unwrap_or_default(),
        },
    })
}
