//! Replication of a bucket to another region: the configuration, and the role by which S3 copies.

use serde_json::{Value, json};

use super::s3::{Encryption, is_encrypted_by_kms};
use super::template::{Resource, Template, get_att, logical_id, sub};
use crate::derived;
use crate::spec::{Bucket, Platform, Replica};
use crate::units::BucketName;

/// The replication of `bucket` to `copy`, with its role in the same template.
pub(super) fn configuration(
    template: &mut Template,
    platform: &Platform,
    bucket: &Bucket,
    replica: &Replica,
    copy: &BucketName,
    encryption: &Encryption,
) -> Value {
    let id = logical_id("Replication", bucket.name.as_str());
    template.add(id.as_str(), role(platform, bucket, replica, copy, encryption));
    let mut destination =
        json!({ "Bucket": sub(&format!("arn:${{AWS::Partition}}:s3:::{copy}")), "Metrics": { "Status": "Enabled" } });
    let mut rule = json!({
        "Id": "copy",
        "Status": "Enabled",
        "Priority": 1,
        "Filter": { "Prefix": "" },
        // A deletion is a marker here and there; what it hides comes back from either side until its version expires.
        "DeleteMarkerReplication": { "Status": "Enabled" },
    });
    if is_encrypted_by_kms(bucket) {
        let alias = derived::key_alias(platform, bucket);
        let key = sub(&format!("arn:${{AWS::Partition}}:kms:{}:${{AWS::AccountId}}:{alias}", replica.to));
        destination["EncryptionConfiguration"] = json!({ "ReplicaKmsKeyID": key });
        rule["SourceSelectionCriteria"] = json!({ "SseKmsEncryptedObjects": { "Status": "Enabled" } });
    }
    rule["Destination"] = destination;
    json!({ "Role": get_att(&id, "Arn"), "Rules": [rule] })
}

fn role(platform: &Platform, bucket: &Bucket, replica: &Replica, copy: &BucketName, encryption: &Encryption) -> Resource {
    let (from, to) = (format!("arn:${{AWS::Partition}}:s3:::{}", bucket.s3), format!("arn:${{AWS::Partition}}:s3:::{copy}"));
    let mut statements = vec![
        json!({
            "Effect": "Allow", "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"], "Resource": sub(&from),
        }),
        json!({
            "Effect": "Allow",
            "Action": ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
            "Resource": sub(&format!("{from}/*")),
        }),
        json!({
            "Effect": "Allow", "Action": ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"], "Resource": sub(&format!("{to}/*")),
        }),
    ];
    if let Encryption::Key(key) = encryption {
        let through = |region: &str| sub(&format!("s3.{region}.${{AWS::URLSuffix}}"));
        statements.push(json!({
            "Effect": "Allow", "Action": "kms:Decrypt", "Resource": key,
            "Condition": { "StringEquals": { "kms:ViaService": through("${AWS::Region}") } },
        }));
        statements.push(json!({
            "Effect": "Allow", "Action": "kms:Encrypt",
            "Resource": sub(&format!("arn:${{AWS::Partition}}:kms:{}:${{AWS::AccountId}}:key/*", replica.to)),
            "Condition": {
                "StringEquals": { "kms:ViaService": through(replica.to.as_str()) },
                "ForAnyValue:StringEquals": { "kms:ResourceAliases": derived::key_alias(platform, bucket) },
            },
        }));
    }
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "s3.amazonaws.com" },
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } },
                "ArnEquals": { "aws:SourceArn": sub(&from) },
            },
        }],
    });
    let policy = json!({ "PolicyName": "copy", "PolicyDocument": { "Version": "2012-10-17", "Statement": statements } });
    let properties = json!({
        "Description": format!("Copies bucket {} to {}", bucket.s3, replica.to),
        "AssumeRolePolicyDocument": trust,
        "Policies": [policy],
        "Tags": super::tags(platform),
    });
    Resource::new("AWS::IAM::Role", properties)
}
