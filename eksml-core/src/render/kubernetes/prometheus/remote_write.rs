//! Sending samples on to Amazon Managed Service for Prometheus, signed with the Pod's own role (MON-08).

use serde::Serialize;

use crate::render::ClusterView;
use crate::spec::RemoteWrite;
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

/// The endpoint of one workspace.
pub(super) fn to(view: &ClusterView<'_>, settings: &RemoteWrite) -> Remote {
    let (url, region) = address(view, settings);
    Remote { url, sigv4: SigV4 { region }, queue_config: Queue { max_samples_per_send: 1000, max_shards: 200, capacity: 2500 } }
}

/// The address of a workspace, and its region.
pub(super) fn address(view: &ClusterView<'_>, settings: &RemoteWrite) -> (String, String) {
    let region = settings.region.as_ref().unwrap_or_else(|| view.region());
    let suffix = Partition::dns_suffix(region.partition());
    let url = format!("https://aps-workspaces.{region}.{suffix}/workspaces/{}/api/v1/remote_write", settings.workspace);
    (url, region.to_string())
}
