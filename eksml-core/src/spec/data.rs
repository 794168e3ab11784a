//! Data that workloads mount: volumes by name, and caches on the node's own disk.

use super::Waiver;
use super::declare::spec;
use crate::units::{Name, Quantity};

spec! {
    /// Data that workloads of one namespace mount by name: a PersistentVolumeClaim, and its PersistentVolume where no driver makes one.
    pub struct DataVolume {
        /// Its name.
        name: Name = name;
        /// Its namespace: a claim is mounted by Pods of its own namespace alone.
        namespace: Name = required;
        /// What is behind it.
        source: VolumeSource = one_of;
        /// Its size: a gp3 volume must say it; a Lustre file system has its class's; on EFS and S3 it only counts against quotas (STO-21).
        size: Option<Quantity> = optional;
        /// Rules set aside for this volume.
        waivers: Vec<Waiver> = each "waive";
    }
    refuses {
        "access_mode" by "STO-01": "how many nodes may mount a volume follows from what is behind it", "remove the word";
        "access_modes" by "STO-01": "how many nodes may mount a volume follows from what is behind it", "remove the word";
        "volume_handle" by "STO-12": "the handle follows from namespace and name, so that no two volumes share one", "remove the word";
    }
}

spec! {
    /// What is behind a volume.
    pub enum VolumeSource {
        /// A storage class of the cluster.
        Storage(Name),
        /// A bucket of the platform, through Mountpoint for S3 (STO-12).
        S3(BucketVolume),
    }
}

spec! {
    /// A bucket as a volume, mounted with the permissions of the Pod that mounts it (STO-23).
    pub struct BucketVolume {
        /// The bucket, by its name in the platform.
        bucket: Name = required;
        /// Only what is below this prefix, which ends in `/`.
        prefix: Option<String> = optional;
        /// What may be done to it (STO-12).
        access: BucketAccess = optional;
    }
}

spec! {
    /// What may be done to a bucket that is mounted.
    pub enum BucketAccess {
        /// Read it.
        Read,
        /// Write whole files and delete them as well; Mountpoint neither renames nor appends (STO-12).
        Write,
    }
}

spec! {
    /// A volume at a path of a workload's container.
    pub struct Mount {
        /// The volume, one of the workload's namespace.
        volume: Name = name;
        /// The path (STO-22).
        at: String = required;
        /// Whether it is not to be written to.
        read_only: bool = optional;
    }
}

spec! {
    /// An empty directory on the node's own disk, gone with the Pod: the instance store where the group says `instance_store: Raid0`,
    /// the root volume elsewhere (STO-15, STO-17).
    pub struct Cache {
        /// Its name.
        name: Name = name;
        /// Its path (STO-22).
        at: String = required;
        /// The most it may hold; the Pod asks its node for as much (STO-17).
        size: Quantity = required;
    }
}
