//! `managedNodeGroups`: one group that EKS runs.

use super::view::{View, parts};
use super::{instance_store, nodes, overlay, placement, scaling_tags};
use crate::derived;
use crate::eksctl::{ManagedNodeGroup, NodeGroupNodeRepairConfig, NodeGroupUpdateConfig, Placement, VolumeType};
use crate::source::Path;
use crate::spec::{At, NodeGroup, Purchase, Scaler, Subnets};

/// The group as eksctl reads it. What eksctl would choose unsafely is written out: subnets, sizes, encryption, metadata service.
pub(super) fn config(view: View<'_>, at: &Path, group: At<'_, NodeGroup>) -> ManagedNodeGroup {
    let mut config = parts!(
        view,
        at,
        ManagedNodeGroup {
            name: group.name().to_string(),
            ami_family: Some(nodes::ami_family(group)),
            instance_types: group.instances().iter().map(|instance| instance.to_string()).collect(),
            spot: group.purchase().is(|it| matches!(it, Purchase::Spot)).then_some(true),
            capacity_reservation: nodes::reservation(group).0,
            instance_market_options: nodes::reservation(group).1,
            availability_zones: group.zones().iter().map(|zone| zone.to_string()).collect(),
            private_networking: Some(*group.subnets() == Subnets::Private),
            min_size: Some(*group.scale().min()),
            desired_capacity: Some(group.desired().unwrap_or_else(|| *group.scale().min())),
            max_size: Some(*group.scale().max()),
            volume_type: Some(VolumeType::Gp3),
            volume_size: Some(derived::root_volume_gib(group)),
            volume_encrypted: Some(true),
            volume_kms_key_id: group.volume().key().get().map(|key| key.to_string()),
            volume_iops: *group.volume().iops(),
            volume_throughput: *group.volume().throughput(),
            labels: derived::node_labels(view.cluster, group),
            taints: nodes::taints(group),
            tags: scaling_tags::tags(view, group),
            propagate_asg_tags: view.cluster.scaler().is(|it| matches!(it, Scaler::ClusterAutoscaler(_))).then_some(true),
            disable_imds_v1: Some(nodes::imds(group).0),
            disable_pod_imds: Some(nodes::imds(group).1),
            security_groups: nodes::security_groups(view, group),
            efa_enabled: group.efa().then_some(true),
            placement: placement::group_name(view.cluster, group)
                .map(|name| Placement { group_name: Some(name), spread_level: None }),
            max_pods_per_node: *group.max_pods(),
            override_bootstrap_command: instance_store::node_config(group),
            bottlerocket: instance_store::bottlerocket(group),
            // One node at a time: an update takes no more capacity away than the loss of a node does.
            update_config: Some(NodeGroupUpdateConfig::MaxUnavailable(1)),
            node_repair_config: Some(NodeGroupNodeRepairConfig {
                enabled: Some(derived::is_repaired(group)),
                ..NodeGroupNodeRepairConfig::default()
            }),
        }
    );
    overlay::managed(view, at, &mut config, group.eksctl());
    config
}
