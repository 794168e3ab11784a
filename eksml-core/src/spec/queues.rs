//! Who may work on how much: the queues in which jobs wait until all their nodes can be had at once.

use super::Waiver;
use super::declare::spec;
use crate::units::{Duration, Name};

spec! {
    /// Queues for training jobs, data processing and services of several nodes, kept by Kueue: each starts when all its nodes can be
    /// had, or not at all (SCH-08).
    pub struct Queues {
        /// The queues; where there is none, one for each namespace that trains, with an equal share of every group that serves it.
        queues: Vec<Queue> = each "queue";
        /// How long the Pods of an admitted job may take until all are ready; 30 minutes when absent, and an hour where a service
        /// waits, which has a model to load (SCH-22). A job that takes longer goes back into its queue.
        ready_within: Option<Duration> = optional;
        /// The groups on which a job's Pods are placed close to each other in the network; each of one size (SCH-19).
        close_together: Vec<Name> = optional;
        /// Whether the hub may send jobs into these queues (FL-09). They take their own cluster's jobs either way, and go on without the hub.
        from_hub: bool = optional;
    }
    refuses {
        "nominal_quota" by "SCH-10": "what a queue guarantees is counted in nodes: CPU, memory and devices follow from the group",
            "write `queue NAME { share GROUP { nodes: 4 } }`";
        "resource_flavor" by "SCH-09": "a flavor follows from each node group: its labels and its taints",
            "write `queue NAME { share GROUP { nodes: 4 } }`";
        "cluster_queue" by "SCH-09": "a queue is both the ClusterQueue and the LocalQueue of its namespaces",
            "write `queue NAME { … }`";
    }
}

spec! {
    /// A queue: what a team has for sure, and where its jobs come from.
    pub struct Queue {
        /// Its name.
        name: Name = name;
        /// The namespaces whose jobs may wait in it; the one of its own name when absent (SCH-09).
        namespaces: Vec<Name> = each "namespace";
        /// What it guarantees, group by group; an equal share of every group that serves training when absent (SCH-10).
        shares: Vec<Share> = each "share";
        /// How much it gets of what others leave idle, compared with them; 1 when absent.
        weight: Option<u32> = optional;
        /// Of the hub: the clusters whose queue of the same name its jobs are sent to; they run in the first that has room (FL-09).
        send_to: Vec<Name> = optional;
        /// Rules set aside for this queue.
        waivers: Vec<Waiver> = each "waive";
    }
}

spec! {
    /// What a queue has of a node group.
    pub struct Share {
        /// The node group (SCH-09).
        group: Name = name;
        /// Nodes it can always have: 0 lives on what others leave idle (SCH-10).
        nodes: u32 = required;
        /// Of the nodes that others leave idle, the most it may borrow; all of them when absent (SCH-10).
        borrow: Option<u32> = optional;
        /// Of its own nodes, the most it lends to others while they are idle; all of them when absent (SCH-10).
        lend: Option<u32> = optional;
    }
}
