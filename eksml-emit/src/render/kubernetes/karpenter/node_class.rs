//! EC2NodeClasses: image, role, network and volumes of a pool's nodes.

use std::collections::BTreeMap;

use super::api::{BlockDevice, Ebs, Ec2NodeClass, Kubelet, MetadataOptions, NetworkInterface, Object, Selector, Tags};
use crate::derived;
use crate::render::ClusterView;
use crate::render::kubernetes::metadata::metadata;
use crate::spec::{Imds, InstanceStore, NodeGroup, NodePool, Purchase};

/// The class of a group's nodes.
pub(super) fn of(view: &ClusterView<'_>, group: &NodeGroup, pool: &NodePool) -> Object<Ec2NodeClass> {
    let cluster = view.cluster.name.to_string();
    let spec = Ec2NodeClass {
        ami_selector_terms: derived::image_alias(group, pool)
            .map(|alias| BTreeMap::from([("alias", alias)]))
            .into_iter()
            .collect(),
        role: derived::node_role_name(view.cluster),
        // eksctl gives the cluster's tags to every subnet that it creates, and this one to the private ones alone (NG-03).
        subnet_selector_terms: Selector::private_subnets(
            view,
            tags([("karpenter.sh/discovery", &cluster), ("kubernetes.io/role/internal-elb", "1")]),
        ),
        // The group that EKS makes for the cluster: it lets nodes talk to the control plane and to each other, and is the one with the
        // rule to itself in both directions that EFA needs (EKS user guide, "View Amazon EKS security group requirements").
        // The group of its kind is attached beside it: each of the terms finds its own.
        security_group_selector_terms: Tags::security_groups(view, group),
        capacity_reservation_selector_terms: match &group.purchase {
            Purchase::Reservation(id) | Purchase::CapacityBlock(id) => vec![BTreeMap::from([("id", id.to_string())])],
            Purchase::OnDemand | Purchase::Spot => Vec::new(),
        },
        placement_group_selector: derived::placement_group(view.cluster, group).map(|name| BTreeMap::from([("name", name)])),
        network_interfaces: derived::efa_layout(group).into_iter().map(interface).collect(),
        kubelet: group.max_pods.map(|max_pods| Kubelet { max_pods }),
        instance_store_policy: (group.instance_store == InstanceStore::Raid0).then_some("RAID0"),
        block_device_mappings: volumes(group),
        metadata_options: metadata_options(group),
        associate_public_ip_address: false,
        tags: own_tags(view, group),
    };
    let metadata = metadata(group.name.as_str(), None);
    Object { api_version: "karpenter.k8s.aws/v1", kind: "EC2NodeClass", metadata, spec }
}

fn tags<const N: usize>(pairs: [(&str, &str); N]) -> Tags {
    Tags { tags: pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect() }
}

fn interface((network_card_index, device_index, efa): (u32, u32, bool)) -> NetworkInterface {
    NetworkInterface { network_card_index, device_index, interface_type: if efa { "efa-only" } else { "interface" } }
}

/// The root volume; Bottlerocket has its own on the first device, and images and Pods on the second.
fn volumes(group: &NodeGroup) -> Vec<BlockDevice> {
    let volume = |device_name, gib: u32, whole: bool| BlockDevice {
        device_name,
        ebs: Ebs {
            volume_type: "gp3",
            volume_size: format!("{gib}Gi"),
            encrypted: true,
            delete_on_termination: true,
            kms_key_id: group.volume.key.as_ref().map(ToString::to_string),
            iops: group.volume.iops.filter(|_| whole),
            throughput: group.volume.throughput.filter(|_| whole),
        },
    };
    let size = derived::root_volume_gib(group);
    if group.ami.is_bottlerocket() {
        vec![volume("/dev/xvda", 4, false), volume("/dev/xvdb", size, true)]
    } else {
        vec![volume("/dev/xvda", size, true)]
    }
}

fn metadata_options(group: &NodeGroup) -> MetadataOptions {
    let (tokens, put_response_hop_limit) = match group.imds {
        Imds::NodeOnly => ("required", 1),
        Imds::PodsToo(_) => ("required", 2),
        Imds::Version1(_) => ("optional", 2),
    };
    MetadataOptions { endpoint: "enabled", tokens, put_response_hop_limit }
}

fn own_tags(view: &ClusterView<'_>, group: &NodeGroup) -> BTreeMap<String, String> {
    let ours = [
        ("Name".to_owned(), format!("{}-{}", view.cluster.name, group.name)),
        ("eksml/platform".to_owned(), view.platform.name.to_string()),
    ];
    ours.into_iter().chain(group.tags.iter().map(|(key, value)| (key.to_string(), value.clone()))).collect()
}
