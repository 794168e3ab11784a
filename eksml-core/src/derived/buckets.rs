//! What follows from a bucket: its region, its copy, the alias of its key.

use crate::catalog::Region;
use crate::spec::{Bucket, Platform, Replica};
use crate::units::BucketName;

/// The folder of what all clusters share, beside the clusters' own folders (DR-08).
pub const FLEET_FOLDER: &str = "fleet";

/// The region a bucket is in. One that exists already is taken to be where the platform is.
pub fn bucket_region<'a>(platform: &'a Platform, bucket: &'a Bucket) -> &'a Region {
    bucket.create.as_ref().and_then(|create| create.region.as_ref()).unwrap_or(&platform.region)
}

/// The name of a bucket's copy in S3, or the text that was to be one and is none.
///
/// # Errors
/// The name, where it has not the form of a bucket's name: it is too long.
pub fn replica_name(s3: &BucketName, replica: &Replica) -> Result<BucketName, String> {
    if let Some(name) = &replica.s3 {
        return Ok(name.clone());
    }
    let name = format!("{s3}-{}", replica.to);
    name.parse().map_err(|_| name)
}

/// The alias of the key that is created with a bucket, the same in every region that has a copy. Policies go by it, since the key's
/// id is known only when it exists.
pub fn key_alias(platform: &Platform, bucket: &Bucket) -> String {
    format!("alias/{}/bucket/{}", platform.name, bucket.name)
}

/// Whether the bucket has a KMS key that is created with it.
pub fn has_own_key(bucket: &Bucket) -> bool {
    bucket.create.as_ref().is_some_and(|create| create.own_key)
}
