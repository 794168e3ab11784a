//! What renderers and derivations see: one cluster, with the platform around it.

use crate::catalog::{Region, Zone};
use crate::derived;
use crate::spec::{Cluster, Namespace, NodeGroup, Platform};

/// One cluster of a checked platform.
#[derive(Debug, Clone, Copy)]
pub struct ClusterView<'a> {
    /// The platform.
    pub platform: &'a Platform,
    /// The cluster.
    pub cluster: &'a Cluster,
}

impl<'a> ClusterView<'a> {
    /// The cluster's region.
    pub fn region(&self) -> &'a Region {
        derived::region(self.platform, self.cluster)
    }

    /// The zones of its VPC.
    pub fn zones(&self) -> Vec<Zone> {
        derived::zones_of_cluster(self.platform, self.cluster)
    }

    /// The node group of this name.
    pub fn node_group(&self, name: &str) -> Option<&'a NodeGroup> {
        self.cluster.node_groups.iter().find(|group| group.name.as_str() == name)
    }

    /// The namespace of this name, if the platform declares it.
    pub fn namespace(&self, name: &str) -> Option<&'a Namespace> {
        self.cluster.namespaces.iter().find(|namespace| namespace.name.as_str() == name)
    }
}
