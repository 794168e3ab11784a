//! The storage decision matrix as types: what each use works on.

use super::lustre::Lustre;
use super::sealed::Sealed;
use super::storage::StorageClass;
use crate::spec::{self, Backend, CreatedEfs, EfsSource, Use};
use crate::units::{FileSystemId, Name};

/// An EFS file system that exists.
#[derive(Debug, Clone)]
pub struct ElasticFileSystem(pub FileSystemId);

/// Uses that work on a file system.
pub trait WorksOn: Sealed {
    /// The use.
    #[doc(hidden)]
    const USE: Use;
}

macro_rules! uses {
    ($($(#[$meta:meta])* $Marker:ident = $Use:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy)]
        pub enum $Marker {}
        impl Sealed for $Marker {}
        impl WorksOn for $Marker {
            const USE: Use = Use::$Use;
        }
    )*};
}

uses! {
    /// Model training: Lustre, from S3, with the instance store as cache.
    ForTraining = Training;
    /// Model inference: EFS, from S3, with the instance store as cache.
    ForInference = Inference;
    /// Data processing: Lustre, from S3, with gp3 as cache.
    ForProcessing = General;
    /// Development: EFS, from S3, with gp3 as cache.
    ForDevelopment = Development;
}

/// Storage that a use works on.
#[diagnostic::on_unimplemented(
    message = "[STO-16] this is not the storage that the matrix has for this use",
    label = "another use's storage",
    note = "why: EFS keeps a GPU waiting for small files, and a Lustre file system is paid for by the hour and lives in one zone",
    note = "fix: pass a `Lustre` for training and processing, an `ElasticFileSystem` or a `CreatedEfs` for inference and development, or use `StorageClass::efs(…)` or `StorageClass::fsx_lustre(…)`, which the rule judges with a warning"
)]
pub trait PrimaryFor<U: WorksOn>: Sealed {
    /// What is behind the class.
    #[doc(hidden)]
    fn backend(self) -> Backend;
}

impl<D> Sealed for Lustre<D> {}
impl Sealed for ElasticFileSystem {}
impl Sealed for CreatedEfs {}

macro_rules! primary {
    (lustre: $($Marker:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<D> PrimaryFor<$Marker> for Lustre<D>
        where
            spec::Lustre: From<Lustre<D>>,
        {
            fn backend(self) -> Backend {
                Backend::FsxLustre(self.into())
            }
        }
    )*};
    (efs: $($Marker:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl PrimaryFor<$Marker> for ElasticFileSystem {
            fn backend(self) -> Backend {
                Backend::Efs(spec::Efs { source: EfsSource::FileSystem(self.0.to_string()) })
            }
        }
        #[diagnostic::do_not_recommend]
        impl PrimaryFor<$Marker> for CreatedEfs {
            fn backend(self) -> Backend {
                Backend::Efs(spec::Efs { source: EfsSource::Create(self) })
            }
        }
    )*};
}

primary!(lustre: ForTraining, ForProcessing);
primary!(efs: ForInference, ForDevelopment);

impl StorageClass {
    /// What a use works on, by the storage decision matrix: `StorageClass::primary::<ForTraining>(name, lustre)` (STO-16).
    pub fn primary<U: WorksOn>(name: Name, storage: impl PrimaryFor<U>) -> Self {
        Self::of(name, storage.backend()).with(|class| class.serves = Some(U::USE))
    }
}
