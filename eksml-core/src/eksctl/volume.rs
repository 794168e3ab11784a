//! Disks of a node: the vocabulary of the root volume's keys, and the volumes beside it.

use super::keyword::keyword;
use super::object::eksctl_object;

keyword! {
    /// EBS volume type.
    pub enum VolumeType {
        /// General purpose SSD whose IOPS grow with its size.
        Gp2 = "gp2",
        /// General purpose SSD with its own IOPS (3000 to 16000) and throughput (125 to 1000 MiB/s); eksctl's default.
        Gp3 = "gp3",
        /// Provisioned IOPS SSD, 100 to 64000 IOPS.
        Io1 = "io1",
        /// Provisioned IOPS SSD, 100 to 256000 IOPS.
        Io2 = "io2",
        /// Cold HDD; cannot boot a node.
        Sc1 = "sc1",
        /// Throughput optimised HDD; cannot boot a node.
        St1 = "st1",
    }
}

eksctl_object! {
    /// A volume beside the root volume.
    ///
    /// eksctl checks none of these keys, and silently creates nothing for a volume without a name.
    pub struct VolumeMapping, builder {
        /// Size in GiB; absent: 80.
        pub volume_size: Option<u32>,
        /// Type; absent: gp3.
        pub volume_type: Option<VolumeType>,
        /// Device name, such as `/dev/xvdb`.
        pub volume_name: Option<String>,
        /// Whether the volume is encrypted; absent: the account's default holds.
        pub volume_encrypted: Option<bool>,
        /// KMS key of the encryption: key ID or ARN.
        #[doc(alias = "volumeKmsKeyID")]
        pub volume_kms_key_id: Option<String>,
        /// Provisioned IOPS, for gp3, io1 and io2.
        #[doc(alias = "volumeIOPS")]
        pub volume_iops: Option<u32>,
        /// Throughput in MiB/s, for gp3.
        pub volume_throughput: Option<u32>,
        /// Snapshot that the volume starts from.
        #[doc(alias = "snapshotID")]
        pub snapshot_id: Option<String>,
    }
}
