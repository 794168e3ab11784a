//! What PERSISTENT_2 alone has: links to buckets, or backups; EFA, metadata operations, a key.

use super::bucket::Bucket;
use super::lustre::Lustre;
use super::sealed::Sealed;
use crate::spec::{self, FileSystem, Link, Persistent2, Sync};
use crate::units::{FileSystemId, KeyArn};

/// PERSISTENT_2 that is linked to buckets.
#[derive(Debug, Clone)]
pub struct Linked(Persistent2);

/// PERSISTENT_2 that FSx backs up.
#[derive(Debug, Clone)]
pub struct BackedUp(Persistent2);

/// PERSISTENT_2, linked, backed up or neither.
#[diagnostic::on_unimplemented(
    message = "[STO-11] only PERSISTENT_2 has EFA, metadata operations and a key of its own",
    label = "this file system is of another deployment type",
    note = "why: FSx refuses these settings on the other deployment types, and the file system is never made",
    note = "fix: use `Lustre::persistent2(…)`, or leave this call out"
)]
pub trait OnPersistent2: Sealed {
    /// The file system.
    #[doc(hidden)]
    fn persistent2(&mut self) -> &mut Persistent2;
}

/// Deployment types that are linked to buckets by data repository associations.
#[diagnostic::on_unimplemented(
    message = "[STO-06] this file system is not linked to buckets",
    label = "not PERSISTENT_2, or one with backups",
    note = "why: eksml links PERSISTENT_2 alone, and FSx backs up no file system that is linked",
    note = "fix: use `Lustre::persistent2(…)` without `.backup_days(…)`; the other types mirror one bucket: `.mirrors(&bucket)`"
)]
pub trait LinksBuckets: OnPersistent2 {
    /// The same, linked.
    #[doc(hidden)]
    fn linked(self) -> Linked;
}

/// Deployment types that FSx backs up.
#[diagnostic::on_unimplemented(
    message = "[STO-09] FSx backs up no file system of this kind",
    label = "a scratch file system, or one that mirrors or is linked to a bucket",
    note = "why: FSx refuses the backups, and a backup believed in is worse than none",
    note = "fix: leave `.backup_days(…)` out: what must last is in the bucket, by versions and lifecycle"
)]
pub trait TakesBackups: OnPersistent2 {
    /// The same, backed up.
    #[doc(hidden)]
    fn backed_up(self) -> BackedUp;
}

impl Sealed for Linked {}
impl Sealed for BackedUp {}
#[diagnostic::do_not_recommend]
impl OnPersistent2 for Persistent2 {
    fn persistent2(&mut self) -> &mut Persistent2 {
        self
    }
}
#[diagnostic::do_not_recommend]
impl OnPersistent2 for Linked {
    fn persistent2(&mut self) -> &mut Persistent2 {
        &mut self.0
    }
}
#[diagnostic::do_not_recommend]
impl OnPersistent2 for BackedUp {
    fn persistent2(&mut self) -> &mut Persistent2 {
        &mut self.0
    }
}
#[diagnostic::do_not_recommend]
impl LinksBuckets for Persistent2 {
    fn linked(self) -> Linked {
        Linked(self)
    }
}
#[diagnostic::do_not_recommend]
impl LinksBuckets for Linked {
    fn linked(self) -> Linked {
        self
    }
}
#[diagnostic::do_not_recommend]
impl TakesBackups for Persistent2 {
    fn backed_up(self) -> BackedUp {
        BackedUp(self)
    }
}

impl<D> Lustre<D> {
    /// A bucket at a directory of the file system, such as `/data` (STO-24). With one there is a single file system, made beside the
    /// cluster, instead of one per claim.
    pub fn link(self, bucket: &Bucket, at: &str, sync: Sync) -> Lustre<Linked>
    where
        D: LinksBuckets,
    {
        let mut deployment = self.deployment.linked();
        let link = Link { bucket: bucket.spec().name.clone(), at: at.to_owned(), sync, ..Link::default() };
        deployment.0.links.push(link);
        Lustre { deployment }
    }

    /// Daily backups, kept for so many days (STO-09).
    pub fn backup_days(self, days: u32) -> Lustre<BackedUp>
    where
        D: TakesBackups,
    {
        let mut deployment = self.deployment.backed_up();
        deployment.0.backup_days = Some(days);
        Lustre { deployment }
    }

    /// The file system itself, once it exists: its id and mount name.
    pub fn made(mut self, id: FileSystemId, mount_name: &str) -> Self
    where
        D: OnPersistent2,
    {
        self.deployment.persistent2().made = Some(FileSystem { id, mount_name: mount_name.to_owned() });
        self
    }

    /// Elastic Fabric Adapter between file system and clients (STO-11).
    pub fn efa(mut self) -> Self
    where
        D: OnPersistent2,
    {
        self.deployment.persistent2().efa = true;
        self
    }

    /// Metadata operations per second (STO-25).
    pub fn metadata_iops(mut self, iops: u32) -> Self
    where
        D: OnPersistent2,
    {
        self.deployment.persistent2().metadata_iops = Some(iops);
        self
    }

    /// The KMS key, where it is not the account's default key for FSx (STO-18).
    pub fn key(mut self, key: KeyArn) -> Self
    where
        D: OnPersistent2,
    {
        self.deployment.persistent2().key = Some(key);
        self
    }
}

impl From<Lustre<Linked>> for spec::Lustre {
    fn from(lustre: Lustre<Linked>) -> Self {
        Self::Persistent2(lustre.deployment.0)
    }
}

impl From<Lustre<BackedUp>> for spec::Lustre {
    fn from(lustre: Lustre<BackedUp>) -> Self {
        Self::Persistent2(lustre.deployment.0)
    }
}
