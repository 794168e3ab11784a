//! NG-24 for workloads: who mounts a volume in one zone can always get a node there.

use super::{Findings, Scope, scaling, zone};
use crate::rules::home::groups;
use crate::rules::storage::{class_of, consumers, is_gp3};

/// Reports groups that may have no node in the zone of a volume that one of their workloads mounts.
pub(super) fn workloads_get_a_node(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.afresh();
    if !scaling::is_autoscaled(&scope.cluster) {
        return;
    }
    for volume in scope.cluster.volumes().iter() {
        findings.afresh();
        if !class_of(scope, &volume).is_some_and(|class| is_gp3(&class)) {
            continue;
        }
        for (workload, mount) in consumers(scope, &volume) {
            findings.afresh();
            let groups = groups(scope, &workload);
            // One group that always has a node in every zone is enough.
            let short = |group| zone::count(scope, group) > 1 && (*group.scale().min() as usize) < zone::count(scope, group);
            if groups.iter().any(|group| !short(group)) {
                continue;
            }
            let Some(group) = groups.first() else { continue };
            let (zones, min) = (zone::count(scope, group), *group.scale().min());
            let first = scope.cluster.vpc().zones().names(&scope.region()).first().map_or_else(String::new, ToString::to_string);
            findings.report(
                &mount.volume(),
                format!(
                    "{} mounts `{}`, whose volume is in one zone, and node group `{}` may shrink to {min} for {zones} zones",
                    workload.shown(),
                    *volume.name(),
                    *group.name()
                ),
                format!(
                    "write `zone: \"{first}\"` for the node group, or `scale: {zones}..=…`: a node in every zone at all times"
                ),
            );
        }
    }
}
