//! What follows from a cluster's backups: where they are, for how long, and what the drill reads.

use super::{bucket_region, replica_name};
use crate::catalog::Region;
use crate::spec::{At, Backup, Bucket, Cluster, Deletion, Environment, Lens, Platform, Store, Training, variant};
use crate::units::{BucketName, Name};

/// The service account of the restore drill.
pub const DRILL: &str = "eksml-restore-drill";

/// Days that cold storage bills, whatever happens (AWS Backup API, Lifecycle; Amazon S3 pricing, minimum storage duration).
pub const COLD_DAYS: u32 = 90;

/// Days for which a backup is kept, where the cluster does not say.
pub const KEEP_DAYS: u32 = 35;

/// The longest name of a backup vault (AWS Backup API, `CreateBackupVault`).
const LONGEST_VAULT_NAME: usize = 50;

/// The name of a cluster's backup vault, the same in every region.
pub fn vault_name<'a>(cluster: impl Lens<'a, Cluster>) -> String {
    let cluster = cluster.into();
    let name = format!("eksml-{}", cluster.name());
    name.chars().take(LONGEST_VAULT_NAME).collect::<String>().trim_end_matches('-').to_owned()
}

/// Days for which a backup, and its copy, are kept.
pub fn kept_days<'a>(backup: impl Lens<'a, Backup>) -> (u32, u32) {
    let backup = backup.into();
    let here = backup.keep_days().unwrap_or(KEEP_DAYS);
    (here, backup.copy().get().and_then(|copy| *copy.keep_days()).unwrap_or(here))
}

/// Whether EKS refuses to delete the cluster until that is lifted (DR-09).
pub fn is_deletion_protected<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    let cluster = cluster.into();
    match *cluster.deletion() {
        Some(Deletion::Protected) => true,
        Some(Deletion::Allowed) => false,
        None => *cluster.environment() == Environment::Production,
    }
}

/// One place in which a training job's checkpoints are.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckpointPlace<'a> {
    /// The job.
    pub job: At<'a, Training>,
    /// The platform's bucket.
    pub bucket: At<'a, Bucket>,
    /// The bucket in S3: the platform's, or its copy.
    pub s3: BucketName,
    /// Where that is.
    pub region: Region,
}

/// What the drill of a cluster reads: the checkpoints of its training jobs in a namespace, in their buckets and the copies of these.
pub fn drilled<'a>(
    platform: impl Lens<'a, Platform>,
    cluster: impl Lens<'a, Cluster>,
    namespace: &Name,
) -> Vec<CheckpointPlace<'a>> {
    let platform = platform.into();
    let cluster = cluster.into();
    let mut places = Vec::new();
    for job in cluster.training().iter().filter(|job| *job.namespace() == *namespace) {
        let store = job.checkpoint().get().and_then(|checkpoint| variant!(checkpoint.to(), Store::Bucket));
        let Some(name) = store else { continue };
        let Some(bucket) = platform.buckets().iter().find(|bucket| bucket.name() == name) else { continue };
        let region = *bucket_region(platform, bucket);
        places.push(CheckpointPlace { job, bucket, s3: bucket.s3().whole().clone(), region });
        let replica = bucket.create().get().and_then(|create| create.replicate().get());
        if let Some(replica) = replica
            && let Ok(s3) = replica_name(&bucket.s3(), replica)
        {
            places.push(CheckpointPlace { job, bucket, s3, region: *replica.to() });
        }
    }
    places
}

/// The namespaces in which a drill runs.
pub fn drill_namespaces<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> Vec<&'a Name> {
    let platform = platform.into();
    let cluster = cluster.into();
    let drills = cluster.backup().get().is_some_and(|backup| backup.drill().is_some());
    let namespaces = cluster.namespaces().iter().map(|namespace| namespace.name().whole());
    namespaces.filter(|name| drills && !drilled(platform, cluster, name).is_empty()).collect()
}
