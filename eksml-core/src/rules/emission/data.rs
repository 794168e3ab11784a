//! EM-04 for volumes: their namespaces, classes and buckets, and the mounts of them.

use super::references::namespace_is_there;
use crate::rules::known::instead;
use crate::rules::storage::{bucket, lustre, named_class, persistent2};
use crate::rules::{Findings, Scope, Workload};
use crate::spec::{At, Platform};
use crate::units::Name;

/// Reports what volumes, links and mounts name and nobody declares.
pub(super) fn references_are_closed(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let classes: Vec<_> = scope.cluster.storage().iter().map(|class| class.name().whole()).collect();
    findings.each(scope.cluster.volumes().iter(), |volume, findings| {
        let user = format!("volume `{}`", *volume.name());
        namespace_is_there(scope, &user, &volume.namespace(), false, findings);
        findings.scope(|findings| {
            if let Some(name) = named_class(&volume)
                && !classes.contains(&name.whole())
            {
                findings.report(
                    &name,
                    format!("{user} is of storage class `{}`, which is not declared", *name),
                    instead(&name, &classes, &format!("declare `storage {} {{ ebs_gp3 }}`", name.word())),
                );
            }
        });
        if let Some(bucket) = bucket(&volume) {
            bucket_is_there(&scope.platform, &user, &bucket.bucket(), findings);
        }
    });
    findings.each(scope.cluster.storage().iter(), |class, findings| {
        let Some(lustre) = lustre(&class).and_then(|lustre| persistent2(&lustre)) else { return };
        findings.each(lustre.links().iter(), |link, findings| {
            bucket_is_there(&scope.platform, &format!("storage `{}`", *class.name()), &link.bucket(), findings);
        });
    });
    samples_have_a_class(scope, findings);
    findings.each(Workload::all(&scope.cluster), |workload, findings| {
        mounts_are_there(scope, &workload, findings);
    });
}

/// Prometheus claims its volume of a StorageClass, and a class of one file system makes none.
fn samples_have_a_class(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let prometheus = scope.cluster.monitoring().get().and_then(|monitoring| monitoring.prometheus().get());
        let Some(name) = prometheus.and_then(|prometheus| prometheus.class().get()) else { return };
        let class = scope.cluster.storage().iter().find(|class| *class.name() == *name);
        let Some(lustre) = class.and_then(|class| lustre(&class)).and_then(|lustre| persistent2(&lustre)) else { return };
        if !lustre.links().is_empty() || lustre.made().get().is_some() {
            findings.report(
                &name,
                format!("Prometheus uses `{}`, which is one file system and no class that volumes are made of", *name),
                "name a class of `ebs_gp3`",
            );
        }
    });
}

fn mounts_are_there(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    findings.each(workload.mounts().iter(), |mount, findings| {
        let (name, namespace) = (mount.volume(), workload.namespace());
        let volumes = scope.cluster.volumes();
        let here: Vec<_> =
            volumes.iter().filter(|volume| *volume.namespace() == *namespace).map(|volume| volume.name().whole()).collect();
        if here.contains(&name.whole()) {
            return;
        }
        let elsewhere = volumes.iter().find(|volume| *volume.name() == *name);
        let (problem, fix) = match elsewhere {
            Some(other) => (
                format!("{} mounts volume `{}`, which is in namespace `{}`", workload.shown(), *name, *other.namespace()),
                format!("declare a volume in its own namespace: `volume … {{ namespace: {}, … }}`", namespace.word()),
            ),
            None => (
                format!("{} mounts volume `{}`, which is not declared", workload.shown(), *name),
                instead(
                    &name,
                    &here,
                    &format!("declare `volume {} {{ namespace: {}, storage: … }}`", name.word(), namespace.word()),
                ),
            ),
        };
        findings.report(&name, problem, fix);
    });
}

fn bucket_is_there(platform: &At<'_, Platform>, user: &str, name: &At<'_, Name>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let buckets = platform.buckets();
        let declared: Vec<_> = buckets.iter().map(|bucket| bucket.name().whole()).collect();
        if !declared.contains(&name.whole()) {
            findings.report(
                name,
                format!("{user} uses bucket `{}`, which is not declared", **name),
                instead(name, &declared, &format!("declare `bucket {} {{ s3: \"…\" }}` beside the cluster", name.word())),
            );
        }
    });
}
