//! The queues of a cluster: whose jobs wait where, and how many nodes of which group each queue is sure of.

use super::{accelerator, device_resource, disk_mib, efa_interfaces_of, groups_of, rooms};
use crate::spec::{Cluster, Inference, NodeGroup, Placement, Processing, Queue, Scaler, Share, Training, Use};
use crate::units::Name;

/// How long a service may take to load its model, in seconds: no other probe before its startup probe is through.
pub const LOADING_SECONDS: u64 = 1800;

/// A queue, with what is not written filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct QueuePlan<'a> {
    /// Its name.
    pub name: &'a Name,
    /// The namespaces whose jobs may wait in it.
    pub namespaces: Vec<&'a Name>,
    /// Its part of what others leave idle, compared with them.
    pub weight: u32,
    /// Its nodes, in the order in which groups are tried.
    pub shares: Vec<SharePlan<'a>>,
    /// The clusters its jobs are sent to; where there are any, it has no nodes itself.
    pub send_to: &'a [Name],
}

/// What a queue has of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharePlan<'a> {
    /// The group.
    pub group: &'a NodeGroup,
    /// Nodes it is sure of.
    pub nodes: u32,
    /// The most it may borrow, in nodes; all that is idle where there is none.
    pub borrow: Option<u32>,
    /// The most of its own it lends, in nodes; all where there is none.
    pub lend: Option<u32>,
}

/// The queues of a cluster in declared order; none where it declares no `queues`.
///
/// Where no queue is written there is one for each namespace that trains. A queue that names no share has an equal part of what the
/// others leave of every group on which training runs.
pub fn queues(cluster: &Cluster) -> Vec<QueuePlan<'_>> {
    let Some(declared) = &cluster.queues else { return Vec::new() };
    let mut plans: Vec<QueuePlan<'_>> = declared.queues.iter().map(|queue| written(cluster, queue)).collect();
    if declared.queues.is_empty() {
        let own = |name| QueuePlan { name, namespaces: vec![name], weight: 1, shares: Vec::new(), send_to: &[] };
        plans = training_namespaces(cluster).into_iter().map(own).collect();
    }
    let lives_on_an_equal_share = |queue: &Queue| queue.shares.is_empty() && queue.send_to.is_empty();
    let equal: Vec<usize> =
        (0..plans.len()).filter(|index| declared.queues.get(*index).is_none_or(lives_on_an_equal_share)).collect();
    for group in training_groups(cluster) {
        let taken: u32 = plans
            .iter()
            .flat_map(|plan| &plan.shares)
            .filter(|share| share.group.name == group.name)
            .map(|share| share.nodes)
            .sum();
        let left = most_nodes(&cluster.scaler, group).saturating_sub(taken);
        let parts = u32::try_from(equal.len()).unwrap_or(u32::MAX).max(1);
        for (rank, index) in (0..).zip(&equal) {
            let nodes = left / parts + u32::from(rank < left % parts);
            if let Some(plan) = plans.get_mut(*index) {
                plan.shares.push(SharePlan { group, nodes, borrow: None, lend: None });
            }
        }
    }
    for plan in &mut plans {
        // A job that asks for no device is tried on nodes without one first.
        plan.shares.sort_by_key(|share| accelerator(share.group).is_some());
    }
    plans
}

fn written<'a>(cluster: &'a Cluster, queue: &'a Queue) -> QueuePlan<'a> {
    let share = |share: &Share| {
        let group = cluster.node_groups.iter().find(|group| group.name == share.group)?;
        Some(SharePlan { group, nodes: share.nodes, borrow: share.borrow, lend: share.lend })
    };
    QueuePlan {
        name: &queue.name,
        namespaces: if queue.namespaces.is_empty() { vec![&queue.name] } else { queue.namespaces.iter().collect() },
        weight: queue.weight.unwrap_or(1),
        shares: queue.shares.iter().filter_map(share).collect(),
        send_to: &queue.send_to,
    }
}

/// The namespaces that train: those that say so, and those that have a job.
fn training_namespaces(cluster: &Cluster) -> Vec<&Name> {
    let has_job = |name: &Name| cluster.training.iter().any(|job| job.namespace == *name);
    let trains = cluster.namespaces.iter().filter(|namespace| namespace.serves == Use::Training || has_job(&namespace.name));
    trains.map(|namespace| &namespace.name).collect()
}

/// The groups on which training runs: those that say so, and those that a job selects.
pub fn training_groups(cluster: &Cluster) -> Vec<&NodeGroup> {
    let selected = |group: &NodeGroup| {
        cluster.training.iter().any(|job| groups_of(cluster, &job.placement).iter().any(|other| other.name == group.name))
    };
    cluster.node_groups.iter().filter(|group| group.serves == Use::Training || selected(group)).collect()
}

/// The queue a job waits in: the one it names, or the only one of its namespace.
pub fn queue_of<'a>(cluster: &'a Cluster, job: &Training) -> Option<QueuePlan<'a>> {
    chosen(open_to(cluster, &job.namespace), job.queue.as_ref())
}

/// The queue data processing waits in: the one it names, or the only one of its namespace that has some of its nodes.
pub fn queue_of_processing<'a>(cluster: &'a Cluster, work: &Processing) -> Option<QueuePlan<'a>> {
    chosen(open_with(cluster, &work.namespace, work.queue.as_ref(), &work.placement), work.queue.as_ref())
}

/// The queue in which each replica of a service waits, found as for data processing; none where a replica is a single Pod, which
/// needs no other at the same time.
pub fn queue_of_service<'a>(cluster: &'a Cluster, service: &Inference) -> Option<QueuePlan<'a>> {
    service.over.as_ref()?;
    chosen(open_with(cluster, &service.namespace, service.queue.as_ref(), &service.placement), service.queue.as_ref())
}

fn open_to<'a>(cluster: &'a Cluster, namespace: &Name) -> Vec<QueuePlan<'a>> {
    queues(cluster).into_iter().filter(|queue| queue.namespaces.contains(&namespace)).collect()
}

/// The queues open to a namespace; of them, where none is named, those that have some of the nodes.
fn open_with<'a>(cluster: &'a Cluster, namespace: &Name, named: Option<&Name>, placement: &Placement) -> Vec<QueuePlan<'a>> {
    let mut open = open_to(cluster, namespace);
    if named.is_none() {
        let nodes = groups_of(cluster, placement);
        open.retain(|queue| queue.shares.iter().any(|share| nodes.iter().any(|group| group.name == share.group.name)));
    }
    open
}

fn chosen<'a>(open: Vec<QueuePlan<'a>>, named: Option<&Name>) -> Option<QueuePlan<'a>> {
    let mut open = open.into_iter();
    match named {
        Some(name) => open.find(|queue| queue.name == name),
        None => open.next().filter(|_| open.next().is_none()),
    }
}

/// The most nodes a group can have: without a scaler it keeps the size it was created with.
pub fn most_nodes(scaler: &Scaler, group: &NodeGroup) -> u32 {
    if *scaler == Scaler::Fixed { group.desired.unwrap_or(group.scale.min) } else { group.scale.max }
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
pub fn node_amounts(cluster: &Cluster, group: &NodeGroup) -> Vec<ResourceAmount> {
    let rooms = rooms(cluster, group);
    let least = |get: fn(&super::Room) -> u64| rooms.iter().map(get).min().unwrap_or(0);
    let amount = |resource: &str, count, unit| ResourceAmount { resource: resource.to_owned(), count, unit };
    let mut all = vec![amount("cpu", least(|room| room.cpu_m), "m"), amount("memory", least(|room| room.memory_mib), "Mi")];
    // Pods with caches ask for it.
    let disk = group.instances.iter().map(|instance| disk_mib(group, instance.facts())).min().unwrap_or(0);
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

/// Whether EC2 tells where nodes of a group are in its network, so that jobs can be kept together: the labels
/// `topology.k8s.aws/network-node-layer-1` to `-3`. Source: EC2 user guide, "Prerequisites for Amazon EC2 topology" (P and Trn types).
pub fn knows_its_place(group: &NodeGroup) -> bool {
    let told = ["p3dn", "p4", "p5", "p6", "trn"];
    !group.instances.is_empty() && group.instances.iter().all(|it| told.iter().any(|family| it.as_str().starts_with(family)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Namespace, Queues, Scale};

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
        let shares = |plan: &QueuePlan<'_>| plan.shares.iter().map(|share| (share.group.name.to_string(), share.nodes)).collect();
        queues(cluster).iter().map(|plan| (plan.name.to_string(), shares(plan))).collect()
    }

    #[test]
    fn nothing_written_is_an_equal_part_for_each_namespace_that_trains() {
        let pair = |cpu, gpu| vec![("cpu".to_owned(), cpu), ("gpu".to_owned(), gpu)];
        assert_eq!(nodes(&cluster(Vec::new())), [("a".to_owned(), pair(2, 3)), ("b".to_owned(), pair(1, 2))]);
        assert_eq!(queues(&Cluster { queues: None, ..cluster(Vec::new()) }), []);
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
        let waits =
            |cluster: &Cluster, on, queue| queue_of_processing(cluster, &work(on, queue)).map(|plan| plan.name.to_string());
        assert_eq!(waits(&cluster, "gpu", None).as_deref(), Some("a"));
        assert_eq!(waits(&cluster, "cpu", None), None, "beside the queues");
        assert_eq!(waits(&cluster, "cpu", Some("a")).as_deref(), Some("a"), "and SCH-09 says that it leads nowhere");
        let mut service = Inference { namespace: name("a"), placement: Placement::On(name("gpu")), ..Inference::default() };
        assert_eq!(queue_of_service(&cluster, &service), None, "single Pods start one by one");
        service.over = Some(crate::spec::NodesPerReplica { nodes: 2, ..crate::spec::NodesPerReplica::default() });
        assert!(queue_of_service(&cluster, &service).is_some());
        cluster.queues = None;
        assert_eq!(queue_of_service(&cluster, &service), None);
    }
}
