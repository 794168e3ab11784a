//! DR-01: a copy is where the original's failure does not reach, and where AWS can put it.

use crate::catalog::Region;
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule};
use crate::spec::{At, Bucket, Platform};

pub(super) const DR_01: Rule = Rule {
    id: "DR-01",
    name: "copy-in-the-same-region",
    title: "a copy is in another region of the same partition",
    severity: Severity::Error,
    why: "a copy in the region it is to survive is lost with it, and nothing is copied from one partition of AWS to another",
    source: "S3 user guide, Replicating objects; AWS Backup developer guide, Creating backup copies across AWS Regions",
    check: Check::Platform(copies_are_elsewhere),
    bad: Example::Beside(
        "bucket models { s3: \"acme-ml-models\", create { lifecycle { noncurrent_days: 30 }, replicate { to: \"us-west-2\" } } }",
    ),
    good: Example::Beside(
        "bucket models { s3: \"acme-ml-models\", create { lifecycle { noncurrent_days: 30 }, replicate { to: \"us-east-2\" } } }",
    ),
};

fn copies_are_elsewhere(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    findings.each(platform.buckets().iter(), |bucket, findings| {
        let Some(replica) = bucket.create().get().and_then(|create| create.replicate().get()) else { return };
        elsewhere(&format!("bucket `{}`", *bucket.name()), &region(platform, &bucket), &replica.to(), findings);
    });
    findings.each(platform.clusters().iter(), |cluster, findings| {
        let Some(copy) = cluster.backup().get().and_then(|backup| backup.copy().get()) else { return };
        let region = cluster.region().get().unwrap_or_else(|| platform.region());
        elsewhere(&format!("cluster `{}`", *cluster.name()), &region, &copy.to(), findings);
    });
}

/// The region a bucket is in.
pub(super) fn region<'a>(platform: &At<'a, Platform>, bucket: &At<'a, Bucket>) -> At<'a, Region> {
    bucket.create().get().and_then(|create| create.region().get()).unwrap_or_else(|| platform.region())
}

/// Reports a copy of `whose` that is where the original is, or where it cannot be.
pub(super) fn elsewhere(whose: &str, from: &At<'_, Region>, to: &At<'_, Region>, findings: &mut Findings<'_>) {
    let (here, there) = (**from, **to);
    let fix = format!("write `to: \"{}\"`, or another region of partition `{}`", other(here), here.partition());
    if here == there {
        findings.report(to, format!("the copy of {whose} is in {there}, where {whose} is itself"), fix);
    } else if here.partition() != there.partition() {
        let problem = format!(
            "{whose} is in {here}, of partition `{}`; its copy is to be in {there}, of `{}`",
            here.partition(),
            there.partition()
        );
        findings.report(to, problem, fix);
    }
}

/// A region for copies: far enough to fail alone, near enough in price and law.
fn other(here: Region) -> Region {
    let wanted = match here.as_str() {
        "us-east-1" => "us-west-2",
        "eu-west-1" => "eu-central-1",
        name if name.starts_with("us-gov") => "us-gov-east-1",
        name if name.starts_with("us") || name.starts_with("ca") => "us-east-2",
        name if name.starts_with("eu") => "eu-west-1",
        _ => "",
    };
    let near = |region: &Region| *region != here && region.partition() == here.partition();
    let area = here.as_str().split('-').next().unwrap_or_default();
    let by_name = Region::lookup(wanted).filter(near);
    by_name
        .or_else(|| Region::all().find(|region| near(region) && region.as_str().starts_with(area)))
        .or_else(|| Region::all().find(near))
        .unwrap_or(here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_another_to_copy_to() {
        for region in Region::all() {
            let other = other(region);
            assert!(other != region && other.partition() == region.partition(), "{region} -> {other}");
        }
    }
}
