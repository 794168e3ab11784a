//! `autoModeConfig`: the built-in pools of EKS Auto Mode, and the role of the nodes it buys (CL-13).

use super::view::View;
use crate::derived;
use crate::eksctl::{AutoModeConfig, AutoModeNodePool};

/// `autoModeConfig`. The built-in pools have the same role as ours, so EKS lets its nodes in without an access entry of our own;
/// without pools of ours eksctl makes the role.
pub(super) fn config(view: View<'_>) -> Option<AutoModeConfig> {
    if !derived::is_auto_mode(view.cluster) {
        return None;
    }
    let mut pools = vec![AutoModeNodePool::System];
    if derived::has_general_purpose(view.cluster) {
        pools.insert(0, AutoModeNodePool::GeneralPurpose);
    }
    Some(AutoModeConfig {
        enabled: Some(true),
        node_role_arn: derived::makes_node_role(view.cluster).then(|| derived::node_role_arn(view.platform, view.cluster)),
        node_pools: Some(pools),
        ..AutoModeConfig::default()
    })
}
