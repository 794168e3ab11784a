//! A storage class.

use super::carries::carries;
use crate::spec::{self, Backend, Binding, CreatedEfs, EbsGp3, Efs, EfsSource, Reclaim, Use};
use crate::units::Name;

/// A StorageClass; its CSI driver add-on and the driver's identity follow from it (STO-14).
#[derive(Debug, Clone)]
pub struct StorageClass {
    spec: spec::Storage,
}

carries!([] StorageClass => spec::Storage);

impl StorageClass {
    /// EBS gp3 volumes: one writer, one zone.
    pub fn ebs_gp3(name: Name, volumes: EbsGp3) -> Self {
        Self::of(name, Backend::EbsGp3(volumes))
    }

    /// Access points on an EFS file system that exists: many writers, all zones.
    pub fn efs(name: Name, file_system: &str) -> Self {
        Self::of(name, Backend::Efs(Efs { source: EfsSource::FileSystem(file_system.to_owned()) }))
    }

    /// The same on a file system that the cluster's stack makes (NET-16, STO-29).
    pub fn own_efs(name: Name, file_system: CreatedEfs) -> Self {
        Self::of(name, Backend::Efs(Efs { source: EfsSource::Create(file_system) }))
    }

    /// An FSx for Lustre file system per claim: many writers, one zone, fast.
    pub fn fsx_lustre(name: Name, lustre: impl Into<spec::Lustre>) -> Self {
        Self::of(name, Backend::FsxLustre(lustre.into()))
    }

    pub(super) fn of(name: Name, backend: Backend) -> Self {
        Self { spec: spec::Storage { name, backend, ..Default::default() } }
    }

    /// What happens to the data when its claim is deleted; kept where nothing is said (STO-10).
    pub fn reclaim(self, reclaim: Reclaim) -> Self {
        self.with(|class| class.reclaim = Some(reclaim))
    }

    /// When a volume is created (STO-02).
    pub fn binding(self, binding: Binding) -> Self {
        self.with(|class| class.binding = binding)
    }

    /// Further kinds of nodes from which it is mounted, where each kind has a security group (NET-21).
    pub fn mounted_from(self, kinds: impl IntoIterator<Item = Use>) -> Self {
        self.with(|class| class.mounted_from = kinds.into_iter().collect())
    }

    /// Claims that name no class get this one.
    pub fn default_class(self) -> Self {
        self.with(|class| class.default = true)
    }
}
