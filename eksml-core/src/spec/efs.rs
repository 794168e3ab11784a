//! Amazon EFS behind a storage class.

use super::declare::spec;
use crate::units::KeyArn;

spec! {
    /// Amazon EFS: an access point for every claim, on one file system.
    pub struct Efs {
        /// Which one.
        source: EfsSource = one_of;
    }
}

spec! {
    /// The file system behind a class.
    pub enum EfsSource {
        /// One that exists, by its id, `fs-…`.
        FileSystem(String),
        /// One of the class' own: the cluster's stack makes it, with a mount target in every zone, and its id goes into the class
        /// from there (NET-16).
        Create(CreatedEfs),
    }
}

spec! {
    /// A file system that is made: encrypted, reached by the cluster's nodes alone and over TLS alone, and kept when its stack goes.
    pub struct CreatedEfs {
        /// How fast it is.
        throughput: EfsThroughput = optional;
        /// Days after which a file that nobody reads is stored for less, until somebody does: 1, 7, 14, 30, 60, 90, 180, 270 or 365
        /// (STO-29). Never when absent.
        infrequent_after_days: Option<u32> = optional;
        /// Backups by AWS Backup's plan for EFS.
        backups: EfsBackups = optional;
        /// The KMS key, where it is not the account's default key for EFS (STO-18).
        key: Option<KeyArn> = optional;
    }
    refuses {
        "encrypted" by "STO-18": "file systems are always encrypted; there is no switch for it", "remove the word";
        "security_groups" by "NET-16": "its security group lets port 2049 in from the nodes of the cluster, and nothing else",
            "remove the word";
        "mount_targets" by "NET-16": "there is one in every zone of the cluster, so that no Pod mounts it across zones", "remove the word";
        "subnets" by "NET-16": "there is a mount target in every zone of the cluster, so that no Pod mounts it across zones",
            "remove the word";
    }
}

spec! {
    /// How fast an EFS file system is.
    pub enum EfsThroughput {
        /// As fast as it is used, paid for by what is read and written.
        Elastic,
        /// By its size, with credits for bursts.
        Bursting,
        /// This many MiB/s at all times, 1 to 1,024 (STO-29).
        Provisioned(u32),
    }
}

spec! {
    /// Backups of an EFS file system.
    pub enum EfsBackups {
        /// Every day, kept for 35 days.
        Daily,
        /// None: what is in it comes from elsewhere.
        Off,
    }
}
