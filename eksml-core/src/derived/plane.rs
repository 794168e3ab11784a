//! Who tells the kubelet about devices, and what a group's nodes are labelled with for it.

use indexmap::IndexMap;

use super::{AcceleratorKind, accelerator, label, labels};
use crate::spec::{At, Cluster, DevicePlane, Lens, NodeGroup, Sharing};

/// Labels by which a device plane decides; nobody else may set them (ACC-04).
pub const PLANE_LABELS: [&str; 4] =
    ["nvidia.com/device-plugin.config", "nvidia.com/mig.config", OPERANDS_LABEL, "nvidia.com/gpu.present"];

/// The label that keeps the GPU Operator's agents off a node where it is `false`.
pub const OPERANDS_LABEL: &str = "nvidia.com/gpu.deploy.operands";

/// The label for which the Cluster Autoscaler waits for `nvidia.com/gpu` on a new node.
pub const AUTOSCALER_LABEL: &str = "k8s.amazonaws.com/accelerator";

/// The DeviceClass that NVIDIA's driver for Dynamic Resource Allocation brings, of which Pods claim GPUs.
pub const DEVICE_CLASS: &str = "gpu.nvidia.com";

/// Who offers the GPUs of a group: the plane that it says itself, or else its cluster's.
pub fn plane_of<'a>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'a, NodeGroup>) -> At<'a, DevicePlane> {
    let cluster = cluster.into();
    let group = group.into();
    group.plane().get().unwrap_or_else(|| cluster.accelerators().plane())
}

/// The groups whose GPUs a plane offers by agents of its own: none on Bottlerocket, which runs the device plugin itself, and none on
/// EKS Auto Mode, which does so too (ACC-01).
pub fn served_by<'a>(cluster: impl Lens<'a, Cluster>, plane: &DevicePlane) -> Vec<At<'a, NodeGroup>> {
    let cluster = cluster.into();
    if super::is_auto_mode(cluster) {
        return Vec::new();
    }
    let groups = cluster.node_groups().iter().filter(|group| *plane_of(cluster, group) == *plane);
    groups.filter(|group| carries_nvidia(group) && !group.ami().is_bottlerocket()).collect()
}

/// Whether Pods on the group claim their devices by Dynamic Resource Allocation.
pub fn claims_devices<'a>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'a, NodeGroup>) -> bool {
    let cluster = cluster.into();
    let group = group.into();
    *plane_of(cluster, group) == DevicePlane::Dra && carries_nvidia(group)
}

/// Whether Pods claim GPUs on any group of the cluster.
pub fn has_claims<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    let cluster = cluster.into();
    cluster.node_groups().iter().any(|group| claims_devices(cluster, group))
}

/// Whether GPUs are claimed on some groups of the cluster, and asked for by number on others.
pub fn has_both_ways<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    let cluster = cluster.into();
    has_claims(cluster) && cluster.node_groups().iter().any(|group| carries_nvidia(group) && !claims_devices(cluster, group))
}

/// Whether the group's types carry NVIDIA GPUs.
pub fn carries_nvidia<'a>(group: impl Lens<'a, NodeGroup>) -> bool {
    let group = group.into();
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

/// The labels by which a placement finds the nodes of a group: all but those that a device plane alone reads.
pub fn placement_labels<'a>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'a, NodeGroup>) -> IndexMap<String, String> {
    let cluster = cluster.into();
    let group = group.into();
    let mut labels = labels(group);
    if claims_devices(cluster, group) {
        // Its nodes never offer `nvidia.com/gpu`, and the autoscaler would take them for unready for ever.
        labels.shift_remove(AUTOSCALER_LABEL);
    }
    labels
}

/// The value of one of them; reads nothing of the group but what that label follows from.
pub fn placement_label<'a>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'a, NodeGroup>, key: &str) -> Option<String> {
    let group = group.into();
    let value = label(group, key)?;
    (key != AUTOSCALER_LABEL || !claims_devices(cluster, group)).then_some(value)
}

/// The labels of a group's nodes, those of its device plane among them.
pub fn node_labels<'a>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'a, NodeGroup>) -> IndexMap<String, String> {
    let cluster = cluster.into();
    let group = group.into();
    let mut labels = placement_labels(cluster, group);
    if !carries_nvidia(group) {
        return labels;
    }
    let plane = plane_of(cluster, group);
    // The operator puts its agents on every GPU node of the cluster that does not say this (GPU Operator, "Preventing Installation of
    // Operands on Some Nodes"); Bottlerocket runs the device plugin itself (ACC-01).
    let operator_elsewhere = *plane != DevicePlane::GpuOperator && !served_by(cluster, &DevicePlane::GpuOperator).is_empty();
    if operator_elsewhere || *plane == DevicePlane::GpuOperator && group.ami().is_bottlerocket() {
        labels.insert(OPERANDS_LABEL.to_owned(), "false".to_owned());
    }
    match *plane {
        DevicePlane::GpuOperator if !group.ami().is_bottlerocket() => {
            if let Some(name) = sharing_name(&group.sharing()) {
                labels.insert("nvidia.com/device-plugin.config".to_owned(), name);
            }
            if let Sharing::Mig(profile) = group.sharing().whole() {
                // The MIG manager's own names: a label takes no `+` (gpu-operator `0400_configmap.yaml`).
                labels.insert("nvidia.com/mig.config".to_owned(), format!("all-{}", profile.replace('+', ".")));
            }
        }
        DevicePlane::GpuOperator | DevicePlane::DevicePlugin | DevicePlane::Dra => {}
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
    fn a_group_says_its_own_plane_and_the_operator_stays_away_from_it() {
        let group = |name: &str, plane| NodeGroup {
            name: name.parse().unwrap(),
            instances: vec!["g6e.2xlarge".parse().unwrap()],
            plane,
            ..NodeGroup::default()
        };
        let cluster = Cluster {
            node_groups: vec![
                group("old", None),
                group("cut", Some(DevicePlane::GpuOperator)),
                group("new", Some(DevicePlane::Dra)),
            ],
            ..Cluster::default()
        };
        let named =
            |plane: &DevicePlane| served_by(&cluster, plane).iter().map(|group| group.whole().name.as_str()).collect::<Vec<_>>();
        assert_eq!(named(&DevicePlane::DevicePlugin), ["old"]);
        assert_eq!((named(&DevicePlane::GpuOperator), named(&DevicePlane::Dra)), (vec!["cut"], vec!["new"]));
        let kept_away = |index: usize| node_labels(&cluster, &cluster.node_groups[index]).contains_key(OPERANDS_LABEL);
        assert_eq!([kept_away(0), kept_away(1), kept_away(2)], [true, false, true]);
        assert!(has_both_ways(&cluster));
        assert!(!node_labels(&cluster, &cluster.node_groups[2]).contains_key(AUTOSCALER_LABEL));
    }

    #[test]
    fn the_autoscaler_waits_for_no_plugin_where_devices_are_claimed() {
        assert!(of(DevicePlane::DevicePlugin, Sharing::None).contains_key(AUTOSCALER_LABEL));
        assert!(!of(DevicePlane::Dra, Sharing::None).contains_key(AUTOSCALER_LABEL));
    }
}
