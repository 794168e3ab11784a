//! NG-24 for workloads: who mounts a volume in one zone can always get a node there.

use super::{Findings, Scope, scaling, zone};
use crate::rules::Workload;
use crate::rules::home::groups;
use crate::rules::storage::{class_of, consumers, is_gp3};
use crate::spec::{At, Home, Storage};

/// Reports groups that may have no node in the zone of a volume that one of their workloads mounts.
pub(super) fn workloads_get_a_node(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        if !scaling::is_autoscaled(&scope.cluster) {
            return;
        }
        findings.each(scope.cluster.volumes().iter(), |volume, findings| {
            if !class_of(scope, &volume).is_some_and(|class| is_gp3(&class)) {
                return;
            }
            findings.each(consumers(scope, &volume), |(workload, mount), findings| {
                let mounted = format!("mounts `{}`, whose volume", *volume.name());
                gets_a_node(scope, &workload, &mount.volume(), &mounted, findings);
            });
        });
        findings.each(scope.cluster.notebooks().iter(), |notebook, findings| {
            let home = notebook.home();
            if class_of_home(scope, &home).is_some_and(|class| is_gp3(&class)) {
                gets_a_node(scope, &Workload::Notebook(notebook), &home, "has its home on a volume that", findings);
            }
        });
    });
}

/// The class of a notebook's home: the one it names, or the cluster's default.
fn class_of_home<'a>(scope: &Scope<'a>, home: &At<'a, Home>) -> Option<At<'a, Storage>> {
    let named = home.class().get();
    let mut classes = scope.cluster.storage().iter();
    classes.find(|class| named.as_ref().map_or(*class.default(), |named| **named == *class.name()))
}

/// Reports `mounted` at `token` unless one group of the workload always has a node in every zone, or is in one zone alone.
fn gets_a_node<T>(scope: &Scope<'_>, workload: &Workload<'_>, token: &At<'_, T>, mounted: &str, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let groups = groups(scope, workload);
        let short = |group| zone::count(scope, group) > 1 && (*group.scale().min() as usize) < zone::count(scope, group);
        if groups.iter().any(|group| !short(group)) {
            return;
        }
        let Some(group) = groups.first() else { return };
        let (zones, min) = (zone::count(scope, group), *group.scale().min());
        let first = scope.cluster.vpc().zones().names(&scope.region()).first().map_or_else(String::new, ToString::to_string);
        findings.report(
            token,
            format!(
                "{} {mounted} is in one zone, and node group `{}` may shrink to {min} for {zones} zones",
                workload.shown(),
                *group.name()
            ),
            format!("write `zone: \"{first}\"` for the node group, or `scale: {zones}..=…`: a node in every zone at all times"),
        );
    });
}
