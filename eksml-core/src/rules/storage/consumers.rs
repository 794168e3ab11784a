//! Volumes with what is behind them and who mounts them, through the lens.

use crate::rules::{Scope, Workload};
use crate::spec::{At, Backend, BucketVolume, DataVolume, Mount, Storage, VolumeSource};

/// The class a volume is of, if it names one that is declared.
pub(in crate::rules) fn class_of<'a>(scope: &Scope<'a>, volume: &At<'a, DataVolume>) -> Option<At<'a, Storage>> {
    let name = named_class(volume)?;
    scope.cluster.storage().iter().find(|class| *class.name() == *name)
}

/// The class a volume names.
pub(in crate::rules) fn named_class<'a>(volume: &At<'a, DataVolume>) -> Option<At<'a, crate::units::Name>> {
    volume.source().variant(|source| if let VolumeSource::Storage(name) = source { Some(name) } else { None })
}

/// The bucket behind a volume.
pub(in crate::rules) fn bucket<'a>(volume: &At<'a, DataVolume>) -> Option<At<'a, BucketVolume>> {
    volume.source().variant(|source| if let VolumeSource::S3(bucket) = source { Some(bucket) } else { None })
}

/// Whether the class makes volumes that attach to one node.
pub(in crate::rules) fn is_gp3(class: &At<'_, Storage>) -> bool {
    class.backend().is(|backend| matches!(backend, Backend::EbsGp3(_)))
}

/// Every workload that mounts the volume, with the mount.
pub(in crate::rules) fn consumers<'a>(scope: &Scope<'a>, volume: &At<'a, DataVolume>) -> Vec<(Workload<'a>, At<'a, Mount>)> {
    Workload::all(&scope.cluster)
        .filter(|workload| *workload.namespace() == *volume.namespace())
        .flat_map(|workload| workload.mounts().iter().map(|mount| (workload, mount)).collect::<Vec<_>>())
        .filter(|(_, mount)| *mount.volume() == *volume.name())
        .collect()
}
