//! The workspace of Amazon Managed Service for Prometheus that samples are sent to.

use super::region as region_of_cluster;
use crate::catalog::Region;
use crate::spec::{Cluster, Lens, Platform};
use crate::units::WorkspaceId;

/// The workspace that a cluster's samples are sent to, and its region; absent while nobody knows its id.
pub fn workspace<'a>(
    platform: impl Lens<'a, Platform>,
    cluster: impl Lens<'a, Cluster>,
) -> Option<(&'a WorkspaceId, &'a Region)> {
    let (platform, cluster) = (platform.into(), cluster.into());
    let remote = cluster.monitoring().get()?.remote_write().get()?;
    if let Some(id) = remote.workspace().get() {
        let region = remote.region().whole().as_ref();
        return Some((id.whole(), region.unwrap_or_else(|| region_of_cluster(platform, cluster))));
    }
    let own = platform.metrics_workspace().get()?;
    Some((own.made().get()?.whole(), own.region().get().unwrap_or_else(|| platform.region()).whole()))
}
