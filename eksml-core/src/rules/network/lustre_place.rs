//! Whether Lustre file systems can be reached from where training runs.

use crate::catalog::Zone;
use crate::findings::Severity;
use crate::rules::home::{groups, zones};
use crate::rules::storage::{consumers, lustre, named_class, place};
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Mount, Storage, Use};

pub(super) const NET_15: Rule = Rule {
    id: "NET-15",
    name: "training-away-from-its-files",
    title: "training runs in the zone of its file system",
    severity: Severity::Warning,
    why: "a Lustre file system is in one zone; from another every byte is billed twice, once out and once in, and arrives later",
    source: "FSx for Lustre user guide, Best practices; EC2 pricing, data transfer between zones",
    check: Check::Storage(training_is_near),
    bad: Example::Cluster(
        "node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training, zone: \"us-west-2b\" }\n\
         storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 2400,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] } } }",
    ),
    good: Example::Cluster(
        "node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training, zone: \"us-west-2a\" }\n\
         storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 2400,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] } } }",
    ),
};

fn training_is_near(scope: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(place) = lustre(class).and_then(|lustre| place(&lustre)) else { return };
    let mounted = mounters(scope, class);
    if !mounted.is_empty() {
        // Who mounts it is known: nobody else needs to be near.
        return mounters_are_near(scope, class, &place.zone(), &mounted, findings);
    }
    findings.each(scope.cluster.node_groups().iter(), |group, findings| {
        let (zone, zones) = (place.zone(), group.zones());
        // Without zones of its own the group spans all of the cluster's.
        if *group.serves() != Use::Training || zones.is_empty() || zones.iter().any(|its| *its == *zone) {
            return;
        }
        let its: Vec<_> = zones.iter().map(|zone| zone.to_string()).collect();
        findings.report(
            &zone,
            format!("`{}` lives in {}, but node group `{}` trains in {}", *class.name(), *zone, *group.name(), its.join(", ")),
            format!("place the file system in a subnet of {}, or write `zone: \"{}\"` for the group", its.join(" or "), *zone),
        );
    });
}

/// The workloads that mount a volume of the class.
fn mounters<'a>(scope: &Scope<'a>, class: &At<'a, Storage>) -> Vec<(Workload<'a>, At<'a, Mount>)> {
    let of = scope.cluster.volumes().iter().filter(|volume| named_class(volume).is_some_and(|name| *name == *class.name()));
    of.flat_map(|volume| consumers(scope, &volume)).collect()
}

fn mounters_are_near(
    scope: &Scope<'_>,
    class: &At<'_, Storage>,
    zone: &At<'_, Zone>,
    mounted: &[(Workload<'_>, At<'_, Mount>)],
    findings: &mut Findings<'_>,
) {
    findings.each(mounted, |(workload, mount), findings| {
        findings.each(groups(scope, workload), |group, findings| {
            let its = zones(scope, &group);
            // Where there is no node in its zone at all, STO-03 speaks.
            if its.len() < 2 || !its.contains(zone) {
                return;
            }
            findings.report(
                &mount.volume(),
                format!(
                    "{} mounts `{}` of `{}`, which lives in {}, from node group `{}` in {} zones",
                    workload.shown(),
                    *mount.volume(),
                    *class.name(),
                    **zone,
                    *group.name(),
                    its.len()
                ),
                format!("write `zone: \"{}\"` for node group `{}`, or make one there for what mounts it", **zone, *group.name()),
            );
        });
    });
}

pub(super) const NET_16: Rule = Rule {
    id: "NET-16",
    name: "lustre-keeps-clients-out",
    title: "a Lustre file system lets its clients in",
    severity: Severity::Error,
    why: "without a security group of its own the file system gets the VPC's default one, which lets no node in: every mount times out",
    source: "FSx for Lustre user guide, File system access control with Amazon VPC (ports 988 and 1018 to 1023)",
    check: Check::Storage(clients_are_let_in),
    bad: Example::Cluster(
        "storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 2400,\n\
             place { subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [] } } }",
    ),
    good: Example::Cluster(
        "storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 2400, place { zone: \"us-west-2a\" } } }",
    ),
};

/// In the cluster's own subnet the platform makes the group; of a subnet that is named it does not even know the VPC.
fn clients_are_let_in(_: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(place) = lustre(class).and_then(|lustre| place(&lustre)) else { return };
    let (subnet, groups) = (place.subnet(), place.security_groups());
    match (subnet.get(), groups.is_empty()) {
        (Some(subnet), true) => findings.report(
            &subnet,
            format!("`{}` lives in `{}`, and has no security group there", *class.name(), *subnet),
            format!(
                "write `place {{ zone: \"{}\" }}` for the cluster's own subnet and a group that is made, or name one that lets TCP 988 and \
                 1018 to 1023 in from the nodes: `security_groups: [\"sg-…\"]`",
                *place.zone()
            ),
        ),
        (None, false) => findings.report(
            &groups,
            format!("`{}` has security groups of yours, in a subnet of the cluster's", *class.name()),
            format!("write `place {{ zone: \"{}\" }}` alone, or name the subnet as well: `subnet: \"subnet-…\"`", *place.zone()),
        ),
        (Some(_), false) | (None, true) => {}
    }
}
