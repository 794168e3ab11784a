//! Nodes that spokes leave idle, given to jobs of all teams by a queue in the hub.

use super::parts;
use crate::derived;
use crate::spec::{Cluster, Namespace, Platform, Queue, Queues, Share, Team, Use};
use crate::units::Name;

/// Adds a queue to the hub from which jobs of all teams go to nodes that spokes leave idle, by Kueue's MultiKueue (FL-09).
///
/// In every spoke that has queues, the queue is sure of no node and borrows what the spoke's own queues leave; they take their nodes back
/// when they need them, and go on without the hub. It has a namespace of its own everywhere, so what is sent has none of the identities
/// of the team whose nodes it runs on. A platform without a hub stays as it is.
///
/// ```
/// use eksml_core::patterns::{Ground, Site, Team, hub_and_spoke, share_idle_nodes};
///
/// # fn main() -> Result<(), eksml_core::units::Invalid> {
/// # let ground = Ground::new(
/// #     "acme-ml".parse()?,
/// #     "us-west-2".parse()?,
/// #     "111122223333".parse()?,
/// #     "arn:aws:iam::111122223333:role/platform-admin".parse()?,
/// #     "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6".parse()?,
/// # );
/// # let vision = Team::new("vision".parse()?, "arn:aws:iam::111122223333:role/vision".parse()?);
/// # let (hub, vision_at) = (Site::new("hub".parse()?, "10.64.0.0/16".parse()?), Site::new("vision".parse()?, "10.65.0.0/16".parse()?));
/// let mut platform = hub_and_spoke(&ground, &hub, [(vision, vision_at)]);
/// share_idle_nodes(&mut platform, &"batch".parse()?);
/// assert!(eksml_core::rules::check(&platform, None).is_sound());
/// # Ok(())
/// # }
/// ```
pub fn share_idle_nodes(platform: &mut Platform, queue: &Name) {
    let Some(hub) = platform.hub.clone() else { return };
    let (mut send_to, mut teams) = (Vec::<Name>::new(), Vec::<Team>::new());
    for spoke in platform.clusters.iter_mut().filter(|cluster| cluster.name != hub && cluster.queues.is_some()) {
        let mut queues: Vec<Queue> = derived::queues(&*spoke).iter().map(|plan| own(spoke, plan)).collect();
        let idle = derived::training_groups(&*spoke).into_iter();
        let shares = idle.map(|group| Share { group: group.name().whole().clone(), ..Share::default() }).collect();
        queues.push(Queue { name: queue.clone(), shares, ..Queue::default() });
        let declared = spoke.queues.take().unwrap_or_default();
        spoke.queues = Some(Queues { queues, from_hub: true, ..declared });
        spoke.namespaces.push(parts::training_namespace(queue.clone()));
        send_to.push(spoke.name.clone());
        for team in &spoke.access.teams {
            if !teams.iter().any(|other| other.name == team.name) {
                teams.push(Team { name: team.name.clone(), role: team.role.clone(), ..Team::default() });
            }
        }
    }
    let Some(center) = platform.clusters.iter_mut().find(|cluster| cluster.name == hub).filter(|_| !send_to.is_empty()) else {
        return;
    };
    for team in teams {
        center.access.teams.push(Team { namespaces: vec![queue.clone()], ..team });
    }
    center.namespaces.push(Namespace { name: queue.clone(), serves: Use::Training, ..Namespace::default() });
    let sending = Queue { name: queue.clone(), send_to, ..Queue::default() };
    center.queues.get_or_insert_default().queues.push(sending);
}

/// A queue of the spoke's own as it is declared; or by its name, so that it goes on having what the others leave.
fn own(spoke: &Cluster, plan: &derived::QueuePlan<'_>) -> Queue {
    let declared = spoke.queues.iter().flat_map(|queues| &queues.queues).find(|queue| queue.name == *plan.name);
    declared.cloned().unwrap_or_else(|| Queue { name: plan.name.clone(), ..Queue::default() })
}
