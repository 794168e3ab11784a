//! How a managed node group is updated and repaired.

use super::choice::choice;
use super::keyword::keyword;
use super::object::eksctl_object;

choice! {
    /// `updateConfig`: how many nodes may be down at a time during an update; absent from a group: one.
    ///
    /// eksctl accepts it on self-managed groups too, where nothing reads it.
    pub enum NodeGroupUpdateConfig {
        /// This many nodes; not more than `maxSize`.
        MaxUnavailable(u32) = "maxUnavailable",
        /// This share of the nodes, 1 to 100 %.
        MaxUnavailablePercentage(u32) = "maxUnavailablePercentage",
    }
}

eksctl_object! {
    /// `nodeRepairConfig`: EKS replaces or reboots nodes that the monitoring agent reports as broken.
    ///
    /// Of each pair of count and percentage only one may be set; eksctl does not check it, EKS does.
    pub struct NodeGroupNodeRepairConfig {
        /// Whether repair is on; absent: it is not.
        pub enabled: Option<bool>,
        /// Share of unhealthy nodes, in %, above which repair stops.
        pub max_unhealthy_node_threshold_percentage: Option<u32>,
        /// Number of unhealthy nodes above which repair stops.
        pub max_unhealthy_node_threshold_count: Option<u32>,
        /// Share of unhealthy nodes, in %, that are repaired at a time.
        pub max_parallel_nodes_repaired_percentage: Option<u32>,
        /// Number of unhealthy nodes that are repaired at a time.
        pub max_parallel_nodes_repaired_count: Option<u32>,
        /// Other actions and waits for particular conditions.
        pub node_repair_config_overrides: Vec<NodeRepairConfigOverride>,
    }
}

eksctl_object! {
    /// What happens to a node in one particular condition; EKS wants all four keys.
    pub struct NodeRepairConfigOverride {
        /// Condition reported by the node monitoring agent, such as `AcceleratedInstanceNotReady`.
        pub node_monitoring_condition: Option<String>,
        /// Reason reported with it, such as `NvidiaXID13Error`.
        pub node_unhealthy_reason: Option<String>,
        /// Minutes in that condition before the node is repaired.
        pub min_repair_wait_time_mins: Option<u32>,
        /// What is done to the node.
        pub repair_action: Option<RepairAction>,
    }
}

keyword! {
    /// What EKS does to a broken node (EKS API `RepairAction`).
    pub enum RepairAction {
        /// Replaced by a new instance.
        Replace = "Replace",
        /// Rebooted in place.
        Reboot = "Reboot",
        /// Left alone.
        NoAction = "NoAction",
    }
}
