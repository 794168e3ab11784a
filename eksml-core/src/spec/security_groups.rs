//! Which security groups nodes have.

use super::declare::spec;

spec! {
    /// Which security groups nodes have. Between nodes NetworkPolicies separate, not these: every node has the cluster's own group, which
    /// EKS makes and which lets all of its members talk to each other.
    pub enum SecurityGroups {
        /// The cluster's own: whatever lies outside the nodes knows them all by it.
        Shared,
        /// Beside the cluster's own, one for each kind of nodes, by what their groups `serves`; `System` has none. A file system that the
        /// cluster's stack makes then lets in the kinds that mount it, instead of every node (NET-18 to NET-21); what else is in the VPC
        /// may do the same by the outputs of the stack. Nodes get their groups when they are made: on a cluster that has nodes already,
        /// make its node groups anew first.
        PerKind,
    }
}
