//! What the buckets that a platform creates must say, and what they must share with nobody.

use super::copies::region;
use crate::derived;
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule};
use crate::spec::{At, Platform, Store};
use crate::units::Name;

pub(super) const DR_02: Rule = Rule {
    id: "DR-02",
    name: "unversioned-bucket",
    title: "created buckets are versioned and say how long they keep what was replaced",
    severity: Severity::Error,
    why: "without versions S3 replicates nothing and a wrong delete is final; with versions and no end to them every rotated \
          checkpoint and expired backup is kept and billed forever",
    source: "S3 user guide, Requirements and considerations for replication; Examples of S3 Lifecycle configurations",
    check: Check::Platform(versions_end),
    bad: Example::Beside("bucket checkpoints { s3: \"acme-ml-checkpoints\", create }"),
    good: Example::Beside("bucket checkpoints { s3: \"acme-ml-checkpoints\", create { lifecycle { noncurrent_days: 30 } } }"),
};

fn versions_end(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    findings.each(platform.buckets().iter(), |bucket, findings| {
        let Some(create) = bucket.create().get() else { return };
        let name = bucket.name();
        let Some(lifecycle) = create.lifecycle().get() else {
            findings.report(
                &create,
                format!("created bucket `{}` does not say how long it keeps what was replaced or deleted", *name),
                "add `lifecycle { noncurrent_days: 30 }` to `create { … }`",
            );
            return;
        };
        let days = lifecycle.noncurrent_days();
        findings.scope(|findings| {
            if *days == 0 {
                findings.report(
                    &days,
                    format!("bucket `{}` is to keep what was deleted for 0 days; S3 takes 1 and more", *name),
                    "write `noncurrent_days: 30`, as many days as a mistake may go unseen",
                );
            }
        });
        if let Some(days) = lifecycle.abort_multipart_days().get()
            && *days == 0
        {
            findings.report(
                &days,
                format!("bucket `{}` is to drop unfinished uploads after 0 days; S3 takes 1 and more", *name),
                "write `abort_multipart_days: 7`, longer than the longest upload",
            );
        }
    });
    findings.each(platform.clusters().iter(), |cluster, findings| {
        let stores = cluster.backup().get().into_iter().flat_map(|backup| backup.buckets().iter());
        findings.each(stores, |store, findings| {
            let Store::Bucket(name) = store.whole();
            let bucket = platform.buckets().iter().find(|bucket| *bucket.name() == *name);
            if bucket.is_some_and(|bucket| bucket.create().get().is_none()) {
                findings.report(
                    &store,
                    format!("bucket `{name}` exists already, and nothing is known of its versions: AWS Backup takes versioned buckets alone"),
                    "create it, `create { lifecycle { noncurrent_days: 30 } }`, or leave it out and back it up where it was made",
                );
            }
        });
    });
}

pub(super) const DR_10: Rule = Rule {
    id: "DR-10",
    name: "bucket-or-key-shared",
    title: "a created bucket has a name and a key to itself",
    severity: Severity::Error,
    why: "S3 has one bucket of a name in the whole world, and one key encrypts it: CloudFormation fails in the middle of the stack",
    source: "S3 user guide, General purpose bucket naming rules; AWS::S3::Bucket, BucketEncryption",
    check: Check::Platform(names_and_keys_are_free),
    bad: Example::Beside(
        "bucket models { s3: \"acme-ml-models\", create { lifecycle { noncurrent_days: 30 } } }\n\
         bucket weights { s3: \"acme-ml-models\", create { lifecycle { noncurrent_days: 30 } } }",
    ),
    good: Example::Beside(
        "bucket models { s3: \"acme-ml-models\", create { lifecycle { noncurrent_days: 30 } } }\n\
         bucket weights { s3: \"acme-ml-weights\", create { lifecycle { noncurrent_days: 30 } } }",
    ),
};

fn names_and_keys_are_free(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let mut taken = Vec::new();
    findings.each(platform.buckets().iter(), |bucket, findings| {
        let Some(create) = bucket.create().get() else { return };
        let (name, s3) = (bucket.name(), bucket.s3());
        findings.scope(|findings| {
            if let Some(problem) = already(&mut taken, s3.as_str(), &name) {
                findings.report(
                    &s3,
                    problem,
                    "give it a name of its own, or remove `create` where it only uses the other's bucket",
                );
            }
        });
        findings.scope(|findings| {
            if let Some(replica) = create.replicate().get() {
                match derived::replica_name(&s3, replica) {
                    Ok(copy) => {
                        if let Some(problem) = already(&mut taken, copy.as_str(), &name) {
                            findings.report(&replica, problem, "give the copy a name of its own: `replicate { …, s3: \"…\" }`");
                        }
                    }
                    Err(text) => findings.report(
                        &replica,
                        format!(
                            "the copy of `{}` would be called `{text}`, which S3 does not take: 63 characters are the most",
                            *name
                        ),
                        "name the copy: `replicate { …, s3: \"…\" }`",
                    ),
                }
            }
        });
        let Some(key) = bucket.key().get() else { return };
        if *create.own_key() {
            findings.report(
                &key,
                format!("bucket `{}` has a key, and another one is to be created for it", *name),
                "remove the key, or `own_key`",
            );
        } else if key.region() != region(platform, &bucket).as_str() {
            findings.report(
                &key,
                format!("bucket `{}` is created in {}, its key is in {}", *name, *region(platform, &bucket), key.region()),
                "write `create { own_key: true }`, or the ARN of a key in the bucket's region",
            );
        }
    });
}

/// What is wrong with creating S3 bucket `s3` for bucket `name`, if another one creates it already; it is taken from now on.
fn already(taken: &mut Vec<(String, String)>, s3: &str, name: &Name) -> Option<String> {
    let owner = taken.iter().find(|(other, _)| other == s3).map(|(_, owner)| owner.clone());
    if owner.is_none() {
        taken.push((s3.to_owned(), name.to_string()));
    }
    owner.map(|owner| format!("S3 bucket `{s3}` of `{name}` is created by bucket `{owner}` already"))
}
