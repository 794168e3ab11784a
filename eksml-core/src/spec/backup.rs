//! Backups of a cluster, and the drill that proves them.

use super::Store;
use super::declare::spec;
use crate::catalog::Region;
use crate::units::{CronSchedule, Duration};

spec! {
    /// Backups of a cluster by AWS Backup: its Kubernetes objects and the EBS and EFS volumes of its claims, as one recovery point
    /// (DR-04).
    pub struct Backup {
        /// How often: the most that can be lost.
        every: Every = optional;
        /// Days for which a backup is kept; 35 when absent (DR-03).
        keep_days: Option<u32> = optional;
        /// Days after which backups that can go to cold storage, at least 90 days before they end (DR-03).
        cold_after_days: Option<u32> = optional;
        /// Its copy in another region (DR-01).
        copy: Option<BackupCopy> = optional;
        /// Created buckets that are backed up with it (DR-02).
        buckets: Vec<Store> = optional;
        /// Whether nobody can delete a backup before its end, administrators with `backup:DeleteBackupVaultLockConfiguration` aside.
        locked: bool = optional;
        /// A job that reads the newest checkpoints, here and in their copies, and fails when they cannot be read.
        drill: Option<Drill> = optional;
    }
    refuses {
        "velero" by "DR-04": "clusters are backed up by AWS Backup, which covers objects and volumes and needs no controller in the cluster",
            "write `backup { every: Day, keep_days: 35 }`";
        "schedule" by "DR-03": "the time between two backups is what can be lost", "write `every: Hour`, `every: Day` or `every: Week`";
    }
}

spec! {
    /// How often a backup is made.
    pub enum Every {
        /// At 05:00 UTC every day.
        Day,
        /// Every hour.
        Hour,
        /// At 05:00 UTC on Sundays.
        Week,
    }
}

spec! {
    /// The copy of every backup.
    pub struct BackupCopy {
        /// Its region (DR-01).
        to: Region = required;
        /// Days for which it is kept; as long as the backup itself when absent (DR-03).
        keep_days: Option<u32> = optional;
    }
}

spec! {
    /// A job that reads the newest checkpoint of every training job from each of its buckets.
    pub struct Drill {
        /// When, in UTC; Mondays at 06:00 when absent.
        schedule: Option<CronSchedule> = optional;
        /// How old the newest checkpoint may be; any age when absent.
        newest_within: Option<Duration> = optional;
    }
}

spec! {
    /// Whether EKS lets a cluster be deleted (DR-09).
    pub enum Deletion {
        /// Only after protection was lifted by a call of its own.
        Protected,
        /// At once.
        Allowed,
    }
}
