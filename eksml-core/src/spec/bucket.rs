//! S3 buckets: those that exist, and those that the platform creates.

use super::declare::spec;
use crate::catalog::Region;
use crate::units::{BucketName, KeyArn, Name};

spec! {
    /// An S3 bucket: one that exists already, unless `create` makes it the platform's own.
    pub struct Bucket {
        /// What the platform calls it: `bucket training_data`.
        name: Name = name;
        /// Its name in S3.
        s3: BucketName = required;
        /// The KMS key its objects are encrypted with, if it is not S3's own; identities then get `kms:Decrypt` on it.
        key: Option<KeyArn> = optional;
        /// Makes it a bucket that the platform creates: versioned, encrypted, closed to the public, TLS only (DR-02).
        create: Option<CreatedBucket> = optional;
    }
    refuses {
        "replicate" by "DR-02": "S3 replicates versioned buckets alone, and nothing is set on a bucket that exists already",
            "write it inside `create { lifecycle { noncurrent_days: 30 }, replicate { to: \"…\" } }`, which versions both sides";
        "replication" by "DR-02": "S3 replicates versioned buckets alone, and nothing is set on a bucket that exists already",
            "write `create { lifecycle { noncurrent_days: 30 }, replicate { to: \"…\" } }`, which versions both sides";
        "lifecycle" by "DR-02": "nothing is set on a bucket that exists already", "write it inside `create { lifecycle { noncurrent_days: 30 } }`";
        "versioning" by "DR-02": "nothing is set on a bucket that exists already, and created ones are always versioned",
            "write `create { lifecycle { noncurrent_days: 30 } }`";
    }
}

spec! {
    /// What a bucket is created with, beside what every created bucket has: versions, encryption, no public access, TLS only.
    pub struct CreatedBucket {
        /// Its region, where it is not the platform's.
        region: Option<Region> = optional;
        /// Whether it is encrypted with a KMS key of its own, created with it; S3's own keys otherwise (STO-18).
        own_key: bool = optional;
        /// How long it keeps what (DR-02, DR-03).
        lifecycle: Option<Lifecycle> = optional;
        /// Its copy in another region (DR-01, DR-02).
        replicate: Option<Replica> = optional;
    }
    refuses {
        "versioning" by "DR-02": "created buckets are always versioned: replication, backups and every recovery rest on it",
            "remove the word";
        "replication" by "DR-01": "a copy is declared by where it is", "write `replicate { to: \"us-east-2\" }` with a region of your own";
        "encryption" by "STO-18": "created buckets are always encrypted", "remove the word, or write `own_key: true` for a KMS key of its own";
        "public_access" by "DR-02": "created buckets are closed to the public", "remove the word";
        "acl" by "DR-02": "created buckets take no ACLs: who reads and writes is said by identities", "write `identity … { read: bucket … }`";
    }
}

spec! {
    /// How long a bucket keeps what; in days.
    pub struct Lifecycle {
        /// Days for which what was replaced or deleted can be brought back: the window of point-in-time recovery, at least 1 (DR-02).
        noncurrent_days: u32 = required;
        /// Days after which current objects expire; never when absent (DR-03).
        expire_days: Option<u32> = optional;
        /// Days after which current objects go to Glacier Instant Retrieval, which bills 90 days at least (DR-03).
        archive_days: Option<u32> = optional;
        /// Days after which an unfinished multipart upload goes; 7 when absent.
        abort_multipart_days: Option<u32> = optional;
    }
}

spec! {
    /// A bucket's copy in another region, which S3 keeps up to date by itself.
    pub struct Replica {
        /// The region of the copy (DR-01).
        to: Region = required;
        /// The copy's name in S3; the bucket's with `-` and the region behind it when absent.
        s3: Option<BucketName> = optional;
    }
}
