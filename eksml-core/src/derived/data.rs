//! What is behind a volume, and who mounts it.

use crate::catalog::Zone;
use crate::spec::{
    At, Backend, Cache, Cluster, CreatedEfs, DataVolume, EfsSource, Lens, Lustre, LustrePlace, Mount, Persistent2, Storage,
    VolumeSource, variant,
};

/// The storage class a volume is of; `None` where it is a bucket, or the class is not declared.
pub fn class_of<'a, 'b>(cluster: impl Lens<'a, Cluster>, volume: impl Lens<'b, DataVolume>) -> Option<At<'a, Storage>> {
    let cluster = cluster.into();
    let name = variant!(volume.into().source(), VolumeSource::Storage)?;
    cluster.storage().iter().find(|class| *class.name() == *name)
}

/// The one file system of a class that has no file system per claim: it is linked to buckets, which the driver cannot do, or exists.
pub fn single_file_system<'a>(class: impl Lens<'a, Storage>) -> Option<At<'a, Persistent2>> {
    let lustre = variant!(variant!(class.into().backend(), Backend::FsxLustre)?, Lustre::Persistent2)?;
    (!lustre.links().is_empty() || lustre.made().is_some()).then_some(lustre)
}

/// The EFS file system that the cluster's stack makes for a class, if it does.
pub fn created_efs<'a>(class: impl Lens<'a, Storage>) -> Option<At<'a, CreatedEfs>> {
    variant!(variant!(class.into().backend(), Backend::Efs)?.source(), EfsSource::Create)
}

/// Where the Lustre file systems of a class live.
pub fn lustre_place<'a>(class: impl Lens<'a, Storage>) -> Option<At<'a, LustrePlace>> {
    let lustre = variant!(class.into().backend(), Backend::FsxLustre)?;
    variant!(lustre, Lustre::Persistent2)
        .map(|of| of.place())
        .or_else(|| variant!(lustre, Lustre::Persistent1).map(|of| of.place()))
        .or_else(|| variant!(lustre, Lustre::Scratch2).map(|of| of.place()))
}

/// The zone of the cluster's own subnet in which the Lustre file systems of a class live, if they do: their security group is made beside
/// the cluster then.
pub fn lustre_at_home<'a>(class: impl Lens<'a, Storage>) -> Option<At<'a, Zone>> {
    lustre_place(class.into()).filter(|place| place.subnet().is_none()).map(|place| place.zone())
}

/// Whether the class can be told only once the cluster's stack stands: its file system, or the place of its file systems, has no id before.
pub fn waits_for_stack<'a>(class: impl Lens<'a, Storage>) -> bool {
    let class = class.into();
    is_provisioned(class) && (created_efs(class).is_some() || lustre_at_home(class).is_some())
}

/// Whether Kubernetes makes volumes of the class by a StorageClass.
pub fn is_provisioned<'a>(class: impl Lens<'a, Storage>) -> bool {
    let class = class.into();
    single_file_system(class).is_none()
}

/// GiB of a Lustre file system.
pub fn lustre_size_gib(lustre: &Lustre) -> u32 {
    match lustre {
        Lustre::Persistent2(of) => of.size_gib,
        Lustre::Persistent1(of) => of.size_gib,
        Lustre::Scratch2(of) => of.size_gib,
    }
}

/// The name of a volume's PersistentVolume, which has no namespace.
pub fn persistent_volume_name<'a>(volume: impl Lens<'a, DataVolume>) -> String {
    let volume = volume.into();
    format!("{}.{}", volume.namespace(), volume.name())
}

/// The volumes that a workload of `namespace` mounts.
pub fn mounted<'a>(
    cluster: impl Lens<'a, Cluster>,
    namespace: &str,
    mounts: impl Lens<'a, Vec<Mount>>,
) -> Vec<(At<'a, Mount>, At<'a, DataVolume>)> {
    let volumes = cluster.into().volumes();
    let of = |mount: At<'a, Mount>| {
        let volume = volumes.iter().find(|volume| volume.namespace().as_str() == namespace && volume.name() == mount.volume())?;
        Some((mount, volume))
    };
    mounts.into().iter().filter_map(of).collect()
}

/// Whether a volume attaches to one node at a time.
pub fn is_one_nodes<'a>(cluster: impl Lens<'a, Cluster>, volume: impl Lens<'a, DataVolume>) -> bool {
    let cluster = cluster.into();
    let volume = volume.into();
    class_of(cluster, volume).is_some_and(|class| class.backend().is(|it| matches!(it, Backend::EbsGp3(_))))
}

/// MiB that caches of one Pod may fill of its node's disk.
pub fn cache_mib(caches: &[Cache]) -> u128 {
    caches.iter().map(|cache| cache.size.bytes().div_ceil(1024 * 1024)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{FileSystem, Link};

    fn lustre(of: Persistent2) -> Storage {
        Storage { name: "fast".parse().unwrap(), backend: Backend::FsxLustre(Lustre::Persistent2(of)), ..Storage::default() }
    }

    #[test]
    fn a_linked_or_existing_file_system_is_one() {
        assert!(is_provisioned(&lustre(Persistent2::default())));
        let linked = Persistent2 { links: vec![Link::default()], ..Persistent2::default() };
        assert!(!is_provisioned(&lustre(linked)));
        let made = Persistent2 { made: Some(FileSystem::default()), ..Persistent2::default() };
        assert!(!is_provisioned(&lustre(made)));
        assert!(is_provisioned(&Storage::default()));
    }

    #[test]
    fn caches_add_up_to_whole_mebibytes() {
        let cache = |size: &str| Cache { size: size.parse().unwrap(), ..Cache::default() };
        assert_eq!(cache_mib(&[cache("1Gi"), cache("1")]), 1025);
    }

    #[test]
    fn volumes_are_found_in_their_own_namespace() {
        let volume = |namespace: &str| DataVolume {
            name: "data".parse().unwrap(),
            namespace: namespace.parse().unwrap(),
            ..DataVolume::default()
        };
        let cluster = Cluster { volumes: vec![volume("a"), volume("b")], ..Cluster::default() };
        let mounts = vec![Mount { volume: "data".parse().unwrap(), ..Mount::default() }];
        assert_eq!(mounted(&cluster, "b", &mounts)[0].1.namespace.as_str(), "b");
        assert_eq!(persistent_volume_name(&cluster.volumes[0]), "a.data");
        assert!(mounted(&cluster, "c", &mounts).is_empty());
    }
}
