//! S3 buckets: versioned, encrypted, closed to the public, TLS only, with an end to what was replaced, and with copies.

use serde_json::{Map, Value, json};

use super::template::{Resource, Template, get_att, logical_id, sub};
use super::{fsx, kms, replication};
use crate::derived;
use crate::spec::{Bucket, CreatedBucket, Lifecycle, Platform, Replica};
use crate::units::BucketName;

/// Days after which an unfinished multipart upload goes, where the bucket does not say.
const ABORT_MULTIPART_DAYS: u32 = 7;

/// How a bucket's objects are encrypted.
pub(super) enum Encryption {
    /// With S3's own keys.
    S3,
    /// With the key of this ARN.
    Key(Value),
}

/// Adds a bucket that the platform creates, with its key and the role that copies it.
pub(super) fn created(template: &mut Template, platform: &Platform, bucket: &Bucket, create: &CreatedBucket) {
    let encryption = match &bucket.key {
        Some(key) => Encryption::Key(json!(key.to_string())),
        None if create.own_key => own_key(template, platform, bucket),
        None => Encryption::S3,
    };
    let mut properties = properties(platform, &bucket.s3, create.lifecycle.as_ref(), &encryption);
    if let Some((replica, copy)) =
        create.replicate.as_ref().and_then(|it| Some((it, derived::replica_name(&bucket.s3, it).ok()?)))
    {
        let configuration = replication::configuration(template, platform, bucket, replica, &copy, &encryption);
        properties.insert("ReplicationConfiguration".to_owned(), configuration);
    }
    add(template, &logical_id("Bucket", bucket.name.as_str()), properties);
}

/// Adds the copy of a bucket. It has a key of its own where the bucket has one: a key never leaves its region.
pub(super) fn copy(template: &mut Template, platform: &Platform, bucket: &Bucket, create: &CreatedBucket, replica: &Replica) {
    let Ok(name) = derived::replica_name(&bucket.s3, replica) else { return };
    let encryption = if is_encrypted_by_kms(bucket) { own_key(template, platform, bucket) } else { Encryption::S3 };
    let properties = properties(platform, &name, create.lifecycle.as_ref(), &encryption);
    add(template, &logical_id("Copy", bucket.name.as_str()), properties);
}

/// Whether a bucket's objects are encrypted with a KMS key.
pub(super) fn is_encrypted_by_kms(bucket: &Bucket) -> bool {
    bucket.key.is_some() || derived::has_own_key(bucket)
}

fn own_key(template: &mut Template, platform: &Platform, bucket: &Bucket) -> Encryption {
    let id = logical_id("Key", bucket.name.as_str());
    let key = kms::Key {
        id: &id,
        alias: &derived::key_alias(platform, bucket),
        purpose: format!("Objects of bucket {} of {}", bucket.name, platform.name),
        service: Some("s3"),
        others: if derived::is_linked(platform, bucket) { vec![fsx::uses_key()] } else { Vec::new() },
        tags: super::tags(platform),
    };
    key.add(template);
    Encryption::Key(get_att(&id, "Arn"))
}

fn properties(
    platform: &Platform,
    name: &BucketName,
    lifecycle: Option<&Lifecycle>,
    encryption: &Encryption,
) -> Map<String, Value> {
    let rule = match encryption {
        Encryption::S3 => json!({ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } }),
        // A bucket key spares a request to KMS for nearly every object.
        Encryption::Key(arn) => json!({
            "BucketKeyEnabled": true,
            "ServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": arn },
        }),
    };
    let properties = json!({
        "BucketName": name.as_str(),
        "BucketEncryption": { "ServerSideEncryptionConfiguration": [rule] },
        "OwnershipControls": { "Rules": [{ "ObjectOwnership": "BucketOwnerEnforced" }] },
        "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
        },
        "VersioningConfiguration": { "Status": "Enabled" },
        "LifecycleConfiguration": { "Rules": rules(lifecycle) },
        "Tags": super::tags(platform),
    });
    if let Value::Object(properties) = properties { properties } else { Map::new() }
}

fn rules(lifecycle: Option<&Lifecycle>) -> Vec<Value> {
    let days = lifecycle.and_then(|it| it.abort_multipart_days).unwrap_or(ABORT_MULTIPART_DAYS);
    let abort = json!({
        "Id": "abort-unfinished-uploads",
        "Status": "Enabled",
        "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": days },
    });
    lifecycle.map(keep).into_iter().chain([abort]).collect()
}

fn keep(lifecycle: &Lifecycle) -> Value {
    let mut keep = json!({
        "Id": "keep",
        "Status": "Enabled",
        "NoncurrentVersionExpiration": { "NoncurrentDays": lifecycle.noncurrent_days },
    });
    match lifecycle.expire_days {
        Some(days) => keep["ExpirationInDays"] = json!(days),
        // What is left of an object whose versions are all gone; an expiry in days does the same by itself.
        None => keep["ExpiredObjectDeleteMarker"] = json!(true),
    }
    if let Some(days) = lifecycle.archive_days {
        keep["Transitions"] = json!([{ "StorageClass": "GLACIER_IR", "TransitionInDays": days }]);
    }
    keep
}

fn add(template: &mut Template, id: &str, properties: Map<String, Value>) {
    let of_bucket = [get_att(id, "Arn"), sub(&format!("${{{id}.Arn}}/*"))];
    let deny = |sid: &str, condition: Value| {
        json!({
            "Sid": sid, "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": of_bucket, "Condition": condition,
        })
    };
    let policy = json!({
        "Bucket": { "Ref": id },
        "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                deny("TlsOnly", json!({ "Bool": { "aws:SecureTransport": "false" } })),
                deny("Tls12AndNewer", json!({ "NumericLessThan": { "s3:TlsVersion": "1.2" } })),
            ],
        },
    });
    template.add(id, Resource::kept("AWS::S3::Bucket", Value::Object(properties)));
    template.add(format!("{id}Policy"), Resource::kept("AWS::S3::BucketPolicy", policy));
    template.output(id, "The bucket's name", json!({ "Ref": id }));
}
