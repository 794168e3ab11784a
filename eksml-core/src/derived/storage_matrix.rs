//! The storage decision matrix: what each use works on, what it works from, and what it keeps near.

use crate::spec::{Backend, Use};

/// A kind of storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// FSx for Lustre: fast for many nodes, in one zone.
    Lustre,
    /// EFS: shared by all zones, grows by itself.
    Efs,
    /// S3: where data is kept.
    S3,
    /// EBS gp3: one node's.
    Gp3,
    /// The disks that come with the instance.
    InstanceStore,
}

impl Medium {
    /// What is behind a storage class.
    pub fn of(backend: &Backend) -> Self {
        match backend {
            Backend::EbsGp3(_) => Self::Gp3,
            Backend::Efs(_) => Self::Efs,
            Backend::FsxLustre(_) => Self::Lustre,
        }
    }

    /// What messages call it.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Lustre => "FSx for Lustre",
            Self::Efs => "EFS",
            Self::S3 => "S3",
            Self::Gp3 => "EBS gp3",
            Self::InstanceStore => "the instance store",
        }
    }
}

/// One row of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageRow {
    /// What is worked on.
    pub primary: Medium,
    /// What it is worked on from, and kept in.
    pub secondary: Medium,
    /// What is kept near.
    pub cache: Medium,
}

impl StorageRow {
    /// Whether a use has a place for a medium.
    pub fn has(self, medium: Medium) -> bool {
        [self.primary, self.secondary, self.cache].contains(&medium)
    }
}

/// The row of a use; `None` for what keeps the cluster alive, which stores nothing of its own.
pub fn storage_row(serves: &Use) -> Option<StorageRow> {
    let row = |primary, cache| Some(StorageRow { primary, secondary: Medium::S3, cache });
    match serves {
        Use::Training => row(Medium::Lustre, Medium::InstanceStore),
        Use::Inference => row(Medium::Efs, Medium::InstanceStore),
        // Data processing.
        Use::General => row(Medium::Lustre, Medium::Gp3),
        Use::Development => row(Medium::Efs, Medium::Gp3),
        Use::System => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_use_is_kept_in_s3() {
        for serves in [Use::Training, Use::Inference, Use::General, Use::Development] {
            assert!(storage_row(&serves).is_some_and(|row| row.secondary == Medium::S3 && row.has(Medium::S3)));
        }
        assert_eq!(storage_row(&Use::System), None);
        assert!(!storage_row(&Use::Training).is_some_and(|row| row.has(Medium::Efs)));
    }
}
