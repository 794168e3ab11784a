//! Pools of Karpenter and of EKS Auto Mode: what follows from their group.

use super::{Workload, device_resource, devices};
use crate::catalog::{AmiFamily, releases};
use crate::spec::{At, Cluster, Consolidate, Lens, Management, NodeGroup, NodePool, Platform, Scaler, Use, variant};

/// The pool of a group, if it is one.
pub fn pool<'a>(group: impl Lens<'a, NodeGroup>) -> Option<At<'a, NodePool>> {
    variant!(group.into().management(), Management::NodePool)
}

/// The groups that are pools.
pub fn pools<'a>(cluster: impl Lens<'a, Cluster>) -> impl Iterator<Item = (At<'a, NodeGroup>, At<'a, NodePool>)> {
    cluster.into().node_groups().iter().filter_map(|group| Some((group, pool(group)?)))
}

/// Whether EKS Auto Mode runs the nodes, and with them what it builds in: the CNI, devices, volumes, load balancers.
pub fn is_auto_mode<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    let cluster = cluster.into();
    cluster.scaler().is(|it| matches!(it, Scaler::AutoMode(_)))
}

/// Whether EKS Auto Mode has its built-in pool for whatever fits no other.
pub fn has_general_purpose<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    let cluster = cluster.into();
    variant!(cluster.scaler(), Scaler::AutoMode).is_some_and(|settings| settings.general_purpose().unwrap_or(true))
}

/// Whether Pods of the cluster may be moved by Karpenter or Auto Mode: those that must not be say so themselves.
pub fn has_pools<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    let cluster = cluster.into();
    cluster.scaler().is(|it| matches!(it, Scaler::Karpenter(_) | Scaler::AutoMode(_)))
}

/// Whether the nodes of a pool go only when they are empty (NG-30).
pub fn only_when_empty<'a>(group: impl Lens<'a, NodeGroup>, pool: impl Lens<'a, NodePool>) -> bool {
    let group = group.into();
    let pool = pool.into();
    match *pool.consolidate() {
        Consolidate::ByUse => *group.serves() == Use::Training,
        Consolidate::WhenEmpty => true,
        Consolidate::WhenUnderutilized => false,
    }
}

/// Seconds for which a node of a pool must have been dispensable before it goes.
pub fn consolidate_after<'a>(group: impl Lens<'a, NodeGroup>, pool: impl Lens<'a, NodePool>) -> u64 {
    let group = group.into();
    let pool = pool.into();
    // The next job of a queue comes within minutes; buying its node again takes longer than waiting for it.
    let usual = if *group.serves() == Use::Training { 30 * 60 } else { 5 * 60 };
    pool.consolidate_after().map_or(usual, crate::units::Duration::seconds)
}

/// Whether a budget says that at times no node of the pool may go at all.
pub fn holds_nodes_back<'a>(pool: impl Lens<'a, NodePool>) -> bool {
    pool.into().budgets().iter().any(|budget| *budget.nodes() == Some(0) || *budget.percent() == Some(0))
}

/// Seconds after which a node is replaced whatever runs on it; `None` for never. Without a word it is two weeks, but never where training
/// is served, where work lands that must not be disturbed, and where a budget holds nodes back: no budget holds back expiry (NG-42).
pub fn expire_after<'a>(
    cluster: impl Lens<'a, Cluster>,
    group: impl Lens<'a, NodeGroup>,
    pool: impl Lens<'a, NodePool>,
) -> Option<u64> {
    let (cluster, group, pool) = (cluster.into(), group.into(), pool.into());
    if let Some(own) = pool.expire_after().get() {
        return Some(own.seconds());
    }
    let must_stay = |workload: &Workload<'_>| {
        !matches!(workload, Workload::Inference(_))
            && super::homes(cluster, workload.placement()).iter().any(|home| home.name() == group.name())
    };
    let is_disturbed =
        *group.serves() == Use::Training || holds_nodes_back(pool) || Workload::all(cluster).any(|it| must_stay(&it));
    (!is_disturbed).then_some(14 * 24 * 3600)
}

/// The most of each resource that the nodes of a pool may have together: the most nodes times the largest type (NG-30).
pub fn limits<'a>(group: impl Lens<'a, NodeGroup>) -> Vec<(String, u64)> {
    let group = group.into();
    let most = u64::from(*group.scale().max());
    let largest = |get: fn(&crate::catalog::InstanceFacts) -> u64| {
        group.instances().iter().map(|instance| get(instance.facts())).max().unwrap_or(0).saturating_mul(most)
    };
    let mut limits = vec![("nodes".to_owned(), most), ("cpu".to_owned(), largest(|facts| u64::from(facts.vcpu)))];
    if let Some(resource) = device_resource(group) {
        let each = group.instances().iter().map(|it| devices(it.facts(), &group.sharing())).max().unwrap_or(0);
        limits.push((resource, u64::from(each).saturating_mul(most)));
    }
    limits
}

/// The image of a pool as `family@release`; `None` where Karpenter has no alias for the family (NG-29).
pub fn image_alias<'a>(group: impl Lens<'a, NodeGroup>, pool: impl Lens<'a, NodePool>) -> Option<String> {
    let group = group.into();
    let pool = pool.into();
    let (family, release) = match *group.ami() {
        AmiFamily::AmazonLinux2023 => ("al2023", releases::AMAZON_LINUX_2023),
        AmiFamily::Bottlerocket => ("bottlerocket", releases::BOTTLEROCKET),
        _ => return None,
    };
    Some(format!("{family}@{}", pool.release().as_deref().unwrap_or(release)))
}

/// The network interfaces of a pool's nodes with EFA, as card, device and whether it is EFA alone: one for IP, then an EFA device on
/// each card that can have one. Source: EKS user guide, "Manage EFA devices on Amazon EKS", Karpenter.
pub fn efa_layout<'a>(group: impl Lens<'a, NodeGroup>) -> Vec<(u32, u32, bool)> {
    let group = group.into();
    let Some(interfaces) = super::efa_interfaces_of(&[group]) else { return Vec::new() };
    let cards = group.instances().iter().filter_map(|instance| instance.facts().network_cards).min().unwrap_or(1);
    // Where there are as many cards as interfaces, the first card has both; otherwise the first is for IP alone (p6-b300).
    let first = u32::from(interfaces < cards);
    let efa = (first..cards).take(interfaces as usize).map(|card| (card, u32::from(card == 0), true));
    std::iter::once((0, 0, false)).chain(efa).collect()
}

/// The role for EKS Auto Mode's nodes that the cluster's `eksctl` block names.
fn given_node_role(cluster: At<'_, Cluster>) -> Option<&str> {
    let auto = is_auto_mode(cluster).then(|| cluster.eksctl().auto_mode_config().get())??;
    auto.node_role_arn().whole().as_deref()
}

/// Whether the platform creates the role of the nodes that pools buy. For the built-in pools of EKS Auto Mode alone eksctl does.
pub fn makes_node_role<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    let cluster = cluster.into();
    let scaler = cluster.scaler();
    scaler.is(|it| matches!(it, Scaler::Karpenter(_)))
        || is_auto_mode(cluster) && pools(cluster).next().is_some() && given_node_role(cluster).is_none()
}

/// The name of the role of the nodes that pools buy.
pub fn node_role_name<'a>(cluster: impl Lens<'a, Cluster>) -> String {
    let cluster = cluster.into();
    if let Some(name) = given_node_role(cluster).and_then(|arn| arn.rsplit('/').next()) {
        return name.to_owned();
    }
    let what = if is_auto_mode(cluster) { "auto-node" } else { "karpenter-node" };
    format!("{}-{what}", cluster.name())
}

/// The ARN of that role. Without an account it names none, and NG-29 speaks.
pub fn node_role_arn<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> String {
    let platform = platform.into();
    let cluster = cluster.into();
    super::role_arn(platform, cluster, &node_role_name(cluster))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Scale;

    fn group(instance: &str, serves: Use) -> NodeGroup {
        NodeGroup {
            instances: vec![instance.parse().expect("a type")],
            scale: Scale { min: 0, max: 4 },
            serves,
            management: Management::NodePool(NodePool::default()),
            ..NodeGroup::default()
        }
    }

    #[test]
    fn training_keeps_its_nodes_until_they_are_empty() {
        let pool = NodePool::default();
        let (training, general) = (group("p5.48xlarge", Use::Training), group("m7i.xlarge", Use::General));
        assert!(only_when_empty(&training, &pool) && !only_when_empty(&general, &pool));
        let cluster = Cluster::default();
        let of = |group| expire_after(&cluster, group, &pool);
        assert_eq!((of(&training), of(&general)), (None, Some(1_209_600)));
        assert_eq!((consolidate_after(&training, &pool), consolidate_after(&general, &pool)), (1800, 300));
    }

    #[test]
    fn limits_are_nodes_times_the_largest_type() {
        let limits = limits(&group("p5.48xlarge", Use::Training));
        let of = |resource: &str| limits.iter().find(|(name, _)| name == resource).map(|(_, most)| *most);
        assert_eq!((of("nodes"), of("cpu"), of("nvidia.com/gpu")), (Some(4), Some(768), Some(32)));
    }

    #[test]
    fn every_card_has_its_efa_device() {
        let efa = |instance: &str| efa_layout(&NodeGroup { efa: true, ..group(instance, Use::Training) });
        let p5 = efa("p5.48xlarge");
        assert_eq!((p5.len(), p5[0], p5[1], p5[2]), (33, (0, 0, false), (0, 1, true), (1, 0, true)));
        let b300 = efa("p6-b300.48xlarge");
        assert_eq!((b300.len(), b300[1]), (17, (1, 0, true)), "its first card is for IP alone");
        assert_eq!(efa_layout(&group("p5.48xlarge", Use::Training)), []);
    }

    #[test]
    fn images_are_pinned() {
        let alias = |ami| image_alias(&NodeGroup { ami, ..group("m7i.xlarge", Use::General) }, &NodePool::default());
        assert!(alias(AmiFamily::AmazonLinux2023).is_some_and(|alias| alias.starts_with("al2023@v2026")));
        assert!(alias(AmiFamily::Bottlerocket).is_some_and(|alias| alias.starts_with("bottlerocket@v1.")));
        assert_eq!(alias(AmiFamily::Ubuntu2404), None);
    }
}
