//! KMS keys and their aliases. What uses a key is let in by IAM, and only through the service that the key is for.

use serde_json::{Value, json};

use super::template::{Resource, Template, reference, sub};

/// A key in the making.
pub(super) struct Key<'a> {
    /// Its logical id.
    pub(super) id: &'a str,
    /// Its alias.
    pub(super) alias: &'a str,
    /// What it is for.
    pub(super) purpose: String,
    /// The service, such as `s3`, through which the account's identities use it; without one it is used by grants alone.
    pub(super) service: Option<&'static str>,
    /// Statements of its policy beside the usual ones.
    pub(super) others: Vec<Value>,
    /// Its tags.
    pub(super) tags: Value,
}

impl Key<'_> {
    /// Adds the key and its alias.
    pub(super) fn add(self, template: &mut Template) {
        let statements: Vec<Value> = [administration()].into_iter().chain(self.service.map(through)).chain(self.others).collect();
        let properties = json!({
            "Description": self.purpose,
            "EnableKeyRotation": true,
            "KeyPolicy": { "Version": "2012-10-17", "Statement": statements },
            "PendingWindowInDays": 30,
            "Tags": self.tags,
        });
        template.add(self.id, Resource::kept("AWS::KMS::Key", properties));
        let alias = json!({ "AliasName": self.alias, "TargetKeyId": reference(self.id) });
        template.add(format!("{}Alias", self.id), Resource::new("AWS::KMS::Alias", alias));
    }
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
