//! An S3 bucket as a handle.

use crate::spec::{self, Store};
use crate::units::{BucketName, KeyArn, Name};

/// An S3 bucket that exists already; identities, checkpoints and file systems name it by reference.
#[derive(Debug, Clone)]
pub struct Bucket {
    spec: spec::Bucket,
}

impl Bucket {
    /// The bucket that the platform calls `name` and S3 calls `s3`.
    pub fn new(name: Name, s3: BucketName) -> Self {
        Self { spec: spec::Bucket { name, s3, ..Default::default() } }
    }

    /// The KMS key its objects are encrypted with, if it is not S3's own.
    pub fn key(mut self, key: KeyArn) -> Self {
        self.spec.key = Some(key);
        self
    }

    /// What this builder has written so far.
    pub fn spec(&self) -> &spec::Bucket {
        &self.spec
    }

    pub(super) fn store(&self) -> Store {
        Store::Bucket(self.spec.name.clone())
    }
}
