//! What can be said of a volume, root or additional.

use super::group::Group;
use crate::eksctl::{VolumeMapping, VolumeType};
use crate::spec::At;

/// What can be said of a volume, root or additional.
pub(super) struct Volume<'a> {
    pub(super) size: Option<At<'a, u32>>,
    pub(super) kind: Option<At<'a, VolumeType>>,
    pub(super) iops: Option<At<'a, u32>>,
    pub(super) throughput: Option<At<'a, u32>>,
    pub(super) encrypted: At<'a, Option<bool>>,
    pub(super) key: At<'a, Option<String>>,
}

impl<'a> Volume<'a> {
    pub(super) fn root(group: &dyn Group<'a>) -> Self {
        Self {
            size: group.volume_size().get(),
            kind: group.volume_type().get(),
            iops: group.volume_iops().get(),
            throughput: group.volume_throughput().get(),
            encrypted: group.volume_encrypted(),
            key: group.volume_kms_key_id(),
        }
    }

    pub(super) fn additional(of: &At<'a, VolumeMapping>) -> Self {
        Self {
            size: of.volume_size().get(),
            kind: of.volume_type().get(),
            iops: of.volume_iops().get(),
            throughput: of.volume_throughput().get(),
            encrypted: of.volume_encrypted(),
            key: of.volume_kms_key_id(),
        }
    }

    /// Every volume of a group.
    pub(super) fn all(group: &dyn Group<'a>) -> Vec<Self> {
        let additional: Vec<_> = group.additional_volumes().iter().map(|of| Self::additional(&of)).collect();
        std::iter::once(Self::root(group)).chain(additional).collect()
    }

    pub(super) fn kind(&self) -> VolumeType {
        self.kind.as_ref().map_or(VolumeType::Gp3, |kind| **kind)
    }

    /// eksctl's 80 GiB where no size is written.
    pub(super) fn gib(&self) -> u32 {
        self.size.as_ref().map_or(80, |size| **size)
    }
}
