//! A queue, as a handle.

use super::carries::carries;
use super::namespace::Namespace;
use super::node_group::NodeGroup;
use crate::spec::{self, Share};
use crate::units::Name;

/// A queue: what a team has for sure, and where its jobs wait until all their nodes can be had (SCH-08, SCH-09).
#[derive(Debug, Clone)]
pub struct Queue {
    spec: spec::Queue,
}

carries!([] Queue => spec::Queue);

impl Queue {
    /// A queue of this name for the jobs of `namespace`. Without a share it has an equal part of every group that serves training.
    pub fn new(name: Name, namespace: &Namespace) -> Self {
        let namespaces = vec![namespace.spec().name.clone()];
        Self { spec: spec::Queue { name, namespaces, ..Default::default() } }
    }

    /// One more namespace whose jobs may wait in it.
    pub fn open_to(self, namespace: &Namespace) -> Self {
        self.with(|queue| queue.namespaces.push(namespace.spec().name.clone()))
    }

    /// So many nodes of `group` that it can always have (SCH-10).
    pub fn share<H, G, S>(self, group: &NodeGroup<H, G, S>, nodes: u32) -> Self {
        let group = group.spec().name.clone();
        self.with(|queue| queue.shares.push(Share { group, nodes, ..Default::default() }))
    }

    /// How much it gets of what others leave idle, compared with them.
    pub fn weight(self, weight: u32) -> Self {
        self.with(|queue| queue.weight = Some(weight))
    }
}
