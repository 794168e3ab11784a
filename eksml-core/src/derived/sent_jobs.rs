//! What the hub sends to its spokes: from which queues, into which clusters, by which role.

use super::{
    LONGEST_ROLE_NAME, QueuePlan, ResourceAmount, argo_cd, argo_cd_home, argo_cd_keeps, most_nodes, node_amounts, queues,
    role_arn,
};
use crate::spec::{At, Cluster, Lens, Platform};
use crate::units::{Cidr, Name};

/// The service account in the hub that renews the credentials for the spokes.
pub const SENDER: &str = "multikueue-credentials";

/// The Kubernetes group of the hub's role in the clusters it sends jobs to.
pub const SENDER_GROUP: &str = "eksml:queues-of-the-hub";

/// Whether jobs of this cluster's queues run elsewhere.
pub fn sends_jobs<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    let cluster = cluster.into();
    queues(cluster).iter().any(QueuePlan::sends)
}

/// Whether jobs of this namespace wait here to be sent: nothing of it runs in this cluster.
pub fn jobs_wait_here<'a>(cluster: impl Lens<'a, Cluster>, namespace: &Name) -> bool {
    let cluster = cluster.into();
    queues(cluster).iter().any(|queue| queue.sends() && queue.takes(namespace))
}

/// The cluster from whose queues jobs are sent: the hub, if it sends any.
pub fn sender<'a>(platform: impl Lens<'a, Platform>) -> Option<At<'a, Cluster>> {
    let platform = platform.into();
    let hub = platform.hub().get()?;
    platform.clusters().iter().find(|cluster| *cluster.name() == *hub && sends_jobs(cluster))
}

/// The clusters that jobs are sent to, in declared order.
pub fn workers<'a>(platform: impl Lens<'a, Platform>) -> Vec<At<'a, Cluster>> {
    let platform = platform.into();
    platform.clusters().iter().filter(|cluster| takes_jobs(platform, cluster)).collect()
}

/// Whether jobs are sent to this cluster.
pub fn takes_jobs<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> bool {
    let platform = platform.into();
    let cluster = cluster.into();
    sender(platform).is_some_and(|hub| queues(hub).iter().any(|queue| queue.send_to().contains(&cluster.name())))
}

/// The name of the role by which the hub comes into its spokes' queues.
pub fn sender_role_name<'a>(platform: impl Lens<'a, Platform>) -> String {
    let platform = platform.into();
    let name = format!("eksml-queues-{}", platform.name());
    name.chars().take(LONGEST_ROLE_NAME).collect::<String>().trim_end_matches('-').to_owned()
}

/// Its ARN.
pub fn sender_role_arn<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> String {
    let platform = platform.into();
    let cluster = cluster.into();
    role_arn(platform, cluster, &sender_role_name(platform))
}

/// What the queues of this name can have at most in all clusters of `send_to` together, what they borrow there included: less would keep
/// jobs in the hub while nodes of a spoke are idle, and which spoke has room is decided there.
pub fn sent_amounts<'a>(platform: impl Lens<'a, Platform>, name: &Name, send_to: &[Name]) -> Vec<ResourceAmount> {
    let platform = platform.into();
    let mut all: Vec<ResourceAmount> = Vec::new();
    for worker in platform.clusters().iter().filter(|cluster| send_to.contains(&cluster.name())) {
        let there = queues(worker);
        for share in there.iter().filter(|queue| queue.name == name).flat_map(QueuePlan::shares) {
            for amount in node_amounts(worker, share.group) {
                let most = most_nodes(worker, share.group);
                let nodes = share.borrow.map_or(most, |borrow| share.nodes.saturating_add(borrow).min(most));
                let count = amount.count.saturating_mul(u64::from(nodes));
                match all.iter_mut().find(|other| other.resource == amount.resource) {
                    Some(other) => other.count = other.count.saturating_add(count),
                    None => all.push(ResourceAmount { count, ..amount }),
                }
            }
        }
    }
    all
}

/// The networks of other clusters from which a controller comes to this cluster's API server: Argo CD's, unless EKS runs it, and that of
/// the hub that sends jobs. The cluster's own network is not among them.
pub fn reached_from<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> Vec<Cidr> {
    let platform = platform.into();
    let cluster = cluster.into();
    let argo = argo_cd(platform)
        .filter(|argo| argo.capability().is_none() && argo_cd_keeps(platform, argo, cluster))
        .and_then(|argo| argo_cd_home(platform, argo));
    let hub = sender(platform).filter(|_| takes_jobs(platform, cluster)).map(|hub| hub.name().whole());
    let homes = platform
        .clusters()
        .iter()
        .filter(|other| [argo, hub].contains(&Some(other.name().whole())) && other.name() != cluster.name());
    homes.map(|home| *home.vpc().cidr()).collect()
}
