//! A volume as a handle.

use super::bucket::Bucket;
use super::carries::carries;
use super::namespace::Namespace;
use super::storage::StorageClass;
use crate::spec::{self, BucketAccess, BucketVolume, VolumeSource};
use crate::units::{Name, Quantity};

/// Data that workloads of one namespace mount; they name it by reference, so a volume that is not declared has no spelling.
#[derive(Debug, Clone)]
pub struct DataVolume {
    spec: spec::DataVolume,
}

carries!([] DataVolume => spec::DataVolume);

impl DataVolume {
    /// A volume of this class.
    pub fn of(name: Name, namespace: &Namespace, class: &StorageClass) -> Self {
        Self::new(name, namespace, VolumeSource::Storage(class.spec().name.clone()))
    }

    /// A bucket, to be read. Who mounts it reads it with its own identity (STO-23).
    pub fn bucket(name: Name, namespace: &Namespace, bucket: &Bucket) -> Self {
        let bucket = BucketVolume { bucket: bucket.spec().name.clone(), ..BucketVolume::default() };
        Self::new(name, namespace, VolumeSource::S3(bucket))
    }

    /// A bucket, to be read and to be written in whole files (STO-12).
    pub fn writable_bucket(name: Name, namespace: &Namespace, bucket: &Bucket) -> Self {
        let bucket = BucketVolume { bucket: bucket.spec().name.clone(), access: BucketAccess::Write, ..BucketVolume::default() };
        Self::new(name, namespace, VolumeSource::S3(bucket))
    }

    fn new(name: Name, namespace: &Namespace, source: VolumeSource) -> Self {
        let namespace = namespace.spec().name.clone();
        Self { spec: spec::DataVolume { name, namespace, source, ..spec::DataVolume::default() } }
    }

    /// Its size; a gp3 volume must have one (STO-21).
    pub fn size(self, size: Quantity) -> Self {
        self.with(|volume| volume.size = Some(size))
    }

    /// It at a path.
    pub(super) fn at(&self, path: &str, read_only: bool) -> spec::Mount {
        spec::Mount { volume: self.spec.name.clone(), at: path.to_owned(), read_only }
    }
}

/// Gives a workload's builder `mount`, `mount_read_only`, `cache` and `gpu_memory`.
macro_rules! mounts {
    ($Builder:ident) => {
        $crate::builder::volume::mounts!([H, R] $Builder<H, R>);
    };
    ([$($G:ident),*] $Builder:ty) => {
        impl<$($G),*> $Builder {
            /// Mounts a volume of its namespace at a path (STO-01, STO-22).
            pub fn mount(self, volume: &super::volume::DataVolume, at: &str) -> Self {
                let mount = volume.at(at, false);
                self.with(|workload| workload.mounts.push(mount))
            }

            /// Mounts a volume of its namespace at a path, not to be written to.
            pub fn mount_read_only(self, volume: &super::volume::DataVolume, at: &str) -> Self {
                let mount = volume.at(at, true);
                self.with(|workload| workload.mounts.push(mount))
            }

            /// Memory of GPUs that each Pod fills, on all of them together (ACC-09).
            pub fn gpu_memory(self, memory: $crate::units::Quantity) -> Self {
                self.with(|workload| workload.gpu_memory = Some(memory))
            }

            /// An empty directory on the node's own disk that holds at most `size` (STO-17).
            pub fn cache(self, name: $crate::units::Name, at: &str, size: $crate::units::Quantity) -> Self {
                let cache = $crate::spec::Cache { name, at: at.to_owned(), size };
                self.with(|workload| workload.caches.push(cache))
            }
        }
    };
}

pub(super) use mounts;
