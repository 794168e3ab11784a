//! A node's own disk: what is left of it for Pods.

use super::accelerator;
use crate::catalog::InstanceFacts;
use crate::spec::{InstanceStore, Lens, NodeGroup};

/// Root volume of a node without an accelerator, in GiB, where the group does not say.
const CPU_VOLUME_GIB: u32 = 80;
/// Root volume of a node with one, in GiB: images with CUDA or Neuron are large (NG-14).
const ACCELERATOR_VOLUME_GIB: u32 = 200;
/// MiB that the kubelet keeps of the disk (EKS images, `kubeReserved.ephemeral-storage`).
const RESERVED_MIB: u64 = 1024;

/// The size of a group's root volume in GiB.
pub fn root_volume_gib<'a>(group: impl Lens<'a, NodeGroup>) -> u32 {
    let group = group.into();
    let usual = if accelerator(group).is_some() { ACCELERATOR_VOLUME_GIB } else { CPU_VOLUME_GIB };
    group.volume().size_gib().unwrap_or(usual)
}

/// MiB of disk that a node of this type has for Pods, their images and logs: its disk less what the kubelet keeps, and less the tenth
/// below which it evicts Pods (kubelet, `evictionHard` `nodefs.available`).
pub fn disk_mib<'a>(group: impl Lens<'a, NodeGroup>, facts: &InstanceFacts) -> u64 {
    let group = group.into();
    let whole = match *group.instance_store() {
        InstanceStore::Raid0 => facts.local_nvme_gb * 1_000_000_000 / (1024 * 1024),
        InstanceStore::Unused => u64::from(root_volume_gib(group)) * 1024,
    };
    (whole * 9 / 10).saturating_sub(RESERVED_MIB)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::InstanceType;

    #[test]
    fn the_disk_is_the_instance_store_where_the_group_says_so() {
        let facts = InstanceType::lookup("g6e.2xlarge").unwrap();
        let mut group = NodeGroup { instances: vec!["g6e.2xlarge".parse().unwrap()], ..NodeGroup::default() };
        assert_eq!((root_volume_gib(&group), disk_mib(&group, &facts)), (200, 200 * 1024 * 9 / 10 - 1024));
        group.instance_store = InstanceStore::Raid0;
        assert_eq!(disk_mib(&group, &facts), 450_000_000_000 / (1024 * 1024) * 9 / 10 - 1024);
    }
}
