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
        /// Karpenter: nodes for the groups that are pools; managed groups keep their size (NG-28).
        Karpenter(Karpenter),
        /// EKS Auto Mode: AWS runs nodes, CNI, DNS, storage driver and device plugins; every group is a pool (CL-13).
        AutoMode(AutoMode),
    }
    refuses {
        "Auto" by "CL-13": "the way in which EKS runs the nodes itself is called Auto Mode", "write `scaler: AutoMode`";
    }
}

spec! {
    /// Karpenter. Image, permissions, interruption queue and node role are derived from the cluster.
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
    pub struct Karpenter {
        /// Another release than the catalogue's, such as `1.13.2`; one that knows the cluster's minor (CL-17).
        version: Option<String> = optional;
    }
    refuses {
        "dynamic_resources" by "ACC-18": "by default Karpenter ignores Pods that claim devices, and a node offers its devices in one way",
            "remove the word: Pods ask for `nvidia.com/gpu` by number, `gpus: 1`";
        "interruption_queue" by "CST-04": "the queue follows from the cluster's name, and is always there", "remove the word";
        "node_pool" by "NG-28": "a pool is a node group that Karpenter runs", "write `node_group … { management: NodePool }`";
    }
}

spec! {
    /// EKS Auto Mode. Its built-in pools `system` and `general-purpose` are on.
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
    pub struct AutoMode {
        /// Whether the built-in pool `general-purpose`, which takes whatever fits no other, is on; it is when absent.
        general_purpose: Option<bool> = optional;
    }
    refuses {
        "dynamic_resources" by "ACC-18": "EKS Auto Mode offers devices by its own device plugin, never by Dynamic Resource Allocation",
            "remove the word: Pods ask for `nvidia.com/gpu` by number, `gpus: 1`";
        "karpenter" by "CL-13": "EKS Auto Mode is Karpenter, run by AWS; a second one would fight over the same nodes", "remove the word";
        "device_plugin" by "CL-13": "EKS Auto Mode brings its own device plugins", "remove the word";
    }
}

spec! {
    /// The Cluster Autoscaler. Image, permissions, flags and discovery tags are derived from the cluster.
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
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
