//! STO-29: what EFS takes of a file system that is made.

use crate::findings::{Edit, Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Backend, CreatedEfs, EfsSource, EfsThroughput, Storage};

pub(super) const STO_29: Rule = Rule {
    id: "STO-29",
    name: "invalid-efs-settings",
    title: "an EFS file system is made within EFS's own steps",
    severity: Severity::Error,
    why: "EFS refuses the file system, and with it CloudFormation takes back everything else of the stack",
    source: "EFS API, LifecyclePolicy.TransitionToIA and CreateFileSystem.ProvisionedThroughputInMibps; EFS user guide, Quotas",
    check: Check::Storage(within_steps),
    bad: Example::Cluster("storage home { efs { create { infrequent_after_days: 45 } } }"),
    good: Example::Cluster("storage home { efs { create { infrequent_after_days: 30 } } }"),
};

const DAYS: [u32; 9] = [1, 7, 14, 30, 60, 90, 180, 270, 365];
const MOST_MIBPS: u32 = 1024;

/// The file system that is made for a class, if one is.
pub(in crate::rules) fn created_efs<'a>(class: &At<'a, Storage>) -> Option<At<'a, CreatedEfs>> {
    let efs = class.backend().variant(|backend| if let Backend::Efs(efs) = backend { Some(efs) } else { None })?;
    efs.source().variant(|source| if let EfsSource::Create(created) = source { Some(created) } else { None })
}

fn within_steps(_: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(created) = created_efs(class) else { return };
    findings.scope(|findings| {
        if let Some(days) = created.infrequent_after_days().get()
            && !DAYS.contains(&days)
        {
            let near = DAYS.iter().min_by_key(|step| step.abs_diff(*days)).copied().unwrap_or(30);
            findings.report(
                &days,
                format!("`{}` moves files after {} days, which EFS does not offer", *class.name(), *days),
                Fix::decision([Edit::set(&days, near)]).saying("{}; EFS has 1, 7, 14, 30, 60, 90, 180, 270 and 365"),
            );
        }
    });
    let mibps = created.throughput().variant(|it| if let EfsThroughput::Provisioned(mibps) = it { Some(mibps) } else { None });
    if let Some(mibps) = mibps
        && !(1..=MOST_MIBPS).contains(&*mibps)
    {
        findings.report(
            &mibps,
            format!("`{}` would have {} MiB/s at all times, which EFS does not give", *class.name(), *mibps),
            format!("write `throughput: Provisioned(…)` with 1 to {MOST_MIBPS}, or `throughput: Elastic`, which goes beyond"),
        );
    }
}
