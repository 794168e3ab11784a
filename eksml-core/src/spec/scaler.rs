//! What adds and removes nodes.

use super::declare::spec;
use crate::units::Name;

spec! {
    /// What adds and removes nodes: one owner for all groups of a cluster (NG-31).
    pub enum Scaler {
        /// Nothing: every group keeps its size (NG-31).
        Fixed,
        /// The Kubernetes Cluster Autoscaler, at the cluster's own minor (CL-17).
        ClusterAutoscaler(ClusterAutoscaler),
    }
    refuses {
        "Karpenter" by "NG-28": "Karpenter buys nodes by NodePools of its own; here nodes come from node groups alone, and no NodePool is emitted",
            "write `scaler: ClusterAutoscaler`";
        "AutoMode" by "CL-13": "EKS Auto Mode brings its own scaler, device plugin and CNI and excludes the ones emitted here",
            "write `scaler: ClusterAutoscaler`";
        "Auto" by "CL-13": "EKS Auto Mode brings its own scaler, device plugin and CNI and excludes the ones emitted here",
            "write `scaler: ClusterAutoscaler`";
    }
}

spec! {
    /// The Cluster Autoscaler. Image, permissions, flags and discovery tags are derived from the cluster.
    #[cfg_attr(feature = "k8s", derive(typed_builder::TypedBuilder), builder(field_defaults(default, setter(strip_option(ignore_invalid)))))]
    pub struct ClusterAutoscaler {
        /// Another patch release than the catalogue's, such as `1.35.1`; its minor must be the cluster's (CL-17).
        version: Option<String> = optional;
        /// The name in the auto-discovery tag, where groups were tagged by hand (CST-08).
        discovery_cluster: Option<Name> = optional;
        /// Which group grows when several could.
        expander: Expander = optional;
        /// Minutes a node must be unneeded before it goes. 10 when absent.
        scale_down_after_minutes: Option<u32> = optional;
    }
    refuses {
        "nodes" by "CST-10": "groups are found by their tags; with `--nodes` as well the autoscaler does not start",
            "remove the word: least and most are each group's `scale`";
        "node_group_auto_discovery" by "CST-08": "the discovery tags follow from the cluster's name", "remove the word";
    }
}

spec! {
    /// Which group grows when several could take the pending Pods.
    pub enum Expander {
        /// The one that leaves the least CPU and memory idle.
        LeastWaste,
        /// The one that the priority ConfigMap prefers: derived so that Spot grows before on-demand.
        Priority,
        /// The one that takes the most pending Pods.
        MostPods,
        /// Any.
        Random,
    }
}
