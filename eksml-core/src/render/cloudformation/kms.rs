//! KMS keys and their aliases. What uses a key is let in by IAM, and only through the service that the key is for.

use serde_json::{Value, json};

use super::template::{Resource, Template, reference, sub};

/// Adds a key that only `service` (such as `s3`) uses on behalf of the account's identities, and its alias.
pub(super) fn key(template: &mut Template, id: &str, alias: &str, purpose: &str, service: &str, tags: &Value) {
    let properties = json!({
        "Description": purpose,
        "EnableKeyRotation": true,
        "KeyPolicy": {
            "Version": "2012-10-17",
            "Statement": [administration(), through(service)],
        },
        "PendingWindowInDays": 30,
        "Tags": tags,
    });
    template.add(id, Resource::kept("AWS::KMS::Key", properties));
    template
        .add(format!("{id}Alias"), Resource::new("AWS::KMS::Alias", json!({ "AliasName": alias, "TargetKeyId": reference(id) })));
}

/// Whoever may administer keys in this account may administer this one; nobody uses it by that.
fn administration() -> Value {
    json!({
        "Sid": "AdministeredByTheAccount",
        "Effect": "Allow",
        "Principal": { "AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root") },
        "Action": [
            "kms:CancelKeyDeletion", "kms:Create*", "kms:Delete*", "kms:Describe*", "kms:Disable*", "kms:Enable*", "kms:Get*",
            "kms:List*", "kms:Put*", "kms:Revoke*", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:Update*",
        ],
        "Resource": "*",
    })
}

/// Whom IAM allows the use of the key uses it through one service of this region, and in no other way.
fn through(service: &str) -> Value {
    json!({
        "Sid": "UsedThroughItsService",
        "Effect": "Allow",
        "Principal": { "AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root") },
        "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        "Resource": "*",
        "Condition": { "StringEquals": { "kms:ViaService": sub(&format!("{service}.${{AWS::Region}}.${{AWS::URLSuffix}}")) } },
    })
}
