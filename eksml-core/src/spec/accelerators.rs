//! How a cluster offers its accelerators to Pods.

use super::declare::spec;
use crate::units::LabelKey;

spec! {
    /// How accelerators are offered to Pods. One plane per cluster (ACC-01).
    pub struct Accelerators {
        /// What tells the kubelet about devices.
        plane: DevicePlane = optional;
        /// Which taints the device DaemonSets tolerate; every accelerator group's must be among them (ACC-03).
        tolerate: Tolerate = optional;
    }
    refuses {
        "gpu_operator" by "ACC-01": "the GPU Operator would be a second owner of the device plugin",
            "keep `plane: DevicePlugin`";
        "driver" by "ACC-02": "the EKS accelerated images carry the NVIDIA driver already; a second one breaks the node",
            "remove the word";
        "toolkit" by "ACC-02": "the EKS accelerated images carry the container toolkit already; a second one breaks the node",
            "remove the word";
        "sharing" by "ACC-06": "sharing is a node group's own: said of the whole cluster, no node would know of it",
            "write `sharing: TimeSlicing(4)` in the node group";
        "dynamic_resources" by "CL-16": "Dynamic Resource Allocation is not emitted: resource.k8s.io/v1 is served only from Kubernetes 1.34 on, and devices come from plugins here",
            "keep `plane: DevicePlugin`: Pods ask for `nvidia.com/gpu` on every version";
    }
}

spec! {
    /// What tells the kubelet about devices.
    pub enum DevicePlane {
        /// The NVIDIA, Neuron and EFA device plugins that eksml emits; eksctl's own stays off.
        DevicePlugin,
    }
    refuses {
        "DynamicResources" by "CL-16": "Dynamic Resource Allocation is not emitted: resource.k8s.io/v1 is served only from Kubernetes 1.34 on, and devices come from plugins here",
            "keep `plane: DevicePlugin`: Pods ask for `nvidia.com/gpu` on every version";
        "DRA" by "CL-16": "Dynamic Resource Allocation is not emitted: resource.k8s.io/v1 is served only from Kubernetes 1.34 on, and devices come from plugins here",
            "keep `plane: DevicePlugin`: Pods ask for `nvidia.com/gpu` on every version";
        "GpuOperator" by "ACC-01": "the GPU Operator would be a second owner of the device plugin",
            "keep `plane: DevicePlugin`";
    }
}

spec! {
    /// Which taints the device DaemonSets tolerate.
    pub enum Tolerate {
        /// Every taint of every group they run on.
        Derived,
        /// Taints with these keys alone, whatever their value (ACC-03).
        Only(Vec<LabelKey>),
    }
}
