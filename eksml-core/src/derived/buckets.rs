//! What follows from a bucket: its region, its copy, the alias of its key; and the alias of a cluster's own key.

use super::{region, single_file_system};
use crate::catalog::Region;
use crate::spec::{Bucket, Cluster, Lens, Platform, Replica};
use crate::units::BucketName;

/// The folder of what all clusters share, beside the clusters' own folders (DR-08).
pub const FLEET_FOLDER: &str = "fleet";

/// The region a bucket is in. One that exists already is taken to be where the platform is.
pub fn bucket_region<'a>(platform: impl Lens<'a, Platform>, bucket: impl Lens<'a, Bucket>) -> &'a Region {
    let platform = platform.into();
    let bucket = bucket.into();
    bucket.create().get().and_then(|create| create.region().get()).unwrap_or_else(|| platform.region()).whole()
}

/// The name of a bucket's copy in S3, or the text that was to be one and is none.
///
/// # Errors
/// The name, where it has not the form of a bucket's name: it is too long.
pub fn replica_name<'a>(s3: &BucketName, replica: impl Lens<'a, Replica>) -> Result<BucketName, String> {
    let replica = replica.into();
    if let Some(name) = replica.s3().whole() {
        return Ok(name.clone());
    }
    let name = format!("{s3}-{}", replica.to());
    name.parse().map_err(|_| name)
}

/// The alias of the key that is created with a bucket, the same in every region that has a copy. Policies go by it, since the key's
/// id is known only when it exists.
pub fn key_alias<'a>(platform: impl Lens<'a, Platform>, bucket: impl Lens<'a, Bucket>) -> String {
    let platform = platform.into();
    let bucket = bucket.into();
    format!("alias/{}/bucket/{}", platform.name(), bucket.name())
}

/// The alias of the key that is created for a cluster's Secrets.
pub fn secrets_key_alias<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> String {
    let platform = platform.into();
    let cluster = cluster.into();
    format!("alias/{}/secrets/{}", platform.name(), cluster.name())
}

/// The ARN of that alias, if the cluster has such a key and the platform names its account.
pub fn own_secrets_key<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> Option<String> {
    let platform = platform.into();
    let cluster = cluster.into();
    let account = platform.account().get().filter(|_| *cluster.own_secrets_key())?;
    let region = region(platform, cluster);
    Some(format!("arn:{}:kms:{region}:{account}:{}", region.partition(), secrets_key_alias(platform, cluster)))
}

/// Whether the bucket has a KMS key that is created with it.
pub fn has_own_key<'a>(bucket: impl Lens<'a, Bucket>) -> bool {
    let bucket = bucket.into();
    bucket.create().get().is_some_and(|create| *create.own_key())
}

/// Whether a Lustre file system is linked to the bucket, and reads and writes it by a role of its own.
pub fn is_linked<'a>(platform: impl Lens<'a, Platform>, bucket: impl Lens<'a, Bucket>) -> bool {
    let platform = platform.into();
    let bucket = bucket.into();
    let classes = platform.clusters().iter().flat_map(|cluster| cluster.storage().iter());
    classes.filter_map(single_file_system).any(|lustre| lustre.links().iter().any(|link| link.bucket() == bucket.name()))
}
