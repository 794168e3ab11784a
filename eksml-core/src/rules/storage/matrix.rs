//! The storage decision matrix, held against what classes are for and what workloads mount.

use super::consumers::{bucket, class_of};
use crate::derived::{Medium, StorageRow, storage_row};
use crate::findings::Severity;
use crate::rules::example::Example;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::Use;

pub(super) const STO_16: Rule = Rule {
    id: "STO-16",
    name: "unsuitable-storage",
    title: "data is on the storage that its use is made for",
    severity: Severity::Warning,
    why: "EFS keeps a GPU waiting for small files, a Lustre file system is paid for by the hour and lives in one zone: the matrix has \
          Lustre for training and processing, EFS for inference and development, S3 behind all of them",
    source: "Architecture decisions, storage strategy decision matrix; AWS EKS best practices, aiml_storage",
    check: Check::Cluster(storage_fits_its_use),
    bad: Example::Cluster("storage corpus { serves: Training, efs { file_system: \"fs-0123456789abcdef0\" } }"),
    good: Example::Cluster("storage models { serves: Inference, efs { file_system: \"fs-0123456789abcdef0\" } }"),
};

fn storage_fits_its_use(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(scope.cluster.storage().iter(), |class, findings| {
        let Some(serves) = class.serves().get() else { return };
        let Some(row) = storage_row(&serves) else { return };
        let mut has = None;
        let backend = class.backend();
        backend.is(|backend| {
            has = Some(Medium::of(backend));
            true
        });
        if let Some(has) = has.filter(|has| !row.has(*has)) {
            findings.report(
                &serves,
                format!("storage `{}` serves {}, and is {}", *class.name(), shown(&serves), has.shown()),
                cure(row),
            );
        }
    });
    findings.each(Workload::all(&scope.cluster), |workload, findings| {
        let Some(namespace) = scope.namespace(&workload.namespace()) else { return };
        let serves = match (namespace.serves().whole(), &workload) {
            (Use::General | Use::System, Workload::Training(_)) => Use::Training,
            (Use::General | Use::System, Workload::Inference(_)) => Use::Inference,
            (Use::General | Use::System, Workload::Notebook(_)) => Use::Development,
            (Use::System, Workload::Processing(_)) => Use::General,
            (serves, _) => serves.clone(),
        };
        let Some(row) = storage_row(&serves) else { return };
        let mounts = workload.mounts();
        let mounted: Vec<Medium> = mounts.iter().filter_map(|mount| medium(scope, &workload, &mount.volume())).collect();
        let (Some(first), Some(medium)) = (mounts.iter().next(), mounted.first()) else { return };
        // A gp3 volume is one Pod's alone, which the matrix, about what many share, has nothing against.
        if !mounted.iter().any(|medium| row.has(*medium) || *medium == Medium::Gp3) {
            findings.report(
                &first.volume(),
                format!("{} serves {} and works on {} alone", workload.shown(), shown(&serves), medium.shown()),
                cure(row),
            );
        }
    });
}

/// What is behind a volume that the workload mounts.
fn medium(scope: &Scope<'_>, workload: &Workload<'_>, name: &crate::units::Name) -> Option<Medium> {
    let volumes = scope.cluster.volumes();
    let volume = volumes.iter().find(|volume| *volume.namespace() == *workload.namespace() && *volume.name() == *name)?;
    if bucket(&volume).is_some() {
        return Some(Medium::S3);
    }
    class_of(scope, &volume).map(|class| Medium::of(class.backend().whole()))
}

fn shown(serves: &Use) -> &'static str {
    match serves {
        Use::Training => "training",
        Use::Inference => "inference",
        Use::General => "data processing",
        Use::System => "the system",
        Use::Development => "development",
    }
}

fn cure(row: StorageRow) -> String {
    let class = match row.primary {
        Medium::Efs => "efs { … }",
        _ => "fsx_lustre: …",
    };
    format!(
        "work on {} (`storage … {{ {class} }}`), keep data in S3, and cache on {}; or say why not: `waive(STO-16, \"…\", until: \"…\")`",
        row.primary.shown(),
        row.cache.shown()
    )
}
