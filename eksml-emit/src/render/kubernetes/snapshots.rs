//! `snapshot.storage.k8s.io/v1`, as served by snapshot-controller 8: the class by which snapshots of gp3 volumes are taken.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use super::metadata::metadata;
use crate::spec::{Reclaim, Storage};

/// How snapshots of a driver's volumes are taken.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VolumeSnapshotClass {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    driver: &'static str,
    deletion_policy: &'static str,
}

/// The class for volumes of `storage`, which this driver makes, with its name. A snapshot keeps the volume's key and encryption.
pub(super) fn class(storage: &Storage, driver: &'static str, of_deleted: &Reclaim) -> VolumeSnapshotClass {
    VolumeSnapshotClass {
        api_version: "snapshot.storage.k8s.io/v1",
        kind: "VolumeSnapshotClass",
        metadata: metadata(storage.name.as_str(), None),
        driver,
        deletion_policy: match of_deleted {
            Reclaim::Retain => "Retain",
            Reclaim::Delete => "Delete",
        },
    }
}
