//! AWS Backup: a vault, a plan, what it covers, and the role by which AWS Backup reads and restores it.

use serde_json::{Value, json};

use super::template::{Resource, Template, get_att, reference, sub};
use crate::derived;
use crate::render::ClusterView;
use crate::spec::{Backup, Cluster, Every, Platform, Store};

/// The logical id of a cluster's plan.
const PLAN: &str = "BackupPlan";

/// Adds a cluster's backups.
pub(super) fn plan(template: &mut Template, view: &ClusterView<'_>, backup: &Backup) {
    let (platform, cluster) = (view.platform, view.cluster);
    let (keep, keep_copy) = derived::kept_days(backup);
    template.add("BackupVault", vault(platform, cluster, backup, keep));
    template.add("BackupRole", role(platform, backup));
    template
        .add(PLAN, Resource::new("AWS::Backup::BackupPlan", json!({ "BackupPlan": rules(cluster, backup, keep, keep_copy) })));
    let selection = json!({
        "BackupPlanId": reference(PLAN),
        "BackupSelection": {
            "SelectionName": "cluster",
            "IamRoleArn": get_att("BackupRole", "Arn"),
            "Resources": covered(view, backup),
        },
    });
    template.add("BackupSelection", Resource::new("AWS::Backup::BackupSelection", selection));
    template.output("BackupVault", "The vault of the cluster's backups", reference("BackupVault"));
    template.output("BackupRole", "The role that restores them", get_att("BackupRole", "Arn"));
}

/// The vault of a cluster's backups, or of their copies.
pub(super) fn vault(platform: &Platform, cluster: &Cluster, backup: &Backup, keep: u32) -> Resource {
    let mut properties = json!({
        "BackupVaultName": derived::vault_name(cluster),
        "BackupVaultTags": { "eksml/platform": platform.name.as_str() },
    });
    if backup.locked {
        properties["LockConfiguration"] = json!({ "MinRetentionDays": keep });
    }
    Resource::kept("AWS::Backup::BackupVault", properties)
}

fn rules(cluster: &Cluster, backup: &Backup, keep: u32, keep_copy: u32) -> Value {
    let mut rule = json!({
        "RuleName": "backup",
        "TargetBackupVault": reference("BackupVault"),
        "ScheduleExpression": match backup.every {
            Every::Hour => "cron(0 * ? * * *)",
            Every::Day => "cron(0 5 ? * * *)",
            Every::Week => "cron(0 5 ? * SUN *)",
        },
        "ScheduleExpressionTimezone": "Etc/UTC",
        // A backup that has not begun within its window is given up, and the next one is an interval away.
        "StartWindowMinutes": 60,
        "CompletionWindowMinutes": match backup.every { Every::Hour => 120, Every::Day | Every::Week => 720 },
        "Lifecycle": lifecycle(backup, keep),
    });
    if let Some(copy) = &backup.copy {
        let vault = format!(
            "arn:${{AWS::Partition}}:backup:{}:${{AWS::AccountId}}:backup-vault:{}",
            copy.to,
            derived::vault_name(cluster)
        );
        rule["CopyActions"] = json!([{ "DestinationBackupVaultArn": sub(&vault), "Lifecycle": lifecycle(backup, keep_copy) }]);
    }
    json!({ "BackupPlanName": derived::vault_name(cluster), "BackupPlanRule": [rule] })
}

fn lifecycle(backup: &Backup, keep: u32) -> Value {
    let mut lifecycle = json!({ "DeleteAfterDays": keep });
    if let Some(days) = backup.cold_after_days {
        lifecycle["MoveToColdStorageAfterDays"] = json!(days);
        lifecycle["OptInToArchiveForSupportedResources"] = json!(true);
    }
    lifecycle
}

/// The cluster, by which AWS Backup finds its objects and volumes, and the buckets.
fn covered(view: &ClusterView<'_>, backup: &Backup) -> Vec<Value> {
    let cluster = sub(&format!("arn:${{AWS::Partition}}:eks:${{AWS::Region}}:${{AWS::AccountId}}:cluster/{}", view.cluster.name));
    let buckets =
        backup.buckets.iter().filter_map(|Store::Bucket(name)| view.platform.buckets.iter().find(|it| it.name == *name));
    std::iter::once(cluster).chain(buckets.map(|bucket| sub(&format!("arn:${{AWS::Partition}}:s3:::{}", bucket.s3)))).collect()
}

fn role(platform: &Platform, backup: &Backup) -> Resource {
    let managed = |path: &str| sub(&format!("arn:${{AWS::Partition}}:iam::aws:policy/{path}"));
    let mut policies = vec![
        managed("service-role/AWSBackupServiceRolePolicyForBackup"),
        managed("service-role/AWSBackupServiceRolePolicyForRestores"),
    ];
    if !backup.buckets.is_empty() {
        policies.extend([managed("AWSBackupServiceRolePolicyForS3Backup"), managed("AWSBackupServiceRolePolicyForS3Restore")]);
    }
    let properties = json!({
        "Description": "Backs up and restores a cluster",
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Principal": { "Service": "backup.amazonaws.com" },
                "Action": "sts:AssumeRole",
                "Condition": { "StringEquals": { "aws:SourceAccount": reference("AWS::AccountId") } },
            }],
        },
        "ManagedPolicyArns": policies,
        "Tags": super::tags(platform),
    });
    Resource::new("AWS::IAM::Role", properties)
}
