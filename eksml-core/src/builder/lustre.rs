//! FSx for Lustre by deployment type: each has its own options and no others.

use super::bucket::Bucket;
use super::sealed::Sealed;
use crate::spec::{self, LustrePlace, Persistent1, Persistent2, Scratch2, Store};

/// A Lustre file system of deployment type `D`.
#[derive(Debug, Clone)]
pub struct Lustre<D> {
    pub(super) deployment: D,
}

/// Deployment types that import from and export to a bucket by themselves.
#[diagnostic::on_unimplemented(
    message = "[STO-06] Lustre of this deployment type cannot mirror a bucket",
    label = "PERSISTENT_2 takes no S3 import or export path",
    note = "why: FSx answers 400 to the volume claim, and every Pod that mounts it stays in ContainerCreating",
    note = "fix: link the bucket, `.link(&bucket, \"/data\", Sync::ImportAndExport)`, or use `Lustre::scratch2(…)` or `Lustre::persistent1(…)`"
)]
pub trait MirrorsBucket: Sealed {
    /// The bucket it mirrors.
    #[doc(hidden)]
    fn mirrored(&mut self) -> &mut Option<Store>;
}

impl Sealed for Persistent2 {}
impl Sealed for Persistent1 {}
#[diagnostic::do_not_recommend]
impl MirrorsBucket for Persistent1 {
    fn mirrored(&mut self) -> &mut Option<Store> {
        &mut self.mirrors
    }
}
impl Sealed for Scratch2 {}
#[diagnostic::do_not_recommend]
impl MirrorsBucket for Scratch2 {
    fn mirrored(&mut self) -> &mut Option<Store> {
        &mut self.mirrors
    }
}

impl Lustre<Persistent2> {
    /// SSD, replicated within its zone: `throughput` in MB/s per TiB (STO-04), `size` in GiB (STO-05).
    pub fn persistent2(place: LustrePlace, throughput: u32, size: u32) -> Self {
        Self { deployment: Persistent2 { place, throughput, size_gib: size, ..Persistent2::default() } }
    }
}

impl Lustre<Persistent1> {
    /// SSD, replicated within its zone, the previous generation: `throughput` in MB/s per TiB (STO-04), `size` in GiB (STO-05).
    pub fn persistent1(place: LustrePlace, throughput: u32, size: u32) -> Self {
        Self { deployment: Persistent1 { place, throughput, size_gib: size, mirrors: None } }
    }
}

impl Lustre<Scratch2> {
    /// Not replicated, 200 MB/s per TiB: `size` in GiB (STO-05).
    pub fn scratch2(place: LustrePlace, size: u32) -> Self {
        Self { deployment: Scratch2 { place, size_gib: size, mirrors: None } }
    }
}

impl<D> Lustre<D> {
    /// The bucket it imports from and exports to (STO-06, STO-07).
    pub fn mirrors(mut self, bucket: &Bucket<impl Sized>) -> Self
    where
        D: MirrorsBucket,
    {
        *self.deployment.mirrored() = Some(bucket.store());
        self
    }
}

impl From<Lustre<Persistent2>> for spec::Lustre {
    fn from(lustre: Lustre<Persistent2>) -> Self {
        Self::Persistent2(lustre.deployment)
    }
}

impl From<Lustre<Persistent1>> for spec::Lustre {
    fn from(lustre: Lustre<Persistent1>) -> Self {
        Self::Persistent1(lustre.deployment)
    }
}

impl From<Lustre<Scratch2>> for spec::Lustre {
    fn from(lustre: Lustre<Scratch2>) -> Self {
        Self::Scratch2(lustre.deployment)
    }
}
