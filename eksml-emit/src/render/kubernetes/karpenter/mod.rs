//! Karpenter: a NodePool and an EC2NodeClass for each pool, and what must be there before them (NG-28 to NG-30).

pub(super) mod api;
mod install;
mod node_class;
pub(super) mod node_pool;

use self::api::NodeClassRef;
use crate::derived;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Scaler;

pub(super) use self::install::remarks;
pub(in crate::render) use self::install::values;

const FILE: &str = "41-scaling.yaml";

/// Adds them, if Karpenter is the cluster's scaler.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Scaler::Karpenter(_) = &view.cluster.scaler else { return Ok(()) };
    for (group, pool) in derived::pools(view.cluster) {
        let (group, pool) = (group.whole(), pool.whole());
        let name = group.name.to_string();
        files.add(FILE, &node_class::of(view, group, pool))?;
        let class = NodeClassRef { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name };
        files.add(FILE, &node_pool::of(view, group, pool, class, None))?;
    }
    Ok(())
}
