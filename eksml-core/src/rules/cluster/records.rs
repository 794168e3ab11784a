//! What a cluster keeps: Secrets under a key, and logs for a time.

use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog::LOG_RETENTION_DAYS;
use crate::findings::{Fix, Severity};
use crate::spec::Environment;

pub(super) const CL_08: Rule = Rule {
    id: "CL-08",
    name: "secrets-without-own-key",
    title: "Secrets of a production cluster are encrypted with a key of yours, in the cluster's region",
    severity: Severity::Error,
    why: "only a key of your own shows in CloudTrail who decrypted Secrets, and can be withdrawn; EKS takes none from another region",
    source: "eksctl secretsEncryption.keyARN; AWS EKS best practices, data encryption",
    check: Check::Cluster(secrets_are_encrypted),
    bad: Example::Cluster("secrets_key: \"arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555\","),
    good: Example::Cluster("secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\","),
};

pub(super) const CL_10: Rule = Rule {
    id: "CL-10",
    name: "missing-audit-logs",
    title: "audit and authenticator logs are kept, for a time CloudWatch offers",
    severity: Severity::Error,
    why: "without them nobody can tell who did what; and CloudWatch takes no other number of days: the new cluster is rolled back",
    source: "eksctl validation.go:434; CloudWatch Logs PutRetentionPolicy",
    check: Check::Cluster(retention_is_offered),
    bad: Example::Cluster("logs { retention_days: 45 }"),
    good: Example::Cluster("logs { retention_days: 60 }"),
};

fn secrets_are_encrypted(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let name = scope.cluster.name();
    let own = scope.cluster.own_secrets_key();
    if *own {
        if scope.platform.account().get().is_none() {
            findings.report(
                &own,
                format!("the key of cluster `{}` goes by an alias of its account, which the platform does not name", *name),
                "add `account: \"…\"` to the platform: `aws sts get-caller-identity --query Account --output text` shows it",
            );
        }
        if let Some(key) = scope.cluster.secrets_key().get() {
            findings.report(
                &key,
                format!("cluster `{}` has a key for its Secrets, and another one is to be created for them", *name),
                "remove the key, or `own_secrets_key`",
            );
        }
        return;
    }
    let Some(key) = scope.cluster.secrets_key().get() else {
        if *scope.cluster.environment() == Environment::Production {
            findings.report(
                &name,
                format!("production cluster `{}` encrypts its Secrets with no key of yours", *name),
                Fix::new(
                    format!(
                        "add `own_secrets_key: true`, `secrets_key: \"arn:…\"` with a KMS key of {}, or `environment: Development`",
                        *scope.region()
                    ),
                    format!(
                        "add `secretsEncryption: {{keyARN: \"arn:…\"}}` with a KMS key of {}, or `metadata: {{tags: \
                         {{eksml/environment: development}}}}` if nobody depends on it",
                        *scope.region()
                    ),
                ),
            );
        }
        return;
    };
    let region = *scope.region();
    if key.region() != region.as_str() {
        let multi_region = key.key_id().starts_with("mrk-");
        let fix = if multi_region {
            let there = key.as_str().replacen(key.region(), region.as_str(), 1);
            format!("name the replica, once the key is replicated there: `secrets_key: \"{there}\"`")
        } else {
            format!("name a key of {region}: `aws kms list-aliases --region {region}` shows them")
        };
        findings.report(&key, format!("the key for Secrets is in {}, cluster `{}` in {region}", key.region(), *name), fix);
    }
}

fn retention_is_offered(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(days) = scope.cluster.logs().retention_days().get() else { return };
    let wanted = *days;
    let offered = LOG_RETENTION_DAYS.map(u32::from);
    if offered.contains(&wanted) {
        return;
    }
    let below = offered.into_iter().rev().find(|days| *days < wanted);
    let above = offered.into_iter().find(|days| *days > wanted);
    let fix = match (below, above) {
        (Some(below), Some(above)) => format!("write `retention_days: {above}`, or `retention_days: {below}` for less"),
        (Some(one), None) | (None, Some(one)) => format!("write `retention_days: {one}`"),
        (None, None) => return,
    };
    findings.report(&days, format!("CloudWatch keeps no log for {wanted} days"), fix);
}
