//! What backups cover, whether a zone can go, and whether a cluster can be lost by one call.

use crate::findings::Severity;
use crate::rules::storage::lustre;
use crate::rules::{Check, Example, Findings, Rule, Scope, home};
use crate::spec::{At, Deletion, Environment, Lustre, NodeGroup, Reclaim, Scaler, Storage, ZoneFailure};

pub(super) const DR_04: Rule = Rule {
    id: "DR-04",
    name: "not-backed-up",
    title: "what backups do not cover has another way back",
    severity: Severity::Warning,
    why: "AWS Backup takes a cluster's objects and its EBS and EFS volumes; a Lustre file system is in none of its recovery points, \
          and who restores finds an empty one",
    source: "AWS Backup developer guide, Amazon EKS backups",
    check: Check::Storage(volumes_are_covered),
    bad: Example::Cluster(
        "backup { every: Day }\n\
         storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 2400,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] } } }",
    ),
    good: Example::Cluster(
        "backup { every: Day }\n\
         storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 2400, backup_days: 7,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] } } }",
    ),
};

fn volumes_are_covered(scope: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    if scope.cluster.backup().get().is_none() {
        return;
    }
    let Some(lustre) = lustre(class) else { return };
    // Scratch is declared to be lost, and what goes with its claim is nobody's to restore.
    let lost_anyway = class.reclaim().get().is_some_and(|reclaim| *reclaim == Reclaim::Delete);
    let mirrored = match lustre.whole() {
        Lustre::Scratch2(_) => true,
        Lustre::Persistent1(one) => one.mirrors.is_some(),
        Lustre::Persistent2(two) => !two.links.is_empty() || two.backup_days.is_some_and(|days| days > 0),
    };
    if !lost_anyway && !mirrored {
        findings.report(
            &class.name(),
            format!("backups of cluster `{}` leave out the Lustre file systems of `{}`", *scope.cluster.name(), *class.name()),
            "link a bucket that has what must last, `link BUCKET { at: \"/data\" }`, or let FSx back it up, `backup_days: 7`",
        );
    }
}

pub(super) const DR_05: Rule = Rule {
    id: "DR-05",
    name: "no-room-after-zone-failure",
    title: "what survives a zone's failure has room in the others",
    severity: Severity::Warning,
    why: "when a zone is shifted away, the group may not grow beyond its most: the nodes it needs at least then fit nowhere",
    source: "EKS user guide, Amazon Application Recovery Controller zonal shift; EKS best practices, reliability",
    check: Check::NodeGroup(the_others_have_room),
    bad: Example::Cluster("node_group serving { instances: [\"m7i.xlarge\"], scale: 6..=6, zone_failure: Survived }"),
    good: Example::Cluster("node_group serving { instances: [\"m7i.xlarge\"], scale: 6..=9, zone_failure: Survived }"),
};

fn the_others_have_room(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if *group.zone_failure() != ZoneFailure::Survived {
        return;
    }
    // Elsewhere a group has one size (NG-31), and how much of it is needed is not known.
    if !scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::ClusterAutoscaler(_))) {
        return;
    }
    let zones = u32::try_from(home::zones(scope, group).len()).unwrap_or(u32::MAX);
    let (min, max) = (*group.scale().min(), *group.scale().max());
    // NG-02 and NG-23 speak of what is less than that.
    if zones < 2 || min > max {
        return;
    }
    let left = max / zones * (zones - 1);
    if left < min {
        let needed = min.div_ceil(zones - 1).saturating_mul(zones);
        findings.report(
            &group.scale(),
            format!(
                "without one of its {zones} zones node group `{}` has room for {left} nodes, and needs {min} at least",
                *group.name()
            ),
            format!("write `scale: {min}..={needed}`"),
        );
    }
}

pub(super) const DR_09: Rule = Rule {
    id: "DR-09",
    name: "deletable-production-cluster",
    title: "a production cluster cannot be deleted by one call",
    severity: Severity::Error,
    why: "the wrong name in `eksctl delete cluster` takes every workload, and the control plane's state is in no volume that stays",
    source: "EKS user guide, Protect EKS clusters from accidental deletion",
    check: Check::Cluster(production_is_protected),
    bad: Example::Cluster("environment: Production,\ndeletion: Allowed,"),
    good: Example::Cluster("environment: Production,\ndeletion: Protected,"),
};

fn production_is_protected(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(deletion) = scope.cluster.deletion().get() else { return };
    if *deletion == Deletion::Allowed && *scope.cluster.environment() == Environment::Production {
        findings.report(
            &deletion,
            format!("cluster `{}` is production and may be deleted at once", *scope.cluster.name()),
            "write `deletion: Protected`, or remove the word",
        );
    }
}

pub(super) const EM_07: Rule = Rule {
    id: "EM-07",
    name: "beyond-eksctl",
    title: "what eksctl has no word for comes as a call or a template beside its ClusterConfig",
    severity: Severity::Error,
    why: "a key that eksctl does not know is dropped or refused, and the cluster is without what everybody believes it has",
    source: "eksctl 0.230, schema of ClusterConfig; EKS API, UpdateClusterConfig deletionProtection",
    check: Check::Form,
    bad: Example::Cluster("deletion_protection: true,"),
    good: Example::Cluster("deletion: Protected,"),
};
