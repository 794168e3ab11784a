//! Who tells the kubelet about devices, and what a group's nodes are labelled with for it.

use indexmap::IndexMap;

use super::{AcceleratorKind, accelerator, labels};
use crate::spec::{Cluster, DevicePlane, NodeGroup, Sharing};

/// Labels by which a device plane decides; nobody else may set them (ACC-04).
pub const PLANE_LABELS: [&str; 4] =
    ["nvidia.com/device-plugin.config", "nvidia.com/mig.config", "nvidia.com/gpu.deploy.operands", "nvidia.com/gpu.present"];

/// The label for which the Cluster Autoscaler waits for `nvidia.com/gpu` on a new node.
pub const AUTOSCALER_LABEL: &str = "k8s.amazonaws.com/accelerator";

/// Whether Pods on the group claim their devices by Dynamic Resource Allocation.
pub fn claims_devices(cluster: &Cluster, group: &NodeGroup) -> bool {
    cluster.accelerators.plane == DevicePlane::Dra && carries_nvidia(group)
}

/// Whether the group's types carry NVIDIA GPUs.
pub fn carries_nvidia(group: &NodeGroup) -> bool {
    accelerator(group).is_some_and(|(kind, _)| kind == AcceleratorKind::Nvidia)
}

/// The name of a way of sharing in the GPU Operator's configuration of its device plugin; `None` where each GPU is one Pod's.
pub fn sharing_name(sharing: &Sharing) -> Option<String> {
    match sharing {
        Sharing::TimeSlicing(pods) => Some(format!("time-slicing-{pods}")),
        Sharing::Mps(pods) => Some(format!("mps-{pods}")),
        Sharing::None | Sharing::Mig(_) => None,
    }
}

/// The labels of a group's nodes, those of its device plane among them.
pub fn node_labels(cluster: &Cluster, group: &NodeGroup) -> IndexMap<String, String> {
    let mut labels = labels(group);
    if !carries_nvidia(group) {
        return labels;
    }
    match cluster.accelerators.plane {
        DevicePlane::DevicePlugin => {}
        DevicePlane::GpuOperator if group.ami.is_bottlerocket() => {
            // Bottlerocket runs the device plugin itself (ACC-01).
            labels.insert("nvidia.com/gpu.deploy.operands".to_owned(), "false".to_owned());
        }
        DevicePlane::GpuOperator => {
            if let Some(name) = sharing_name(&group.sharing) {
                labels.insert("nvidia.com/device-plugin.config".to_owned(), name);
            }
            if let Sharing::Mig(profile) = &group.sharing {
                // The MIG manager's own names: a label takes no `+` (gpu-operator `0400_configmap.yaml`).
                labels.insert("nvidia.com/mig.config".to_owned(), format!("all-{}", profile.replace('+', ".")));
            }
        }
        DevicePlane::Dra => {
            // Its nodes never offer `nvidia.com/gpu`, and the autoscaler would take them for unready for ever.
            labels.shift_remove(AUTOSCALER_LABEL);
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Accelerators;

    fn of(plane: DevicePlane, sharing: Sharing) -> IndexMap<String, String> {
        let cluster = Cluster { accelerators: Accelerators { plane, ..Accelerators::default() }, ..Cluster::default() };
        let group = NodeGroup { instances: vec!["p5.48xlarge".parse().unwrap()], sharing, ..NodeGroup::default() };
        node_labels(&cluster, &group)
    }

    #[test]
    fn the_operator_reads_what_a_group_is_for_off_its_labels() {
        let cut = of(DevicePlane::GpuOperator, Sharing::Mig("1g.10gb+me".to_owned()));
        assert_eq!(cut["nvidia.com/mig.config"], "all-1g.10gb.me");
        let shared = of(DevicePlane::GpuOperator, Sharing::TimeSlicing(4));
        assert_eq!(shared["nvidia.com/device-plugin.config"], "time-slicing-4");
        assert!(!of(DevicePlane::DevicePlugin, Sharing::TimeSlicing(4)).contains_key("nvidia.com/device-plugin.config"));
    }

    #[test]
    fn the_autoscaler_waits_for_no_plugin_where_devices_are_claimed() {
        assert!(of(DevicePlane::DevicePlugin, Sharing::None).contains_key(AUTOSCALER_LABEL));
        assert!(!of(DevicePlane::Dra, Sharing::None).contains_key(AUTOSCALER_LABEL));
    }
}
