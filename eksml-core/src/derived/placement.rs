//! The node groups a workload may run on, and what all of them have in common.

use super::{accelerator, placement_label, pool};
use crate::catalog::{AmiFamily, InstanceType};
use crate::spec::{At, Cluster, Lens, NodeGroup, Placement, Purchase, Taint, TaintEffect, variant};

/// The node label that names the group.
pub const GROUP_LABEL: &str = "eksml/node-group";

/// Of the 5,128 huge pages of 2 MiB that the accelerated AMI sets aside for EFA, what one Pod can have, in MiB.
/// Source: EKS user guide, "Run machine learning training on Amazon EKS with Elastic Fabric Adapter".
const HUGE_PAGES_MIB: u32 = 5120;

/// The huge pages that a Pod with a node's EFA interfaces asks for, in MiB; `None` where it does without. Only the Amazon Linux image
/// sets them aside; and Karpenter, which knows no such resource, would buy no node for who asks (karpenter #751).
pub fn huge_pages_mib(groups: &[At<'_, NodeGroup>]) -> Option<u32> {
    let has = |group: &At<'_, NodeGroup>| *group.efa() && *group.ami() == AmiFamily::AmazonLinux2023 && pool(group).is_none();
    (!groups.is_empty() && groups.iter().all(has)).then_some(HUGE_PAGES_MIB)
}

/// The groups that a placement's labels select.
pub fn groups_of<'a, 'b>(cluster: impl Lens<'a, Cluster>, placement: impl Lens<'b, Placement>) -> Vec<At<'a, NodeGroup>> {
    let (cluster, placement) = (cluster.into(), placement.into());
    let groups = cluster.node_groups().iter();
    if let Some(name) = variant!(placement, Placement::On) {
        return groups.filter(|group| group.name() == name).collect();
    }
    let Some(selection) = variant!(placement, Placement::Select) else { return Vec::new() };
    let labels = selection.labels();
    let selects = |group: &At<'a, NodeGroup>| {
        labels.iter().all(|(key, value)| placement_label(cluster, group, key.as_str()).is_some_and(|own| own == value.as_str()))
    };
    groups.filter(selects).collect()
}

/// Those of them on which its Pods may land: a group whose taints it does not tolerate decides nothing about them.
pub fn homes<'a, 'b>(cluster: impl Lens<'a, Cluster>, placement: impl Lens<'b, Placement>) -> Vec<At<'a, NodeGroup>> {
    let placement = placement.into();
    let mut groups = groups_of(cluster, placement);
    if let Some(selection) = variant!(placement, Placement::Select) {
        groups.retain(|group| {
            let mut taints =
                group.taints().whole().iter().map(Taint::parts).filter(|(.., effect)| **effect != TaintEffect::PreferNoSchedule);
            taints.all(|(key, ..)| selection.tolerate().iter().any(|tolerated| tolerated.as_str() == key))
        });
    }
    groups
}

/// The EFA interfaces that a Pod gets which takes a whole node with so many accelerators; `None` where no node is its alone or a
/// group has no EFA. The fewest among the groups' instance types, so that the Pod fits each of them (ACC-13).
pub fn efa_interfaces(groups: &[At<'_, NodeGroup>], accelerators: u32) -> Option<u32> {
    let whole = |group: &At<'_, NodeGroup>| {
        let all = accelerator(group).map(|(_, facts)| facts.accelerator_count);
        *group.efa() && all.is_some_and(|all| all > 0 && accelerators >= all)
    };
    if groups.iter().all(whole) { efa_interfaces_of(groups) } else { None }
}

/// The EFA interfaces of a node, whichever of these groups and of their types it is of; `None` where some node has none.
pub fn efa_interfaces_of(groups: &[At<'_, NodeGroup>]) -> Option<u32> {
    if !groups.iter().all(|group| *group.efa()) {
        return None;
    }
    let interfaces = |instance: At<'_, InstanceType>| {
        // eksctl attaches one EFA interface per network card, whatever the type could take.
        let facts = instance.facts();
        facts.network_cards.map_or(facts.efa_interfaces, |cards| facts.efa_interfaces.min(cards))
    };
    groups.iter().flat_map(|group| group.instances().iter()).map(interfaces).min().filter(|count| *count > 0)
}

/// Whether any of the groups is bought as Spot, whose nodes leave at two minutes' notice.
pub fn on_spot(groups: &[At<'_, NodeGroup>]) -> bool {
    groups.iter().any(|group| *group.purchase() == Purchase::Spot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{CustomTaint, Management, NodePool, Selection, Use};

    fn group(name: &str, instance: &str, efa: bool) -> NodeGroup {
        NodeGroup {
            name: name.parse().unwrap(),
            instances: vec![instance.parse().unwrap()],
            taints: vec![Taint::NvidiaGpu],
            serves: Use::Training,
            efa,
            ..NodeGroup::default()
        }
    }

    #[test]
    fn a_selection_takes_every_group_with_its_labels() {
        let cluster = Cluster {
            node_groups: vec![group("a", "p5.48xlarge", true), group("b", "g6e.2xlarge", false)],
            ..Cluster::default()
        };
        let labels = [("workload-type".parse().unwrap(), "training".parse().unwrap())].into_iter().collect();
        let select = Placement::Select(Selection { labels, ..Selection::default() });
        assert_eq!(groups_of(&cluster, &select).len(), 2);
        assert_eq!(groups_of(&cluster, &Placement::On("b".parse().unwrap()))[0].name.as_str(), "b");
        assert!(groups_of(&cluster, &Placement::On("c".parse().unwrap())).is_empty());
    }

    #[test]
    fn pods_land_where_they_tolerate_the_taints() {
        let team = CustomTaint { key: "team".parse().unwrap(), value: "a".parse().unwrap(), ..CustomTaint::default() };
        let mut other = group("b", "g6e.2xlarge", false);
        other.taints.push(Taint::Custom(team));
        let cluster = Cluster { node_groups: vec![group("a", "p5.48xlarge", true), other], ..Cluster::default() };
        let labels = [("workload-type".parse().unwrap(), "training".parse().unwrap())].into_iter().collect();
        let select = Placement::Select(Selection { labels, tolerate: vec!["nvidia.com/gpu".parse().unwrap()] });
        assert_eq!(homes(&cluster, &select).iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["a"]);
        assert_eq!(homes(&cluster, &Placement::On("b".parse().unwrap())).len(), 1, "it tolerates by itself");
    }

    #[test]
    fn huge_pages_are_where_the_image_sets_them_aside_and_the_scaler_knows_them() {
        let managed = group("a", "p5.48xlarge", true);
        let pool = NodeGroup { management: Management::NodePool(NodePool::default()), ..managed.clone() };
        let bottlerocket = NodeGroup { ami: AmiFamily::Bottlerocket, ..managed.clone() };
        let plain = group("b", "p5.48xlarge", false);
        assert_eq!(huge_pages_mib(&[At::of(&managed)]), Some(5120));
        assert_eq!([&pool, &bottlerocket, &plain].map(|group| huge_pages_mib(&[At::of(group)])), [None; 3]);
        assert_eq!(huge_pages_mib(&[At::of(&managed), At::of(&pool)]), None);
    }

    #[test]
    fn only_who_takes_whole_nodes_gets_their_interfaces() {
        let (p5, p4d, g6e) =
            (group("a", "p5.48xlarge", true), group("b", "p4d.24xlarge", true), group("c", "g6e.2xlarge", false));
        let [p5, p4d, g6e] = [&p5, &p4d, &g6e].map(At::of);
        assert_eq!(efa_interfaces(&[p5], 8), Some(32));
        assert_eq!(efa_interfaces(&[p5], 4), None);
        assert_eq!(efa_interfaces(&[p5, p4d], 8), Some(4));
        assert_eq!(efa_interfaces(&[g6e], 1), None);
        assert_eq!(efa_interfaces(&[], 8), None);
    }
}
