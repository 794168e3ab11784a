//! Keys of volumes and buckets.

use std::collections::BTreeSet;

use super::{created_efs, lustre, persistent2};
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Backend, Platform};
use crate::units::KeyArn;

pub(super) const STO_18: Rule = Rule {
    id: "STO-18",
    name: "key-in-another-region",
    title: "what is encrypted and its key are in one region",
    severity: Severity::Error,
    why: "EBS and S3 take keys of their own region only: with another one no volume is created and no node starts",
    source: "EBS user guide, Amazon EBS encryption; S3 user guide, Using server-side encryption with KMS keys",
    check: Check::Platform(keys_are_near),
    bad: Example::Cluster(
        "storage scratch { ebs_gp3 { key: \"arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555\" } }",
    ),
    good: Example::Cluster(
        "storage scratch { ebs_gp3 { key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\" } }",
    ),
};

fn keys_are_near(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    findings.each(platform.clusters().iter(), |cluster, findings| {
        let scope = Scope { platform: *platform, cluster };
        let near = |key: &At<'_, KeyArn>, whose: String, findings: &mut Findings<'_>| {
            let region = scope.region();
            if key.region() != region.as_str() {
                findings.report(
                    key,
                    format!("{whose} is in {}, its key in {}", *region, key.region()),
                    format!("write the ARN of a key in {}", *region),
                );
            }
        };
        findings.each(scope.cluster.node_groups().iter(), |group, findings| {
            if let Some(key) = group.volume().key().get() {
                near(&key, format!("the root volume of node group `{}`", *group.name()), findings);
            }
        });
        findings.each(scope.cluster.storage().iter(), |class, findings| {
            let gp3 = class.backend().variant(|backend| if let Backend::EbsGp3(gp3) = backend { Some(gp3) } else { None });
            let lustre = lustre(&class).and_then(|lustre| persistent2(&lustre)).and_then(|lustre| lustre.key().get());
            let efs = created_efs(&class).and_then(|efs| efs.key().get());
            if let Some(key) = gp3.and_then(|gp3| gp3.key().get()).or(lustre).or(efs) {
                near(&key, format!("storage `{}`", *class.name()), findings);
            }
        });
    });
    // A bucket that exists says nothing of its region; it is taken to be near one of the clusters. DR-10 judges created ones.
    findings.each(platform.buckets().iter().filter(|bucket| bucket.create().get().is_none()), |bucket, findings| {
        let Some(key) = bucket.key().get() else { return };
        let of_clusters = platform.clusters().iter().filter_map(|cluster| cluster.region().get().map(|region| region.as_str()));
        let regions: BTreeSet<_> = of_clusters.chain([platform.region().as_str()]).collect();
        if !regions.contains(key.region()) {
            let here: Vec<_> = regions.iter().copied().collect();
            findings.report(
                &key,
                format!("the key of bucket `{}` is in {}, where the platform is not", *bucket.name(), key.region()),
                format!("write the ARN of the key in the bucket's own region, one of {}", here.join(", ")),
            );
        }
    });
}
