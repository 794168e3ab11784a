//! The cluster itself: its name, its place, its keys.

use super::ask::minor;
use super::{Check, Example, Findings, Rule};
use crate::catalog::{KubernetesVersion, Region, is_of_eksctl_alone};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;
use crate::units::Arn;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-01",
        name: "unusable-cluster-name",
        title: "a cluster name is a letter, then letters, digits and hyphens, 100 at most",
        severity: Severity::Error,
        why: "the name becomes part of CloudFormation stack names; eksctl checks its characters only, and the rest fails at CloudFormation",
        source: "eksctl pkg/ctl/create/cluster.go:155; EKS API CreateCluster, name",
        check: Check::Config(name_holds),
        bad: Example::Config("metadata: {name: 2nd_platform, region: us-west-2}"),
        good: Example::Config("metadata: {name: platform-2, region: us-west-2}"),
    },
    Rule {
        id: "EK-02",
        name: "unknown-region",
        title: "the region is one with EKS",
        severity: Severity::Error,
        why: "eksctl refuses a region it does not know, and without one it would take whatever the shell happens to say",
        source: "eksctl pkg/ctl/cmdutils/cmdutils.go:218, configfile.go:153",
        check: Check::Config(region_is_known),
        bad: Example::Config("metadata: {name: shared, region: us-west-9}"),
        good: Example::Config("metadata: {name: shared, region: us-west-2}"),
    },
    Rule {
        id: "EK-03",
        name: "invalid-kubernetes-version",
        title: "the Kubernetes version is a minor, or `latest`",
        severity: Severity::Error,
        why: "EKS knows minors only, such as 1.35, and eksctl refuses everything else once it has logged in to AWS",
        source: "eksctl pkg/eks/versions_manager.go:114, 116",
        check: Check::Config(version_is_a_minor),
        bad: Example::Config("metadata: {name: shared, region: us-west-2, version: '1.35.2'}"),
        good: Example::Config("metadata: {name: shared, region: us-west-2, version: '1.35'}"),
    },
    Rule {
        id: "EK-04",
        name: "rollback-time-out-of-range",
        title: "a version update is cancelled after two hours at the soonest and seven days at the latest",
        severity: Severity::Error,
        why: "eksctl refuses any other number of minutes",
        source: "eksctl validation.go:198",
        check: Check::Config(rollback_is_in_range),
        bad: Example::Config("metadata: {name: shared, region: us-west-2, rollbackConfig: {timeoutMinutes: 60}}"),
        good: Example::Config("metadata: {name: shared, region: us-west-2, rollbackConfig: {timeoutMinutes: 240}}"),
    },
    Rule {
        id: "EK-05",
        name: "cluster-in-one-zone",
        title: "a cluster spans two zones of its region",
        severity: Severity::Error,
        why: "eksctl refuses a single zone but takes the same one twice, or one of another region, and EKS refuses that when the VPC stands already",
        source: "eksctl validation.go:1931; EKS API CreateCluster, subnets in two zones",
        check: Check::Config(zones_are_two),
        bad: Example::Config("availabilityZones: [us-west-2a, us-west-2a]"),
        good: Example::Config("availabilityZones: [us-west-2a, us-west-2b]"),
    },
    Rule {
        id: "EK-06",
        name: "invalid-secrets-key",
        title: "secrets are encrypted with a key that has an ARN",
        severity: Severity::Error,
        why: "eksctl refuses an empty or malformed key ARN, a bare alias included",
        source: "eksctl validation.go:1940, 1944; EKS API Provider: the ARN of a key or of its alias",
        check: Check::Config(key_is_an_arn),
        bad: Example::Config("secretsEncryption: {keyARN: alias/secrets}"),
        good: Example::Config(
            "secretsEncryption: {keyARN: 'arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'}",
        ),
    },
];

/// The longest cluster name that EKS takes, in characters.
const LONGEST_NAME: usize = 100;

fn name_holds(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let name = config.metadata().name();
    let text = name.whole().as_str();
    let problem = if text.is_empty() {
        "the cluster has no name".to_owned()
    } else if text.len() > LONGEST_NAME {
        format!("cluster name `{text}` has {} characters, and EKS takes {LONGEST_NAME}", text.len())
    } else if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        format!("cluster name `{text}` does not begin with a letter")
    } else if let Some(odd) = text.chars().find(|c| !c.is_ascii_alphanumeric() && *c != '-') {
        format!("cluster name `{text}` has `{odd}` in it")
    } else {
        return;
    };
    findings.report(&name, problem, "write a letter, then letters, digits and hyphens, such as `name: \"ml-platform\"`");
}

fn region_is_known(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let region = config.metadata().region();
    let text = region.whole().as_str();
    if Region::lookup(text).is_some() || is_of_eksctl_alone(text) {
        return;
    }
    let problem = if text.is_empty() { "the cluster has no region".to_owned() } else { format!("EKS has no region `{text}`") };
    let fix = Region::closest(text)
        .map_or_else(|| "write a region such as `us-west-2`".to_owned(), |near| format!("did you mean `{near}`?"));
    findings.report(&region, problem, fix);
}

fn version_is_a_minor(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if let Some(version) = config.metadata().version().get()
        && minor(config).is_none()
    {
        findings.report(
            &version,
            format!("`{}` is not a Kubernetes minor", *version),
            format!("write one that EKS offers, such as `version: \"{}\"`", KubernetesVersion::LATEST_IN_EKSCTL),
        );
    }
}

fn rollback_is_in_range(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(minutes) = config.metadata().rollback_config().get().and_then(|rollback| rollback.timeout_minutes().get()) else {
        return;
    };
    if !(120..=10_080).contains(&*minutes) {
        findings.report(
            &minutes,
            format!("a rollback after {} minutes is out of range", *minutes),
            Fix::decision([Edit::set(&minutes, (*minutes).clamp(120, 10_080))]).saying("{}; 120 to 10080 are taken"),
        );
    }
}

fn zones_are_two(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let zones = config.availability_zones();
    let all: Vec<_> = zones.iter().collect();
    if let [only] = all.as_slice() {
        findings.report(&zones, format!("`{}` is the only zone of the cluster", **only), "name a second zone of the region");
    }
    let region = config.metadata().region();
    findings.each(all.iter().enumerate(), |(at, zone), findings| {
        let text = zone.whole();
        if all.iter().take(at).any(|before| before.whole() == text) {
            findings.report(
                zone,
                format!("zone `{text}` is named twice"),
                "name another zone of the region, or remove the second",
            );
        } else if !text.is_empty() && Region::lookup(region.whole()).is_some() && !is_zone_of(text, region.whole()) {
            findings.report(
                zone,
                format!("`{text}` is not a zone of region `{}`", region.whole()),
                format!("write a zone of the region, such as `{}a`", region.whole()),
            );
        }
    });
}

/// Whether a zone's name is the region's and one letter.
pub(super) fn is_zone_of(zone: &str, region: &str) -> bool {
    zone.strip_prefix(region).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|letter| letter.is_ascii_lowercase()))
}

fn key_is_an_arn(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(encryption) = config.secrets_encryption().get() else { return };
    let key = encryption.key_arn();
    let text = key.whole();
    let problem = match text.parse::<Arn>() {
        _ if text.is_empty() => "secrets are to be encrypted, but with no key".to_owned(),
        Err(invalid) => invalid.problem,
        Ok(arn) if arn.service() != "kms" || !(arn.resource().starts_with("key/") || arn.resource().starts_with("alias/")) => {
            format!("`{text}` is not the ARN of a KMS key")
        }
        Ok(_) => return,
    };
    findings.report(&key, problem, "write the ARN of a key or of its alias: `arn:aws:kms:REGION:ACCOUNT:key/ID`");
}
