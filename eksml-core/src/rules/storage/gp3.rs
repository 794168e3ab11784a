//! What a gp3 volume of a storage class can do.

use std::ops::RangeInclusive;

use crate::findings::{Edit, Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Backend, Storage};

/// I/O operations per second; the most since September 2025.
const IOPS: RangeInclusive<u32> = 3_000..=80_000;

/// MiB/s; the most since September 2025.
const THROUGHPUT: RangeInclusive<u32> = 125..=2_000;

/// I/O operations per second for each MiB/s.
const IOPS_PER_MIB: u32 = 4;

pub(super) const STO_20: Rule = Rule {
    id: "STO-20",
    name: "gp3-out-of-range",
    title: "a gp3 class stays within what gp3 gives",
    severity: Severity::Error,
    why: "EBS refuses to make such a volume, which is seen only in the events of a claim that stays pending",
    source: "EBS user guide, General Purpose SSD volumes (limits of September 2025); aws-ebs-csi-driver docs/parameters.md",
    check: Check::Storage(within_gp3),
    bad: Example::Cluster("storage fast { ebs_gp3 { throughput: 1000 } }"),
    good: Example::Cluster("storage fast { ebs_gp3 { throughput: 1000, iops: 4000 } }"),
};

fn within_gp3(_: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(gp3) = class.backend().variant(|backend| if let Backend::EbsGp3(gp3) = backend { Some(gp3) } else { None }) else {
        return;
    };
    let (iops, throughput) = (gp3.iops().get(), gp3.throughput().get());
    within(class, iops.as_ref(), &IOPS, "I/O operations per second", findings);
    within(class, throughput.as_ref(), &THROUGHPUT, "MiB/s", findings);
    let Some(throughput) = throughput.filter(|throughput| THROUGHPUT.contains(throughput)) else { return };
    let given = iops.map_or(*IOPS.start(), |iops| *iops);
    let needed = throughput.saturating_mul(IOPS_PER_MIB);
    if IOPS.contains(&given) && given < needed {
        findings.report(
            &throughput,
            format!(
                "volumes of `{}` cannot give {} MiB/s with {given} I/O operations per second: gp3 takes {IOPS_PER_MIB} for each MiB/s",
                *class.name(),
                *throughput
            ),
            format!("write `iops: {needed}`, or `throughput: {}`", given / IOPS_PER_MIB),
        );
    }
}

fn within(
    class: &At<'_, Storage>,
    value: Option<&At<'_, u32>>,
    range: &RangeInclusive<u32>,
    unit: &str,
    findings: &mut Findings<'_>,
) {
    if let Some(value) = value
        && !range.contains(value)
    {
        findings.report(
            value,
            format!("volumes of `{}` ask for {} {unit}; gp3 gives {} to {}", *class.name(), **value, range.start(), range.end()),
            Fix::decision([Edit::set(value, (**value).clamp(*range.start(), *range.end()))]),
        );
    }
}
