//! DR-03: what is kept is kept long enough to be of use, and as long as it is billed anyway.

use crate::derived::{self, COLD_DAYS};
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule};
use crate::spec::{At, Backup, Cluster, Platform};

pub(super) const DR_03: Rule = Rule {
    id: "DR-03",
    name: "cold-storage-left-early",
    title: "what goes to cold storage stays there for 90 days",
    severity: Severity::Error,
    why: "cold storage bills 90 days whatever happens, AWS Backup refuses a plan that deletes earlier, and what expires before it is \
          archived is never archived",
    source: "AWS Backup API, Lifecycle; S3 user guide, Transitioning objects using Amazon S3 Lifecycle",
    check: Check::Platform(cold_storage_pays),
    bad: Example::Beside(
        "bucket models { s3: \"acme-ml-models\", create { lifecycle { noncurrent_days: 30, archive_days: 30, expire_days: 60 } } }",
    ),
    good: Example::Beside(
        "bucket models { s3: \"acme-ml-models\", create { lifecycle { noncurrent_days: 30, archive_days: 30, expire_days: 120 } } }",
    ),
};

fn cold_storage_pays(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    findings.each(platform.buckets().iter(), |bucket, findings| {
        let Some(lifecycle) = bucket.create().get().and_then(|create| create.lifecycle().get()) else { return };
        let Some(expire) = lifecycle.expire_days().get() else { return };
        if *expire == 0 {
            findings.report(
                &expire,
                format!("objects of bucket `{}` are to expire after 0 days; S3 takes 1 and more", *bucket.name()),
                "write `expire_days: 90`, or remove the word to keep them",
            );
            return;
        }
        let Some(archive) = lifecycle.archive_days().get() else { return };
        let least = archive.saturating_add(COLD_DAYS);
        if *expire < least {
            findings.report(
                &expire,
                format!(
                    "objects of bucket `{}` are archived after {} days and expire after {}: archived for {} of 90 billed days",
                    *bucket.name(),
                    *archive,
                    *expire,
                    expire.saturating_sub(*archive)
                ),
                format!("write `expire_days: {least}`, or remove `archive_days`"),
            );
        }
    });
    findings.each(platform.clusters().iter(), |cluster, findings| {
        if let Some(backup) = cluster.backup().get() {
            backups_last(&cluster, &backup, findings);
        }
    });
}

/// Backups are kept at all, and after they went to cold storage for as long as that is billed.
fn backups_last(cluster: &At<'_, Cluster>, backup: &At<'_, Backup>, findings: &mut Findings<'_>) {
    let (keep, cold) = (backup.keep_days().get(), backup.cold_after_days().get());
    let of_copy = backup.copy().get().and_then(|copy| copy.keep_days().get());
    findings.each([&keep, &of_copy].into_iter().flatten().filter(|days| ***days == 0), |days, findings| {
        findings.report(
            days,
            format!("backups of cluster `{}` are kept for 0 days", *cluster.name()),
            "write `keep_days: 35`, as many days as a fault may go unseen",
        );
    });
    let Some(cold) = cold else { return };
    let least = cold.saturating_add(COLD_DAYS);
    let (here, there) = derived::kept_days(backup);
    let (kept, copy) = if here < least { (here, "") } else { (there, "copies of ") };
    if kept < least {
        findings.report(
            &cold,
            format!(
                "{copy}backups of cluster `{}` go to cold storage after {} days and end after {kept}, before the 90 days it bills",
                *cluster.name(),
                *cold
            ),
            format!("write `keep_days: {least}`, or remove `cold_after_days`"),
        );
    }
}
