//! Pods that are not moved for the sake of a tidier cluster: what they have done so far would be lost.

use std::collections::BTreeMap;

use crate::derived;
use crate::render::ClusterView;

/// The annotations that keep whatever removes nodes from removing theirs while they run.
pub(super) fn annotations(view: &ClusterView<'_>) -> BTreeMap<String, String> {
    let mut stay = BTreeMap::from([("cluster-autoscaler.kubernetes.io/safe-to-evict".to_owned(), "false".to_owned())]);
    if derived::has_pools(view.cluster) {
        stay.insert("karpenter.sh/do-not-disrupt".to_owned(), "true".to_owned());
    }
    stay
}
