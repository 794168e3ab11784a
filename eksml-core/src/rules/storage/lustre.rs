//! Where a Lustre file system lives, how large it is and how fast.

use super::consumers::{consumers, named_class};
use crate::catalog::Zone;
use crate::findings::{Edit, Fix, Severity};
use crate::rules::home::{self, groups};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Backend, Lustre, LustrePlace, Persistent1, Persistent2, Scratch2, Storage};

/// GiB of the smallest file system on SSD.
const SMALLEST: u32 = 1_200;

/// GiB of every further step.
const STEP: u32 = 2_400;

pub(super) const STO_03: Rule = Rule {
    id: "STO-03",
    name: "lustre-outside-zones",
    title: "a Lustre file system lives in one of the cluster's zones",
    severity: Severity::Error,
    why: "the file system is in one subnet and the driver knows no topology: in a zone without nodes every read crosses zones, at their \
          price and latency, or the mount times out",
    source: "FSx API, CreateFileSystem SubnetIds; aws-fsx-csi-driver has no topology",
    check: Check::Storage(lustre_is_in_a_zone_of_the_cluster),
    bad: Example::Cluster(
        "storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 2400,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2d\", security_groups: [\"sg-0123456789abcdef0\"] } } }",
    ),
    good: Example::Cluster(
        "storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 2400,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] } } }",
    ),
};

fn lustre_is_in_a_zone_of_the_cluster(scope: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(place) = lustre(class).and_then(|lustre| place(&lustre)) else { return };
    let zone = place.zone();
    let zones = scope.cluster.vpc().zones().names(&scope.region());
    if !zones.contains(&*zone) {
        findings.report(
            &zone,
            format!("`{}` lives in {}, where cluster `{}` has no subnet", *class.name(), *zone, *scope.cluster.name()),
            format!("take a subnet in one of {}", shown(&zones)),
        );
        return;
    }
    findings.each(
        scope.cluster.volumes().iter().filter(|volume| named_class(volume).is_some_and(|it| *it == *class.name())),
        |volume, findings| {
            findings.each(consumers(scope, &volume), |(workload, mount), findings| {
                findings.each(groups(scope, &workload), |group, findings| {
                    let its = home::zones(scope, &group);
                    if !its.is_empty() && !its.contains(&*zone) {
                        findings.report(
                            &mount.volume(),
                            format!(
                                "{} mounts `{}`, which lives in {}; node group `{}` has no node there, but in {}",
                                workload.shown(),
                                *volume.name(),
                                *zone,
                                *group.name(),
                                shown(&its)
                            ),
                            format!(
                                "write `zone: \"{}\"` for the node group, or place the file system in {}",
                                *zone,
                                shown(&its)
                            ),
                        );
                    }
                });
            });
        },
    );
}

pub(super) const STO_04: Rule = Rule {
    id: "STO-04",
    name: "invalid-lustre-throughput",
    title: "Lustre throughput is one that its deployment type has",
    severity: Severity::Error,
    why: "FSx refuses any other figure, and the driver's own default of 200 is none of PERSISTENT_2's: the claim stays pending",
    source: "FSx API, PerUnitStorageThroughput",
    check: Check::Storage(throughput_exists),
    bad: Example::Cluster(
        "storage data { fsx_lustre: Persistent2 { throughput: 200, size_gib: 2400,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] } } }",
    ),
    good: Example::Cluster(
        "storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 2400,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] } } }",
    ),
};

fn throughput_exists(_: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(lustre) = lustre(class) else { return };
    let (throughput, choices, kind): (_, &[u32], _) = if let Some(two) = persistent2(&lustre) {
        (two.throughput(), &[125, 250, 500, 1_000], "PERSISTENT_2")
    } else if let Some(one) = persistent1(&lustre) {
        (one.throughput(), &[50, 100, 200], "PERSISTENT_1 on SSD")
    } else {
        return;
    };
    let wanted = *throughput;
    if choices.contains(&wanted) {
        return;
    }
    // The next faster one: a slower file system than was asked for would be a surprise.
    let near = choices.iter().find(|choice| **choice >= wanted).or(choices.last()).copied().unwrap_or(wanted);
    let all: Vec<_> = choices.iter().map(ToString::to_string).collect();
    findings.report(
        &throughput,
        format!("`{}` asks for {wanted} MB/s per TiB; {kind} has {}", *class.name(), all.join(", ")),
        Fix::decision([Edit::set(&throughput, near)]),
    );
}

pub(super) const STO_05: Rule = Rule {
    id: "STO-05",
    name: "invalid-lustre-size",
    title: "Lustre sizes are 1,200 GiB or multiples of 2,400",
    severity: Severity::Error,
    why: "the driver rounds any other size up without a word, and FSx bills what it made",
    source: "FSx API, StorageCapacity; aws-fsx-csi-driver pkg/util/util.go",
    check: Check::Storage(size_exists),
    bad: Example::Cluster(
        "storage data { fsx_lustre: Scratch2 { size_gib: 3000,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] } } }",
    ),
    good: Example::Cluster(
        "storage data { fsx_lustre: Scratch2 { size_gib: 4800,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] } } }",
    ),
};

fn size_exists(_: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(lustre) = lustre(class) else { return };
    let Some(size) = size(&lustre) else { return };
    let wanted = *size;
    if wanted == SMALLEST || (wanted > 0 && wanted.is_multiple_of(STEP)) {
        return;
    }
    let below = if wanted < STEP { SMALLEST } else { wanted / STEP * STEP };
    let above = if wanted < SMALLEST { SMALLEST } else { wanted.div_ceil(STEP).saturating_mul(STEP) };
    let fix = if below < wanted && below != above {
        format!("write `size_gib: {above}`, or `size_gib: {below}`")
    } else {
        format!("write `size_gib: {above}`")
    };
    findings.report(&size, format!("`{}` asks for {wanted} GiB, and FSx has no such size", *class.name()), fix);
}

/// The Lustre file system behind a class.
pub(in crate::rules) fn lustre<'a>(class: &At<'a, Storage>) -> Option<At<'a, Lustre>> {
    class.backend().variant(|backend| if let Backend::FsxLustre(lustre) = backend { Some(lustre) } else { None })
}

/// Where it lives.
pub(in crate::rules) fn place<'a>(lustre: &At<'a, Lustre>) -> Option<At<'a, LustrePlace>> {
    persistent2(lustre)
        .map(|it| it.place())
        .or_else(|| persistent1(lustre).map(|it| it.place()))
        .or_else(|| scratch2(lustre).map(|it| it.place()))
}

/// Its size in GiB.
pub(super) fn size<'a>(lustre: &At<'a, Lustre>) -> Option<At<'a, u32>> {
    persistent2(lustre)
        .map(|it| it.size_gib())
        .or_else(|| persistent1(lustre).map(|it| it.size_gib()))
        .or_else(|| scratch2(lustre).map(|it| it.size_gib()))
}

/// The file system, if it is PERSISTENT_2.
pub(in crate::rules) fn persistent2<'a>(lustre: &At<'a, Lustre>) -> Option<At<'a, Persistent2>> {
    lustre.variant(|it| if let Lustre::Persistent2(it) = it { Some(it) } else { None })
}

fn persistent1<'a>(lustre: &At<'a, Lustre>) -> Option<At<'a, Persistent1>> {
    lustre.variant(|it| if let Lustre::Persistent1(it) = it { Some(it) } else { None })
}

fn scratch2<'a>(lustre: &At<'a, Lustre>) -> Option<At<'a, Scratch2>> {
    lustre.variant(|it| if let Lustre::Scratch2(it) = it { Some(it) } else { None })
}

fn shown(zones: &[Zone]) -> String {
    zones.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
