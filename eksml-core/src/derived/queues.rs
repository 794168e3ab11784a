//! The queues of a cluster: whose jobs wait where, and how many nodes of which group each queue is sure of.

use super::{Workload, accelerator, device_resource, disk_mib, efa_interfaces_of, groups_of, rooms};
use crate::catalog::InstanceType;
use crate::spec::{At, Cluster, Lens, NodeGroup, Queue, Scaler, Share, Use};
use crate::units::Name;

/// How long a service may take to load its model, in seconds: no other probe before its startup probe is through.
pub const LOADING_SECONDS: u64 = 1800;

/// A queue, with what is not written filled in.
#[derive(Debug, Clone, Copy)]
pub struct QueuePlan<'a> {
    /// Its name.
    pub name: &'a Name,
    cluster: At<'a, Cluster>,
    /// Nothing of a queue that each namespace that trains has by itself.
    written: Option<At<'a, Queue>>,
}

/// What a queue has of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharePlan<'a> {
    /// The group.
    pub group: At<'a, NodeGroup>,
    /// Nodes it is sure of.
    pub nodes: u32,
    /// The most it may borrow, in nodes; all that is idle where there is none.
    pub borrow: Option<u32>,
    /// The most of its own it lends, in nodes; all where there is none.
    pub lend: Option<u32>,
}

impl<'a> QueuePlan<'a> {
    /// The namespaces whose jobs may wait in it: those it names, or else the one it is called by.
    pub fn namespaces(&self) -> Vec<&'a Name> {
        let named = self.written.map(|queue| queue.namespaces().iter().map(|name| name.whole()).collect());
        named.filter(|named: &Vec<_>| !named.is_empty()).unwrap_or_else(|| vec![self.name])
    }

    /// Whether jobs of a namespace may wait in it.
    pub fn takes(&self, namespace: &Name) -> bool {
        self.namespaces().contains(&namespace)
    }

    /// Its part of what others leave idle, compared with them.
    pub fn weight(&self) -> u32 {
        self.written.and_then(|queue| *queue.weight()).unwrap_or(1)
    }

    /// The clusters its jobs are sent to; where there are any, it has no nodes itself.
    pub fn send_to(&self) -> &'a [Name] {
        self.written.map_or(&[], |queue| queue.send_to().whole())
    }

    /// Whether its jobs are sent to other clusters.
    pub fn sends(&self) -> bool {
        self.written.is_some_and(|queue| !queue.send_to().is_empty())
    }

    /// Whether it has an equal part of what the shares of others leave: it names no share, and its jobs stay here.
    fn has_an_equal_part(&self) -> bool {
        self.written.is_none_or(|queue| queue.shares().is_empty()) && !self.sends()
    }

    /// The groups of which it has nodes, in the order in which they are tried.
    pub fn groups(&self) -> Vec<At<'a, NodeGroup>> {
        let mut groups = if self.has_an_equal_part() {
            training_groups(self.cluster)
        } else {
            self.written_shares().map(|(_, group)| group).collect()
        };
        // A job that asks for no device is tried on nodes without one first.
        groups.sort_by_key(|group| accelerator(group).is_some());
        groups
    }

    /// Its nodes, in the order in which groups are tried.
    pub fn shares(&self) -> Vec<SharePlan<'a>> {
        let mut shares: Vec<SharePlan<'a>> = if self.has_an_equal_part() {
            training_groups(self.cluster).into_iter().map(|group| self.equal_part(group)).collect()
        } else {
            let written = |(share, group): (At<'a, Share>, _)| SharePlan {
                group,
                nodes: *share.nodes(),
                borrow: *share.borrow(),
                lend: *share.lend(),
            };
            self.written_shares().map(written).collect()
        };
        shares.sort_by_key(|share| accelerator(share.group).is_some());
        shares
    }

    /// What it has of a group, if it has any.
    pub fn share_of(&self, group: At<'_, NodeGroup>) -> Option<SharePlan<'a>> {
        self.shares().into_iter().find(|share| share.group.name() == group.name())
    }

    fn written_shares(&self) -> impl Iterator<Item = (At<'a, Share>, At<'a, NodeGroup>)> {
        let groups = self.cluster.node_groups();
        let of = move |share: At<'a, Share>| Some((share, groups.iter().find(|group| group.name() == share.group())?));
        self.written.into_iter().flat_map(|queue| queue.shares().iter()).filter_map(of)
    }

    fn equal_part(&self, group: At<'a, NodeGroup>) -> SharePlan<'a> {
        let all = queues(self.cluster);
        let of_group = all.iter().flat_map(Self::written_shares).filter(|(_, other)| other.name() == group.name());
        let taken: u32 = of_group.map(|(share, _)| *share.nodes()).sum();
        let left = most_nodes(self.cluster, group).saturating_sub(taken);
        let equal: Vec<_> = all.iter().filter(|queue| queue.has_an_equal_part()).collect();
        let parts = u32::try_from(equal.len()).unwrap_or(u32::MAX).max(1);
        let rank = (0..).zip(&equal).find(|(_, queue)| queue.name == self.name).map_or(0, |(rank, _)| rank);
        SharePlan { group, nodes: left / parts + u32::from(rank < left % parts), borrow: None, lend: None }
    }
}

/// The queues of a cluster in declared order; none where it declares no `queues`.
///
/// Where no queue is written there is one for each namespace that trains. A queue that names no share has an equal part of what the
/// others leave of every group on which training runs.
pub fn queues<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<QueuePlan<'a>> {
    let cluster = cluster.into();
    let Some(declared) = cluster.queues().get() else { return Vec::new() };
    let declared = declared.queues();
    if declared.is_empty() {
        let own = |name| QueuePlan { name, cluster, written: None };
        return training_namespaces(cluster).into_iter().map(own).collect();
    }
    declared.iter().map(|queue| QueuePlan { name: queue.name().whole(), cluster, written: Some(queue) }).collect()
}

/// The namespaces that train: those that say so, and those that have a job.
fn training_namespaces(cluster: At<'_, Cluster>) -> Vec<&Name> {
    let has_job = |name: At<'_, Name>| cluster.training().iter().any(|job| job.namespace() == name);
    let trains =
        cluster.namespaces().iter().filter(|namespace| *namespace.serves() == Use::Training || has_job(namespace.name()));
    trains.map(|namespace| namespace.name().whole()).collect()
}

/// The groups on which training runs: those that say so, and those that a job selects.
pub fn training_groups<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<At<'a, NodeGroup>> {
    let cluster = cluster.into();
    let selected = |group: &At<'a, NodeGroup>| {
        cluster.training().iter().any(|job| groups_of(cluster, job.placement()).iter().any(|other| other.name() == group.name()))
    };
    cluster.node_groups().iter().filter(|group| *group.serves() == Use::Training || selected(group)).collect()
}

/// The queue a workload waits in: the one it names, or the only one of its namespace. Of those, data processing and replicas of a
/// service that name none have the only one that has some of their nodes.
///
/// Notebooks wait in none, nor do services whose replicas are single Pods, which need no other at the same time.
pub fn queue_of<'a, 'b>(cluster: impl Lens<'a, Cluster>, workload: impl Into<Workload<'b>>) -> Option<QueuePlan<'a>> {
    let (cluster, workload) = (cluster.into(), workload.into());
    if matches!(workload, Workload::Inference(service) if service.over().is_none()) {
        return None;
    }
    let (named, namespace) = (workload.queue()?.get(), workload.namespace());
    let mut open = queues(cluster).into_iter().filter(|queue| queue.takes(&namespace));
    if let Some(name) = named {
        return open.find(|queue| *queue.name == *name);
    }
    let mut open: Vec<_> = open.collect();
    if !matches!(workload, Workload::Training(_)) {
        let nodes = groups_of(cluster, workload.placement());
        open.retain(|queue| queue.groups().iter().any(|own| nodes.iter().any(|group| group.name() == own.name())));
    }
    match open.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// The most nodes a group can have: without a scaler it keeps the size it was created with.
pub fn most_nodes<'a, 'b>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'b, NodeGroup>) -> u32 {
    let (cluster, group) = (cluster.into(), group.into());
    if cluster.scaler().is(|it| matches!(it, Scaler::Fixed)) {
        return group.desired().unwrap_or_else(|| *group.scale().min());
    }
    *group.scale().max()
}

/// An amount of a resource: so many of `unit`, which is a suffix of Kubernetes' quantities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceAmount {
    /// The resource's name.
    pub resource: String,
    /// How many units.
    pub count: u64,
    /// `m`, `Mi` or nothing.
    pub unit: &'static str,
}

/// What workloads can ask of one node of a group, on the smallest of its types: every resource that a Pod of ours may ask for.
pub fn node_amounts<'a>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'a, NodeGroup>) -> Vec<ResourceAmount> {
    let cluster = cluster.into();
    let group = group.into();
    let rooms = rooms(cluster, group);
    let least = |get: fn(&super::Room) -> u64| rooms.iter().map(get).min().unwrap_or(0);
    let amount = |resource: &str, count, unit| ResourceAmount { resource: resource.to_owned(), count, unit };
    let mut all = vec![amount("cpu", least(|room| room.cpu_m), "m"), amount("memory", least(|room| room.memory_mib), "Mi")];
    // Pods with caches ask for it.
    let disk = group.instances().iter().map(|instance| disk_mib(group, instance.facts())).min().unwrap_or(0);
    all.push(amount("ephemeral-storage", disk, "Mi"));
    if let Some(resource) = device_resource(group) {
        all.push(amount(&resource, least(|room| u64::from(room.devices)), ""));
    }
    if let Some(interfaces) = efa_interfaces_of(&[group]) {
        all.push(amount("vpc.amazonaws.com/efa", u64::from(interfaces), ""));
        all.extend(super::huge_pages_mib(&[group]).map(|pages| amount("hugepages-2Mi", u64::from(pages), "Mi")));
    }
    all
}

/// Whether EC2 tells where nodes of a type are in its network, so that jobs can be kept together: the labels
/// `topology.k8s.aws/network-node-layer-1` to `-3`. Source: EC2 user guide, "Prerequisites for Amazon EC2 topology" (P and Trn types).
pub fn knows_its_place(instance: InstanceType) -> bool {
    ["p3dn", "p4", "p5", "p6", "trn"].iter().any(|family| instance.as_str().starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Inference, Namespace, Placement, Processing, Queues, Scale, Training};

    fn name(text: &str) -> Name {
        text.parse().expect("a name")
    }

    fn group(of: &str, instance: &str, max: u32) -> NodeGroup {
        let instances = vec![instance.parse().expect("a type")];
        NodeGroup { name: name(of), instances, scale: Scale { min: 0, max }, serves: Use::Training, ..NodeGroup::default() }
    }

    fn cluster(queues: Vec<Queue>) -> Cluster {
        let namespace = |of: &str| Namespace { name: name(of), serves: Use::Training, ..Namespace::default() };
        Cluster {
            scaler: Scaler::ClusterAutoscaler(crate::spec::ClusterAutoscaler::default()),
            node_groups: vec![group("gpu", "p5.48xlarge", 5), group("cpu", "m7i.xlarge", 3)],
            namespaces: vec![namespace("a"), namespace("b")],
            queues: Some(Queues { queues, ..Queues::default() }),
            ..Cluster::default()
        }
    }

    fn nodes(cluster: &Cluster) -> Vec<(String, Vec<(String, u32)>)> {
        let shares =
            |plan: &QueuePlan<'_>| plan.shares().iter().map(|share| (share.group.name.to_string(), share.nodes)).collect();
        queues(cluster).iter().map(|plan| (plan.name.to_string(), shares(plan))).collect()
    }

    #[test]
    fn nothing_written_is_an_equal_part_for_each_namespace_that_trains() {
        let pair = |cpu, gpu| vec![("cpu".to_owned(), cpu), ("gpu".to_owned(), gpu)];
        assert_eq!(nodes(&cluster(Vec::new())), [("a".to_owned(), pair(2, 3)), ("b".to_owned(), pair(1, 2))]);
        assert!(queues(&Cluster { queues: None, ..cluster(Vec::new()) }).is_empty());
    }

    #[test]
    fn who_names_no_share_has_what_the_others_leave() {
        let share = Share { group: name("gpu"), nodes: 4, ..Share::default() };
        let of = |of: &str, shares| Queue { name: name(of), shares, ..Queue::default() };
        let cluster = cluster(vec![of("a", vec![share]), of("b", Vec::new())]);
        let own = |gpu| ("gpu".to_owned(), gpu);
        assert_eq!(nodes(&cluster), [("a".to_owned(), vec![own(4)]), ("b".to_owned(), vec![("cpu".to_owned(), 3), own(1)])]);
    }

    #[test]
    fn a_node_offers_all_that_a_pod_may_ask_for() {
        let shown = |group: &NodeGroup| {
            let all = node_amounts(&Cluster::default(), group).into_iter();
            all.map(|amount| format!("{}={}{}", amount.resource, amount.count, amount.unit)).collect::<Vec<_>>()
        };
        let p5 = NodeGroup { efa: true, ..group("gpu", "p5.48xlarge", 1) };
        let all = shown(&p5);
        assert!(all.contains(&"nvidia.com/gpu=8".to_owned()) && all.contains(&"vpc.amazonaws.com/efa=32".to_owned()), "{all:?}");
        assert!(all.contains(&"hugepages-2Mi=5120Mi".to_owned()), "{all:?}");
        let all = shown(&group("cpu", "m7i.xlarge", 1));
        assert!(all.len() == 3 && all[2] == "ephemeral-storage=72704Mi", "{all:?}");
    }

    #[test]
    fn a_job_waits_in_the_only_queue_of_its_namespace_or_in_the_one_it_names() {
        let of = |of: &str, namespaces: &[&str]| Queue {
            name: name(of),
            namespaces: namespaces.iter().map(|it| name(it)).collect(),
            ..Queue::default()
        };
        let cluster = cluster(vec![of("day", &["a"]), of("night", &["a", "b"])]);
        let waits = |namespace: &str, queue: Option<&str>| {
            let job = Training { namespace: name(namespace), queue: queue.map(name), ..Training::default() };
            queue_of(&cluster, &job).map(|plan| plan.name.to_string())
        };
        assert_eq!(waits("b", None).as_deref(), Some("night"));
        assert_eq!(waits("a", None), None, "it has to choose");
        assert_eq!(waits("a", Some("day")).as_deref(), Some("day"));
        assert_eq!(waits("b", Some("day")), None, "not open to its namespace");
    }

    #[test]
    fn other_work_waits_where_a_queue_of_its_namespace_has_its_nodes() {
        let mut cluster = cluster(vec![Queue {
            name: name("a"),
            shares: vec![Share { group: name("gpu"), nodes: 4, ..Share::default() }],
            ..Queue::default()
        }]);
        let work = |on: &str, queue: Option<&str>| Processing {
            namespace: name("a"),
            placement: Placement::On(name(on)),
            queue: queue.map(name),
            ..Processing::default()
        };
        let waits = |cluster: &Cluster, on, queue| queue_of(cluster, &work(on, queue)).map(|plan| plan.name.to_string());
        assert_eq!(waits(&cluster, "gpu", None).as_deref(), Some("a"));
        assert_eq!(waits(&cluster, "cpu", None), None, "beside the queues");
        assert_eq!(waits(&cluster, "cpu", Some("a")).as_deref(), Some("a"), "and SCH-09 says that it leads nowhere");
        let mut service = Inference { namespace: name("a"), placement: Placement::On(name("gpu")), ..Inference::default() };
        assert!(queue_of(&cluster, &service).is_none(), "single Pods start one by one");
        service.over = Some(crate::spec::NodesPerReplica { nodes: 2, ..crate::spec::NodesPerReplica::default() });
        assert!(queue_of(&cluster, &service).is_some());
        cluster.queues = None;
        assert!(queue_of(&cluster, &service).is_none());
    }
}
