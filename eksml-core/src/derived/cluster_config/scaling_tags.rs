//! Tags of Auto Scaling groups: how the Cluster Autoscaler finds a group and what it expects of its nodes, and the user's own.

use indexmap::IndexMap;

use crate::derived;
use crate::derived::ClusterView;
use crate::spec::{Management, NodeGroup, Scaler};

/// All tags of a group's Auto Scaling group; without an autoscaler, the user's alone.
pub(super) fn tags(view: &ClusterView<'_>, group: &NodeGroup) -> IndexMap<String, String> {
    let Scaler::ClusterAutoscaler(scaler) = &view.cluster.scaler else {
        return group.tags.iter().map(|(key, value)| (key.to_string(), value.clone())).collect();
    };
    let mut tags = match group.management {
        // EKS tags the groups it manages by itself; eksctl tags its own not at all.
        Management::SelfManaged(_) => derived::discovery_tags(derived::discovery_name(view.cluster, scaler)),
        Management::Managed | Management::NodePool(_) => IndexMap::new(),
    };
    tags.extend(derived::asg_tags(group));
    if derived::claims_devices(view.cluster, group) {
        tags.shift_remove(&format!("{}{}", derived::LABEL_TAG, derived::AUTOSCALER_LABEL));
    }
    tags
}
