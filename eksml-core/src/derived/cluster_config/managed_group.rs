//! `managedNodeGroups`: one group that EKS runs.

use super::{instance_store, nodes, overlay, placement, scaling_tags};
use crate::derived;
use crate::derived::ClusterView;
use crate::eksctl::{ManagedNodeGroup, NodeGroupNodeRepairConfig, NodeGroupUpdateConfig, Placement, VolumeType};
use crate::spec::{NodeGroup, Purchase, Scaler, Subnets};

/// The group as eksctl reads it. What eksctl would choose unsafely is written out: subnets, sizes, encryption, metadata service.
pub(super) fn config(view: &ClusterView<'_>, group: &NodeGroup) -> ManagedNodeGroup {
    let (capacity_reservation, instance_market_options) = nodes::reservation(group);
    let (without_v1, without_pods) = nodes::imds(group);
    let mut config = ManagedNodeGroup {
        name: group.name.to_string(),
        ami_family: Some(nodes::ami_family(group)),
        instance_types: group.instances.iter().map(ToString::to_string).collect(),
        spot: matches!(group.purchase, Purchase::Spot).then_some(true),
        capacity_reservation,
        instance_market_options,
        availability_zones: group.zones.iter().map(ToString::to_string).collect(),
        private_networking: Some(group.subnets == Subnets::Private),
        min_size: Some(group.scale.min),
        desired_capacity: Some(group.desired.unwrap_or(group.scale.min)),
        max_size: Some(group.scale.max),
        volume_type: Some(VolumeType::Gp3),
        volume_size: Some(derived::root_volume_gib(group)),
        volume_encrypted: Some(true),
        volume_kms_key_id: group.volume.key.as_ref().map(ToString::to_string),
        volume_iops: group.volume.iops,
        volume_throughput: group.volume.throughput,
        labels: derived::node_labels(view.cluster, group),
        taints: nodes::taints(group),
        tags: scaling_tags::tags(view, group),
        propagate_asg_tags: matches!(view.cluster.scaler, Scaler::ClusterAutoscaler(_)).then_some(true),
        disable_imds_v1: Some(without_v1),
        disable_pod_imds: Some(without_pods),
        security_groups: nodes::security_groups(view, group),
        efa_enabled: group.efa.then_some(true),
        placement: placement::group_name(view, group).map(|name| Placement { group_name: Some(name), spread_level: None }),
        max_pods_per_node: group.max_pods,
        override_bootstrap_command: instance_store::node_config(group),
        bottlerocket: instance_store::bottlerocket(group),
        // One node at a time: an update takes no more capacity away than the loss of a node does.
        update_config: Some(NodeGroupUpdateConfig::MaxUnavailable(1)),
        node_repair_config: Some(NodeGroupNodeRepairConfig {
            enabled: Some(derived::is_repaired(group)),
            ..NodeGroupNodeRepairConfig::default()
        }),
        ..ManagedNodeGroup::default()
    };
    overlay::managed(&mut config, &group.eksctl);
    config
}
