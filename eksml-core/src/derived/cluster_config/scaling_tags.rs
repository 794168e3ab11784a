//! Tags of Auto Scaling groups: how the Cluster Autoscaler finds a group and what it expects of its nodes, and the user's own.

use super::view::View;
use indexmap::IndexMap;

use crate::derived;
use crate::spec::{At, Management, NodeGroup, Scaler, variant};

/// All tags of a group's Auto Scaling group; without an autoscaler, the user's alone.
pub(super) fn tags(view: View<'_>, group: At<'_, NodeGroup>) -> IndexMap<String, String> {
    let Some(scaler) = variant!(view.cluster.scaler(), Scaler::ClusterAutoscaler) else {
        return group.tags().iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    };
    let mut tags = IndexMap::new();
    if group.management().is(|it| matches!(it, Management::SelfManaged(_))) {
        // EKS tags the groups it manages by itself; eksctl tags its own not at all.
        tags = derived::discovery_tags(derived::discovery_name(view.cluster, scaler));
    }
    tags.extend(derived::asg_tags(group));
    if derived::claims_devices(view.cluster, group) {
        tags.shift_remove(&format!("{}{}", derived::LABEL_TAG, derived::AUTOSCALER_LABEL));
    }
    tags
}
