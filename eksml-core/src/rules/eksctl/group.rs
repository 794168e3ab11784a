//! A node group of either kind, for rules that both must hold.

use indexmap::IndexMap;

use super::ask::said;
use crate::catalog::{InstanceFacts, InstanceType};
use crate::eksctl::{
    AmiFamily, CapacityReservation, ClusterConfig, InstanceMarketOptions, InstanceSelector, ManagedNodeGroup,
    NodeGroupBottlerocket, NodeGroupIam, NodeGroupSsh, NodeGroupTaint, Placement, SelfManagedNodeGroup, VolumeMapping,
    VolumeType,
};
use crate::spec::At;

macro_rules! shared {
    ($($key:ident: $of:ty,)*) => {
        /// The keys that both kinds of node group have.
        pub(super) trait Group<'a> {
            $(fn $key(&self) -> At<'a, $of>;)*

            /// The group, if EKS runs it.
            fn managed(&self) -> Option<At<'a, ManagedNodeGroup>> {
                None
            }

            /// The group, if an Auto Scaling group of its own runs it.
            fn self_managed(&self) -> Option<At<'a, SelfManagedNodeGroup>> {
                None
            }
        }

        impl<'a> Group<'a> for At<'a, ManagedNodeGroup> {
            $(fn $key(&self) -> At<'a, $of> { self.$key() })*

            fn managed(&self) -> Option<At<'a, ManagedNodeGroup>> {
                Some(self.clone())
            }
        }

        impl<'a> Group<'a> for At<'a, SelfManagedNodeGroup> {
            $(fn $key(&self) -> At<'a, $of> { self.$key() })*

            fn self_managed(&self) -> Option<At<'a, SelfManagedNodeGroup>> {
                Some(self.clone())
            }
        }
    };
}

shared! {
    name: String,
    ami_family: Option<AmiFamily>,
    instance_type: Option<String>,
    availability_zones: Vec<String>,
    subnets: Vec<String>,
    desired_capacity: Option<u32>,
    min_size: Option<u32>,
    max_size: Option<u32>,
    volume_name: Option<String>,
    volume_size: Option<u32>,
    ssh: Option<NodeGroupSsh>,
    labels: IndexMap<String, String>,
    private_networking: Option<bool>,
    iam: Option<NodeGroupIam>,
    ami: Option<String>,
    max_pods_per_node: Option<u32>,
    volume_type: Option<VolumeType>,
    volume_encrypted: Option<bool>,
    volume_kms_key_id: Option<String>,
    volume_iops: Option<u32>,
    volume_throughput: Option<u32>,
    additional_volumes: Vec<VolumeMapping>,
    pre_bootstrap_commands: Vec<String>,
    override_bootstrap_command: Option<String>,
    propagate_asg_tags: Option<bool>,
    disable_pod_imds: Option<bool>,
    placement: Option<Placement>,
    efa_enabled: Option<bool>,
    instance_selector: Option<InstanceSelector>,
    bottlerocket: Option<NodeGroupBottlerocket>,
    capacity_reservation: Option<CapacityReservation>,
    instance_market_options: Option<InstanceMarketOptions>,
    outpost_arn: Option<String>,
    taints: Vec<NodeGroupTaint>,
}

/// Every node group, in the order of the file: the self-managed ones first.
pub(super) fn groups<'a>(config: &At<'a, ClusterConfig>) -> Vec<Box<dyn Group<'a> + 'a>> {
    let own = config.self_managed_node_groups().iter().map(|group| Box::new(group) as Box<dyn Group<'a> + 'a>);
    let managed = config.managed_node_groups().iter().map(|group| Box::new(group) as Box<dyn Group<'a> + 'a>);
    own.chain(managed).collect()
}

/// The operating system of a group's nodes.
pub(super) fn family(group: &dyn Group<'_>) -> AmiFamily {
    group.ami_family().get().map_or(AmiFamily::AmazonLinux2023, |family| *family)
}

/// Every instance type that a group names.
pub(super) fn instance_types<'a>(group: &dyn Group<'a>) -> Vec<At<'a, String>> {
    let one = group.instance_type().get().filter(|name| name.whole() != "mixed");
    let managed = group.managed().into_iter().flat_map(|group| group.instance_types().iter());
    let mixed = group.self_managed().and_then(|group| group.instances_distribution().get());
    one.into_iter().chain(managed).chain(mixed.into_iter().flat_map(|mixed| mixed.instance_types().iter())).collect()
}

/// The types among them that the catalogue knows, with what it knows.
pub(super) fn known_types<'a>(group: &dyn Group<'a>) -> Vec<(At<'a, String>, InstanceFacts)> {
    let known = |name: At<'a, String>| InstanceType::lookup(name.whole()).map(|facts| (name, facts));
    instance_types(group).into_iter().filter_map(known).collect()
}

/// Whether the group's image is the user's own.
pub(super) fn has_custom_ami(group: &dyn Group<'_>) -> bool {
    group.ami().get().is_some_and(|ami| ami.whole().starts_with("ami-"))
}

/// Whether the nodes keep to private subnets.
pub(super) fn is_private(group: &dyn Group<'_>) -> bool {
    super::ask::on(&group.private_networking())
}

/// Whether the group stands on an Outpost.
pub(super) fn is_on_outposts(group: &dyn Group<'_>) -> bool {
    said(&group.outpost_arn())
}
