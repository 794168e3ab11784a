//! Storage classes.

use super::declare::spec;
use super::{Efs, Store, Use, Waiver};
use crate::catalog::Zone;
use crate::units::{FileSystemId, KeyArn, Name, SecurityGroupId, SubnetId};

spec! {
    /// A StorageClass, with the CSI driver add-on and identity it needs (STO-14).
    pub struct Storage {
        /// Its name.
        name: Name = name;
        /// What is behind it.
        backend: Backend = one_of;
        /// What it is for: gives the `workload-type` label, and is held against the storage decision matrix (STO-16).
        serves: Option<Use> = optional;
        /// What happens to the data when its claim is deleted; kept when absent, save on scratch file systems (STO-10).
        reclaim: Option<Reclaim> = optional;
        /// When a volume is created (STO-02).
        binding: Binding = optional;
        /// With `security_groups: PerKind`, kinds of nodes from which Pods mount it that the platform does not know of: a chart's, or those
        /// of your own objects (NET-21). The kinds whose workloads mount it are let in anyway.
        mounted_from: Vec<Use> = optional;
        /// Whether claims that name no class get this one; at most one class per cluster.
        default: bool = optional;
        /// Rules set aside for this class.
        waivers: Vec<Waiver> = each "waive";
    }
    refuses {
        "s3" by "STO-12": "the driver for S3 provisions nothing, so that no storage class can be made of a bucket",
            "mount the bucket itself: `volume … { namespace: …, s3 { bucket: … } }`";
        "mountpoint_s3" by "STO-12": "the driver for S3 provisions nothing, so that no storage class can be made of a bucket",
            "mount the bucket itself: `volume … { namespace: …, s3 { bucket: … } }`";
    }
}

spec! {
    /// What is behind a storage class.
    pub enum Backend {
        /// Amazon EBS gp3: one writer, one zone.
        EbsGp3(EbsGp3),
        /// Amazon EFS: many writers, all zones.
        Efs(Efs),
        /// Amazon FSx for Lustre: many writers, one zone, fast.
        FsxLustre(Lustre),
    }
}

spec! {
    /// Amazon EBS gp3 volumes, encrypted.
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
    pub struct EbsGp3 {
        /// I/O operations per second, 3,000 to 80,000; 3,000 when absent (STO-20).
        iops: Option<u32> = optional;
        /// MiB/s, 125 to 2,000, of which each takes 4 I/O operations per second; 125 when absent (STO-20).
        throughput: Option<u32> = optional;
        /// The KMS key, where it is not the account's default key (STO-18).
        key: Option<KeyArn> = optional;
        /// Makes a VolumeSnapshotClass of the same name, and says what becomes of a snapshot whose object is deleted.
        snapshots: Option<Reclaim> = optional;
    }
    refuses {
        "access_mode" by "STO-01": "a gp3 volume has one node at a time", "remove the word; many writers share `efs` or `fsx_lustre`";
        "access_modes" by "STO-01": "a gp3 volume has one node at a time", "remove the word; many writers share `efs` or `fsx_lustre`";
        "multi_attach" by "STO-01": "a gp3 volume has one node at a time", "remove the word; many writers share `efs` or `fsx_lustre`";
        "encrypted" by "STO-18": "volumes are always encrypted; there is no switch for it", "remove the word";
    }
}

spec! {
    /// Lustre by deployment type: each has its own options and limits.
    pub enum Lustre {
        /// SSD, replicated within its zone, the current generation.
        Persistent2(Persistent2),
        /// SSD, replicated within its zone, the previous generation; may mirror a bucket by itself.
        Persistent1(Persistent1),
        /// Not replicated; may mirror a bucket by itself.
        Scratch2(Scratch2),
    }
}

spec! {
    /// FSx for Lustre PERSISTENT_2.
    pub struct Persistent2 {
        /// Where the file system lives: its subnet, security groups and zone.
        place: LustrePlace = required;
        /// MB/s per TiB: 125, 250, 500 or 1,000 (STO-04).
        throughput: u32 = required;
        /// GiB: 1,200, or a multiple of 2,400 (STO-05). Claims of the class may request no other size.
        size_gib: u32 = required;
        /// Buckets linked by data repository associations, at most 8 (STO-06, STO-24). With one there is a single file system, made
        /// beside the cluster, instead of one per claim.
        links: Vec<Link> = each "link";
        /// The file system itself, where it exists already (STO-26). Volumes are then bound to it, and the driver makes none.
        made: Option<FileSystem> = optional;
        /// Days that daily backups are kept, 0 to 90; no backups when absent (STO-09).
        backup_days: Option<u32> = optional;
        /// Elastic Fabric Adapter between file system and clients (STO-11).
        efa: bool = optional;
        /// Metadata operations per second, 1,500 to 192,000; what FSx derives from the size when absent (STO-25).
        metadata_iops: Option<u32> = optional;
        /// The KMS key, where it is not the account's default key for FSx (STO-18).
        key: Option<KeyArn> = optional;
    }
    refuses {
        "s3_import_path" by "STO-06": "PERSISTENT_2 takes no S3 import path: FSx answers 400",
            "link the bucket: `link BUCKET { at: \"/data\" }`";
        "s3_export_path" by "STO-06": "PERSISTENT_2 takes no S3 export path: FSx answers 400",
            "link the bucket: `link BUCKET { at: \"/data\" }`";
        "mirrors" by "STO-06": "PERSISTENT_2 takes no S3 import or export path: FSx answers 400",
            "link the bucket: `link BUCKET { at: \"/data\" }`, or use `Scratch2` or `Persistent1`";
        "auto_import" by "STO-06": "PERSISTENT_2 takes no import policy: FSx answers 400",
            "link the bucket: `link BUCKET { at: \"/data\", sync: Import }`";
        "version" by "STO-08": "file systems are made with Lustre 2.15", "remove the word";
        "file_system_type_version" by "STO-08": "file systems are made with Lustre 2.15", "remove the word";
    }
}

spec! {
    /// A bucket linked to a directory of a PERSISTENT_2 file system by a data repository association.
    pub struct Link {
        /// The bucket, by its name in the platform.
        bucket: Name = name;
        /// The directory, such as `/data`; directories of two links may not contain each other (STO-24).
        at: String = required;
        /// Only what is below this prefix of the bucket.
        prefix: Option<String> = optional;
        /// What goes from one to the other by itself.
        sync: Sync = optional;
    }
}

spec! {
    /// What goes between a bucket and a file system by itself: what is new, what is changed and what is deleted.
    pub enum Sync {
        /// From the bucket and back to it.
        ImportAndExport,
        /// From the bucket.
        Import,
        /// To the bucket.
        Export,
        /// Nothing: by data repository tasks that somebody starts.
        OnDemand,
    }
}

spec! {
    /// A file system that exists.
    pub struct FileSystem {
        /// Its id, `fs-…`.
        id: FileSystemId = required;
        /// Its mount name, as `aws fsx describe-file-systems` shows it.
        mount_name: String = required;
    }
}

spec! {
    /// FSx for Lustre PERSISTENT_1 on SSD.
    pub struct Persistent1 {
        /// Where the file system lives: its subnet, security groups and zone.
        place: LustrePlace = required;
        /// MB/s per TiB: 50, 100 or 200 (STO-04).
        throughput: u32 = required;
        /// GiB: 1,200, or a multiple of 2,400 (STO-05). Claims of the class may request no other size.
        size_gib: u32 = required;
        /// The bucket it imports from and exports to: one and the same (STO-07).
        mirrors: Option<Store> = optional;
    }
    refuses {
        "s3_import_path" by "STO-07": "import and export are of one bucket", "write `mirrors: bucket …`";
        "s3_export_path" by "STO-07": "import and export are of one bucket", "write `mirrors: bucket …`";
        "version" by "STO-08": "file systems are made with Lustre 2.15", "remove the word";
        "file_system_type_version" by "STO-08": "file systems are made with Lustre 2.15", "remove the word";
        "backup_days" by "STO-09": "FSx backs up no file system that mirrors a bucket, and this kind may", "keep what must last in the bucket: `mirrors: bucket …`";
        "automatic_backup_retention_days" by "STO-09": "FSx backs up no file system that mirrors a bucket, and this kind may", "keep what must last in the bucket: `mirrors: bucket …`";
        "efa" by "STO-11": "FSx gives EFA to PERSISTENT_2 alone", "remove the word";
    }
}

spec! {
    /// FSx for Lustre SCRATCH_2: 200 MB/s per TiB, not replicated.
    pub struct Scratch2 {
        /// Where the file system lives: its subnet, security groups and zone.
        place: LustrePlace = required;
        /// GiB: 1,200, or a multiple of 2,400 (STO-05). Claims of the class may request no other size.
        size_gib: u32 = required;
        /// The bucket it imports from and exports to: one and the same (STO-07).
        mirrors: Option<Store> = optional;
    }
    refuses {
        "throughput" by "STO-04": "scratch file systems have one throughput, 200 MB/s per TiB", "remove the word";
        "s3_import_path" by "STO-07": "import and export are of one bucket", "write `mirrors: bucket …`";
        "s3_export_path" by "STO-07": "import and export are of one bucket", "write `mirrors: bucket …`";
        "version" by "STO-08": "file systems are made with Lustre 2.15", "remove the word";
        "file_system_type_version" by "STO-08": "file systems are made with Lustre 2.15", "remove the word";
        "backup_days" by "STO-09": "FSx backs up no scratch file system", "keep what must last in a bucket: `mirrors: bucket …`";
        "automatic_backup_retention_days" by "STO-09": "FSx backs up no scratch file system", "keep what must last in a bucket: `mirrors: bucket …`";
        "efa" by "STO-11": "FSx gives EFA to PERSISTENT_2 alone", "remove the word";
    }
}

spec! {
    /// Where a Lustre file system lives: one subnet, so one zone (STO-03).
    pub struct LustrePlace {
        /// The zone; consumers must run there (STO-03).
        zone: Zone = required;
        /// A subnet of that zone, where it is not the cluster's own private one; its security groups are named then as well (NET-16).
        subnet: Option<SubnetId> = optional;
        /// Security groups that let ports 988 and 1018 to 1023 in from the nodes, for a subnet that is named. In the cluster's own subnet
        /// the cluster's stack makes one (NET-16).
        security_groups: Vec<SecurityGroupId> = optional;
    }
}

spec! {
    /// What happens to the data when its claim is deleted.
    pub enum Reclaim {
        /// It stays until someone deletes it.
        Retain,
        /// It goes with the claim; only for scratch data (STO-10).
        Delete,
    }
}

spec! {
    /// When a volume is created.
    pub enum Binding {
        /// When a Pod needs it, in that Pod's zone.
        FirstConsumer,
        /// At once, in any zone (STO-02).
        Immediate,
    }
}
