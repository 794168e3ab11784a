//! Backups of a cluster: copies go elsewhere, and only versioned buckets are among them.

use super::bucket::{Bucket, Cold, Created, Replication};
use crate::spec::{Backup, BackupCopy, Drill, Every};

impl Backup {
    /// Backups at this interval, kept for 35 days (DR-03, DR-04).
    pub fn every(every: Every) -> Self {
        Self { every, ..Self::default() }
    }

    /// Days for which they are kept (DR-03).
    pub fn keep(self, days: u32) -> Self {
        Self { keep_days: Some(days), ..self }
    }

    /// When those that can go to cold storage, and when all of them end (DR-03).
    pub fn cold(self, cold: Cold) -> Self {
        Self { cold_after_days: Some(cold.after), keep_days: Some(cold.end), ..self }
    }

    /// A copy of each in another region, kept as long (DR-01).
    pub fn copy(self, replication: Replication) -> Self {
        Self { copy: Some(BackupCopy { to: replication.to(), keep_days: None }), ..self }
    }

    /// A bucket that is backed up with the cluster: a created one, since AWS Backup takes versioned buckets alone (DR-02).
    pub fn bucket(mut self, bucket: &Bucket<Created>) -> Self {
        self.buckets.push(bucket.store());
        self
    }

    /// Nobody deletes a backup before its end.
    pub fn locked(self) -> Self {
        Self { locked: true, ..self }
    }

    /// A job that reads the newest checkpoints, and fails when they cannot be read.
    pub fn drill(self, drill: Drill) -> Self {
        Self { drill: Some(drill), ..self }
    }
}
