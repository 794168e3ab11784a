//! PERSISTENT_2: linked buckets, backups, EFA, metadata.

use super::lustre::{lustre, persistent2};
use super::volumes::is_within;
use crate::findings::{Edit, Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Persistent2, Storage};

/// A PERSISTENT_2 class with what is written at the end of its block.
macro_rules! fast {
    ($more:literal) => {
        concat!(
            "storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 2400,\n",
            "    place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] },\n",
            "    ", $more, " } }"
        )
    };
}

/// The same in a platform that has the buckets `corpus` and `results`.
macro_rules! fast_with_buckets {
    ($more:literal) => {
        Example::Platform(concat!(
            "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n",
            "bucket corpus { s3: \"acme-ml-corpus\" }\nbucket results { s3: \"acme-ml-results\" }\n",
            "cluster shared { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 },\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler,\n",
            "node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
            fast!($more),
            " }"
        ))
    };
}

/// The file system of a class, if it is PERSISTENT_2.
fn of<'a>(class: &At<'a, Storage>) -> Option<At<'a, Persistent2>> {
    lustre(class).and_then(|lustre| persistent2(&lustre))
}

pub(super) const STO_09: Rule = Rule {
    id: "STO-09",
    name: "impossible-backup",
    title: "what FSx cannot back up has no backup",
    severity: Severity::Error,
    why: "FSx refuses backups of scratch file systems and of those that mirror a bucket; a backup believed in is worse than none",
    source: "FSx API, CreateBackup and AutomaticBackupRetentionDays",
    check: Check::Storage(backups_are_possible),
    bad: fast_with_buckets!("backup_days: 7, link corpus { at: \"/corpus\" }"),
    good: fast_with_buckets!("link corpus { at: \"/corpus\" }"),
};

/// The most days that FSx keeps automatic backups.
const MOST_BACKUP_DAYS: u32 = 90;

fn backups_are_possible(_: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(lustre) = of(class) else { return };
    let Some(days) = lustre.backup_days().get() else { return };
    if *days > MOST_BACKUP_DAYS {
        findings.report(
            &days,
            format!("`{}` keeps backups for {} days, and FSx for {MOST_BACKUP_DAYS} at most", *class.name(), *days),
            Fix::decision([Edit::set(&days, MOST_BACKUP_DAYS)]),
        );
    }
    if *days > 0 && !lustre.links().is_empty() {
        findings.report(
            &days,
            format!("`{}` is linked to a bucket and asks for backups", *class.name()),
            Fix::decision([Edit::remove(&days)])
                .saying("{}: what is exported to the bucket is kept there, by versions and lifecycle"),
        );
    }
}

pub(super) const STO_11: Rule = Rule {
    id: "STO-11",
    name: "unused-lustre-efa",
    title: "Lustre over EFA is used by those who pay for it",
    severity: Severity::Error,
    why: "a client speaks Lustre over EFA when LNet was set up for it at boot, which no EKS image does: without that it stays on TCP and says nothing, and EFA is \
          paid for and never used",
    source: "EKS user guide, Optimize Amazon FSx for Lustre performance on nodes (EFA); FSx for Lustre user guide, Working with EFA-enabled file systems",
    check: Check::Storage(clients_have_efa),
    bad: Example::Cluster(fast!("efa: true")),
    good: Example::Cluster(fast!("backup_days: 7")),
};

/// GiB of the steps in which file systems with EFA grow, by MB/s per TiB (FSx for Lustre user guide, "File system types and
/// storage classes": 38.4, 19.2, 9.6 and 4.8 TiB).
const EFA_STEPS: [(u32, u32); 4] = [(125, 38_400), (250, 19_200), (500, 9_600), (1_000, 4_800)];

fn clients_have_efa(_: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(lustre) = of(class) else { return };
    let efa = lustre.efa();
    if !*efa {
        return;
    }
    findings.report(
        &efa,
        format!("nodes reach `{}` over TCP: nothing sets LNet up for EFA on them", *class.name()),
        "remove `efa`; where an image of your own does it, say so: `waive(STO-11, \"our image sets up LNet\", until: \"…\")`",
    );
    let (throughput, size) = (lustre.throughput(), lustre.size_gib());
    let step = EFA_STEPS.iter().find(|(mbps, _)| *mbps == *throughput).map(|(_, step)| *step);
    if let Some(step) = step.filter(|step| *size == 0 || !size.is_multiple_of(*step)) {
        findings.report(
            &size,
            format!(
                "`{}` has {} GiB; with EFA and {} MB/s per TiB it comes in steps of {step}",
                *class.name(),
                *size,
                *throughput
            ),
            format!(
                "write `size_gib: {}`, or `throughput: 1000` for steps of 4,800",
                size.div_ceil(step).max(1).saturating_mul(step)
            ),
        );
    }
}

pub(super) const STO_24: Rule = Rule {
    id: "STO-24",
    name: "nested-directory-links",
    title: "linked directories are few, and none is within another",
    severity: Severity::Error,
    why: "FSx takes eight data repository associations for a file system, and refuses one whose directory or prefix overlaps another's",
    source: "FSx API, CreateDataRepositoryAssociation",
    check: Check::Storage(links_keep_apart),
    bad: fast_with_buckets!("link corpus { at: \"/data\" } link results { at: \"/data/out\" }"),
    good: fast_with_buckets!("link corpus { at: \"/data\" } link results { at: \"/out\" }"),
};

/// Data repository associations of one file system.
const MOST_LINKS: usize = 8;

fn links_keep_apart(_: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(lustre) = of(class) else { return };
    if let Some(ninth) = lustre.links().iter().nth(MOST_LINKS) {
        findings.report(
            &ninth.bucket(),
            format!("`{}` is linked to {} buckets, and FSx takes {MOST_LINKS}", *class.name(), lustre.links().len()),
            "link several prefixes of one bucket by one link, or declare a second file system",
        );
    }
    let mut seen: Vec<(String, String, String)> = Vec::new();
    findings.each(lustre.links().iter(), |link, findings| {
        let at = link.at();
        let path = at.trim_end_matches('/').to_owned();
        if !at.starts_with('/') || at.contains("//") || at.contains("/..") {
            findings.report(
                &at,
                format!("`{}` is no directory of a file system", *at),
                format!("write a path from its root, such as `at: \"/{}\"`", *link.bucket()),
            );
            return;
        }
        let source = source(&link.bucket(), link.prefix().get().map_or("", |prefix| prefix.whole().as_str()));
        findings.each(&seen, |(other_bucket, other_path, other_source), findings| {
            if is_within(&path, other_path) || is_within(other_path, &path) {
                findings.report(
                    &at,
                    format!("the directories of links `{other_bucket}` and `{}` overlap", *link.bucket()),
                    format!("link it beside the other, for example `at: \"/{}\"`", *link.bucket()),
                );
            } else if is_within(&source, other_source) || is_within(other_source, &source) {
                findings.report(
                    &link.bucket(),
                    format!("bucket `{}` is linked twice, and one link is within the other", *link.bucket()),
                    "give each link a `prefix` of its own, or remove one",
                );
            }
        });
        seen.push((link.bucket().to_string(), path, source));
    });
}

fn source(bucket: &crate::units::Name, prefix: &str) -> String {
    format!("{bucket}/{}", prefix.trim_matches('/')).trim_end_matches('/').to_owned()
}

pub(super) const STO_25: Rule = Rule {
    id: "STO-25",
    name: "invalid-metadata-operations",
    title: "Lustre metadata operations are a number FSx has",
    severity: Severity::Error,
    why: "FSx refuses any other number, and the file system is never made",
    source: "FSx API, CreateFileSystemLustreMetadataConfiguration",
    check: Check::Storage(metadata_exists),
    bad: Example::Cluster(fast!("metadata_iops: 10000")),
    good: Example::Cluster(fast!("metadata_iops: 12000")),
};

fn metadata_exists(_: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(iops) = of(class).and_then(|lustre| lustre.metadata_iops().get()) else { return };
    let wanted = *iops;
    let choices = || [1_500, 3_000, 6_000].into_iter().chain((1..=16).map(|step| step * 12_000));
    if !choices().any(|choice| choice == wanted) {
        let near = choices().find(|choice| *choice >= wanted).unwrap_or(192_000);
        findings.report(
            &iops,
            format!("`{}` asks for {wanted} metadata operations per second, and FSx has no such number", *class.name()),
            Fix::decision([Edit::set(&iops, near)])
                .saying("{}; there are 1500, 3000, 6000 and the multiples of 12000 up to 192000"),
        );
    }
}

pub(super) const STO_26: Rule = Rule {
    id: "STO-26",
    name: "invalid-file-system-id",
    title: "a file system that exists is named as FSx names it",
    severity: Severity::Error,
    why: "the driver mounts what the name says: of another name no Pod gets further than ContainerCreating",
    source: "aws-fsx-csi-driver, static provisioning; FSx API, LustreFileSystemConfiguration.MountName",
    check: Check::Storage(file_system_is_named),
    bad: fast_with_buckets!("made { id: \"fs-0123456789abcdef0\", mount_name: \"/fsx\" }"),
    good: fast_with_buckets!("made { id: \"fs-0123456789abcdef0\", mount_name: \"abcdefgh\" }"),
};

fn file_system_is_named(_: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(made) = of(class).and_then(|lustre| lustre.made().get()) else { return };
    let name = made.mount_name();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        findings.report(
            &name,
            format!("`{}` is no mount name of a file system: those are lowercase letters and digits", *name),
            "write what `aws fsx describe-file-systems` shows as `MountName`",
        );
    }
}
