//! Sending samples on to Amazon Managed Service for Prometheus, signed with the Pod's own role (MON-08).

use serde::Serialize;

use crate::derived;
use crate::render::{ClusterView, Remark};
use crate::units::Partition;

#[derive(Serialize)]
pub(super) struct Remote {
    url: String,
    sigv4: SigV4,
    queue_config: Queue,
}

#[derive(Serialize)]
struct SigV4 {
    region: String,
}

/// As AMP's user guide recommends.
#[derive(Serialize)]
struct Queue {
    max_samples_per_send: u32,
    max_shards: u32,
    capacity: u32,
}

/// The endpoint of the cluster's workspace, if it has one.
pub(super) fn to(view: &ClusterView<'_>) -> Option<Remote> {
    let (url, region) = address(view)?;
    Some(Remote {
        url,
        sigv4: SigV4 { region },
        queue_config: Queue { max_samples_per_send: 1000, max_shards: 200, capacity: 2500 },
    })
}

/// The address of its workspace, and the region.
pub(super) fn address(view: &ClusterView<'_>) -> Option<(String, String)> {
    let (id, region) = derived::workspace(view.platform, view.cluster)?;
    let suffix = Partition::dns_suffix(region.partition());
    let url = format!("https://aps-workspaces.{region}.{suffix}/workspaces/{id}/api/v1/remote_write");
    Some((url, region.to_string()))
}

/// What is to be done before samples are sent.
pub(in crate::render::kubernetes) fn remark(view: &ClusterView<'_>) -> Option<Remark> {
    let waits =
        view.cluster.monitoring.as_ref()?.remote_write.is_some() && derived::workspace(view.platform, view.cluster).is_none();
    let own = view.platform.metrics_workspace.as_ref().filter(|_| waits)?;
    let region = own.region.as_ref().unwrap_or(&view.platform.region);
    Some(Remark::After(format!(
        "samples are sent on once the id of the platform's workspace is known: write it into the platform, `metrics_workspace {{ made: \
         \"ws-…\" }}`, and apply again; `aws amp list-workspaces --region {region} --alias {} --query 'workspaces[].workspaceId' --output text` \
         shows it",
        view.platform.name
    )))
}
