//! How a cluster offers its accelerators to Pods.

use super::declare::spec;
use crate::units::LabelKey;

spec! {
    /// How accelerators are offered to Pods. One plane per node group (ACC-01).
    pub struct Accelerators {
        /// What tells the kubelet about devices, on the nodes of every group that does not say another `plane` itself.
        plane: DevicePlane = optional;
        /// Which taints the device DaemonSets tolerate; every accelerator group's must be among them (ACC-03).
        tolerate: Tolerate = optional;
    }
    refuses {
        "gpu_operator" by "ACC-01": "beside the device plugin, the GPU Operator would be a second owner of the devices",
            "write `plane: GpuOperator`: it takes the device plugin's place, here or in one node group";
        "driver" by "ACC-02": "the EKS accelerated images carry the NVIDIA driver already; a second one breaks the node",
            "remove the word";
        "toolkit" by "ACC-02": "the EKS accelerated images carry the container toolkit already; a second one breaks the node",
            "remove the word";
        "sharing" by "ACC-06": "sharing is a node group's own: said of the whole cluster, no node would know of it",
            "write `sharing: TimeSlicing(4)` in the node group";
        "dynamic_resources" by "ACC-18": "devices are claimed or offered by a plugin, never both",
            "write `plane: Dra`, from Kubernetes 1.34 on";
        "compute_domains" by "ACC-19": "a ComputeDomain joins nodes of one NVLink domain, which only UltraServers have (p6e-gb200, p6e-gb300)",
            "remove the word; nodes of other types talk over EFA";
        "dranet" by "ACC-20": "EFA interfaces are offered by their device plugin, beside every plane and under every scaler",
            "remove the word, and write `efa: true` for the node group";
    }
}

spec! {
    /// What tells the kubelet about NVIDIA GPUs. Neuron and EFA devices have their plugins under every plane.
    pub enum DevicePlane {
        /// The NVIDIA device plugin that eksml emits; eksctl's own stays off.
        DevicePlugin,
        /// NVIDIA's GPU Operator, without the driver and the toolkit that EKS images bring; it also cuts GPUs by MIG (ACC-02, ACC-23).
        GpuOperator,
        /// NVIDIA's driver for Dynamic Resource Allocation: Pods claim GPUs; from Kubernetes 1.34 on (CL-16, ACC-18).
        Dra,
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
