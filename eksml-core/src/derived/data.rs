//! What is behind a volume, and who mounts it.

use crate::catalog::Zone;
use crate::spec::{
    Backend, Cache, Cluster, CreatedEfs, DataVolume, Efs, EfsSource, Lustre, LustrePlace, Mount, Persistent2, Storage,
    VolumeSource,
};

/// The storage class a volume is of; `None` where it is a bucket, or the class is not declared.
pub fn class_of<'a>(cluster: &'a Cluster, volume: &DataVolume) -> Option<&'a Storage> {
    let VolumeSource::Storage(name) = &volume.source else { return None };
    cluster.storage.iter().find(|class| class.name == *name)
}

/// The one file system of a class that has no file system per claim: it is linked to buckets, which the driver cannot do, or exists.
pub fn single_file_system(class: &Storage) -> Option<&Persistent2> {
    match &class.backend {
        Backend::FsxLustre(Lustre::Persistent2(lustre)) if !lustre.links.is_empty() || lustre.made.is_some() => Some(lustre),
        _ => None,
    }
}

/// The EFS file system that the cluster's stack makes for a class, if it does.
pub fn created_efs(class: &Storage) -> Option<&CreatedEfs> {
    match &class.backend {
        Backend::Efs(Efs { source: EfsSource::Create(created) }) => Some(created),
        _ => None,
    }
}

/// Where the Lustre file systems of a class live.
pub fn lustre_place(class: &Storage) -> Option<&LustrePlace> {
    let Backend::FsxLustre(lustre) = &class.backend else { return None };
    Some(match lustre {
        Lustre::Persistent2(of) => &of.place,
        Lustre::Persistent1(of) => &of.place,
        Lustre::Scratch2(of) => &of.place,
    })
}

/// The zone of the cluster's own subnet in which the Lustre file systems of a class live, if they do: their security group is made beside
/// the cluster then.
pub fn lustre_at_home(class: &Storage) -> Option<&Zone> {
    lustre_place(class).filter(|place| place.subnet.is_none()).map(|place| &place.zone)
}

/// Whether the class can be told only once the cluster's stack stands: its file system, or the place of its file systems, has no id before.
pub fn waits_for_stack(class: &Storage) -> bool {
    is_provisioned(class) && (created_efs(class).is_some() || lustre_at_home(class).is_some())
}

/// Whether Kubernetes makes volumes of the class by a StorageClass.
pub fn is_provisioned(class: &Storage) -> bool {
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
pub fn persistent_volume_name(volume: &DataVolume) -> String {
    format!("{}.{}", volume.namespace, volume.name)
}

/// The volumes that a workload of `namespace` mounts.
pub fn mounted<'a>(cluster: &'a Cluster, namespace: &str, mounts: &'a [Mount]) -> Vec<(&'a Mount, &'a DataVolume)> {
    let of = |mount: &'a Mount| {
        let volume =
            cluster.volumes.iter().find(|volume| volume.namespace.as_str() == namespace && volume.name == mount.volume)?;
        Some((mount, volume))
    };
    mounts.iter().filter_map(of).collect()
}

/// Whether a volume attaches to one node at a time.
pub fn is_one_nodes(cluster: &Cluster, volume: &DataVolume) -> bool {
    class_of(cluster, volume).is_some_and(|class| matches!(class.backend, Backend::EbsGp3(_)))
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
        let mounts = [Mount { volume: "data".parse().unwrap(), ..Mount::default() }];
        assert_eq!(mounted(&cluster, "b", &mounts)[0].1.namespace.as_str(), "b");
        assert_eq!(persistent_volume_name(&cluster.volumes[0]), "a.data");
        assert!(mounted(&cluster, "c", &mounts).is_empty());
    }
}
