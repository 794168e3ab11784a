//! `nodeGroups`: one group whose Auto Scaling group eksctl makes and you run.

use super::view::{View, parts};
use super::{instance_store, nodes, overlay, placement, scaling_tags};
use crate::derived;
use crate::eksctl::{
    AsgProcess, NodeGroupInstancesDistribution, Placement, SelfManagedNodeGroup, SpotAllocationStrategy, VolumeType,
};
use crate::source::Path;
use crate::spec::{At, InstancesDistribution, Management, NodeGroup, Scaler, SpotStrategy, Subnets, variant};

/// The group as eksctl reads it. What eksctl would choose unsafely is written out: subnets, sizes, encryption, metadata service.
pub(super) fn config(view: View<'_>, at: &Path, group: At<'_, NodeGroup>) -> SelfManagedNodeGroup {
    let autoscaled = || view.cluster.scaler().is(|it| matches!(it, Scaler::ClusterAutoscaler(_)));
    let only_type = || group.instances().first().filter(|_| distribution(group).is_none());
    let mut config = parts!(
        view,
        at,
        SelfManagedNodeGroup {
            name: group.name().to_string(),
            ami_family: Some(nodes::ami_family(group)),
            instance_type: only_type().map(|instance| instance.to_string()),
            instances_distribution: distribution(group),
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
            propagate_asg_tags: autoscaled().then_some(true),
            // The rebalancing of zones ends nodes without draining them, and undoes what the autoscaler does (Cluster Autoscaler FAQ).
            asg_suspend_processes: autoscaled().then_some(AsgProcess::AzRebalance).into_iter().collect(),
            disable_imds_v1: Some(nodes::imds(group).0),
            disable_pod_imds: Some(nodes::imds(group).1),
            security_groups: nodes::security_groups(view, group),
            efa_enabled: group.efa().then_some(true),
            placement: placement::group_name(view.cluster, group)
                .map(|name| Placement { group_name: Some(name), spread_level: None }),
            max_pods_per_node: *group.max_pods(),
            override_bootstrap_command: instance_store::node_config(group),
            bottlerocket: instance_store::bottlerocket(group),
        }
    );
    overlay::self_managed(view, at, &mut config, group.eksctl());
    config
}

/// Several types, or a mix with Spot, are a distribution; a single on-demand type is just that.
fn distribution(group: At<'_, NodeGroup>) -> Option<NodeGroupInstancesDistribution> {
    let on_demand = InstancesDistribution { on_demand_percent: 100, ..InstancesDistribution::default() };
    let own = variant!(group.management(), Management::SelfManaged).and_then(|own| own.distribution().get());
    // eksctl takes a single type and a selector for two answers to one question.
    let several = || group.instances().len() > 1 || group.eksctl().instance_selector().is_some();
    let mix = match own {
        Some(own) => own.whole(),
        None if several() => &on_demand,
        None => return None,
    };
    Some(NodeGroupInstancesDistribution {
        instance_types: group.instances().iter().map(|instance| instance.to_string()).collect(),
        on_demand_base_capacity: Some(mix.on_demand_base),
        // Absent it would be 100: no Spot at all.
        on_demand_percentage_above_base_capacity: Some(mix.on_demand_percent),
        spot_allocation_strategy: Some(match mix.strategy {
            SpotStrategy::PriceCapacityOptimized => SpotAllocationStrategy::PriceCapacityOptimized,
            SpotStrategy::CapacityOptimized => SpotAllocationStrategy::CapacityOptimized,
            SpotStrategy::LowestPrice => SpotAllocationStrategy::LowestPrice,
        }),
        ..NodeGroupInstancesDistribution::default()
    })
}
