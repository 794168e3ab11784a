//! What follows from a cluster's backups: where they are, for how long, and what the drill reads.

use super::{bucket_region, replica_name};
use crate::catalog::Region;
use crate::spec::{Backup, Bucket, Cluster, Deletion, Environment, Platform, Store, Training};
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
pub fn vault_name(cluster: &Cluster) -> String {
    let name = format!("eksml-{}", cluster.name);
    name.chars().take(LONGEST_VAULT_NAME).collect::<String>().trim_end_matches('-').to_owned()
}

/// Days for which a backup, and its copy, are kept.
pub fn kept_days(backup: &Backup) -> (u32, u32) {
    let here = backup.keep_days.unwrap_or(KEEP_DAYS);
    (here, backup.copy.as_ref().and_then(|copy| copy.keep_days).unwrap_or(here))
}

/// Whether EKS refuses to delete the cluster until that is lifted (DR-09).
pub fn is_deletion_protected(cluster: &Cluster) -> bool {
    match cluster.deletion {
        Some(Deletion::Protected) => true,
        Some(Deletion::Allowed) => false,
        None => cluster.environment == Environment::Production,
    }
}

/// One place in which a training job's checkpoints are.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckpointPlace<'a> {
    /// The job.
    pub job: &'a Training,
    /// The platform's bucket.
    pub bucket: &'a Bucket,
    /// The bucket in S3: the platform's, or its copy.
    pub s3: BucketName,
    /// Where that is.
    pub region: Region,
}

/// What the drill of a cluster reads: the checkpoints of its training jobs in a namespace, in their buckets and the copies of these.
pub fn drilled<'a>(platform: &'a Platform, cluster: &'a Cluster, namespace: &Name) -> Vec<CheckpointPlace<'a>> {
    let mut places = Vec::new();
    for job in cluster.training.iter().filter(|job| job.namespace == *namespace) {
        let Some(Store::Bucket(name)) = job.checkpoint.as_ref().map(|checkpoint| &checkpoint.to) else { continue };
        let Some(bucket) = platform.buckets.iter().find(|bucket| bucket.name == *name) else { continue };
        let region = *bucket_region(platform, bucket);
        places.push(CheckpointPlace { job, bucket, s3: bucket.s3.clone(), region });
        let replica = bucket.create.as_ref().and_then(|create| create.replicate.as_ref());
        if let Some(replica) = replica
            && let Ok(s3) = replica_name(&bucket.s3, replica)
        {
            places.push(CheckpointPlace { job, bucket, s3, region: replica.to });
        }
    }
    places
}

/// The namespaces in which a drill runs.
pub fn drill_namespaces<'a>(platform: &Platform, cluster: &'a Cluster) -> Vec<&'a Name> {
    let drills = cluster.backup.as_ref().is_some_and(|backup| backup.drill.is_some());
    let namespaces = cluster.namespaces.iter().map(|namespace| &namespace.name);
    namespaces.filter(|name| drills && !drilled(platform, cluster, name).is_empty()).collect()
}
