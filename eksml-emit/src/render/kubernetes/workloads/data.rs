//! What a workload's container finds beside its image: volumes by name, and caches on the node's disk.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    EmptyDirVolumeSource, PersistentVolumeClaimVolumeSource, ResourceRequirements, Volume, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Amount;

use crate::derived;
use crate::render::ClusterView;
use crate::render::kubernetes::pods::{mount, mount_read_only};
use crate::spec::{At, BucketAccess, Cache, DataVolume, Mount, VolumeSource};

/// The volumes that a workload mounts, each once, and where.
pub(super) fn volumes<'a>(view: &ClusterView<'a>, namespace: &str, mounts: At<'a, Vec<Mount>>) -> Vec<(Volume, VolumeMount)> {
    derived::mounted(view.cluster, namespace, mounts).into_iter().map(|(at, volume)| claimed(&at, &volume)).collect()
}

fn claimed(at: &Mount, volume: &DataVolume) -> (Volume, VolumeMount) {
    let name = format!("data-{}", volume.name);
    // The mount of a bucket that is only read fails where the Pod asks to write.
    let read_only =
        at.read_only || matches!(&volume.source, VolumeSource::S3(bucket) if matches!(bucket.access, BucketAccess::Read));
    let claim = PersistentVolumeClaimVolumeSource { claim_name: volume.name.to_string(), ..Default::default() };
    let place = if read_only { mount_read_only(&name, &at.at) } else { mount(&name, &at.at) };
    (Volume { name, persistent_volume_claim: Some(claim), ..Volume::default() }, place)
}

/// Empty directories on the node's disk.
pub(super) fn caches(caches: &[Cache]) -> Vec<(Volume, VolumeMount)> {
    let one = |cache: &Cache| {
        let name = format!("cache-{}", cache.name);
        let directory = EmptyDirVolumeSource { size_limit: Some(Amount(cache.size.to_string())), ..Default::default() };
        let place = mount(&name, &cache.at);
        (Volume { name, empty_dir: Some(directory), ..Volume::default() }, place)
    };
    caches.iter().map(one).collect()
}

/// With a request for what the caches may hold. No limit: it would count logs and `/tmp` as well, and evict the Pod for them.
pub(super) fn with_caches(mut resources: ResourceRequirements, caches: &[Cache]) -> ResourceRequirements {
    if !caches.is_empty() {
        let disk = Amount(format!("{}Mi", derived::cache_mib(caches)));
        resources.requests.get_or_insert_with(BTreeMap::new).insert("ephemeral-storage".to_owned(), disk);
    }
    resources
}
