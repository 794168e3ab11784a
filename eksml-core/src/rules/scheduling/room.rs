//! Whether what a workload asks for fits on the nodes it leads to: one Pod on a node, and all Pods on all nodes.

use crate::catalog::{InstanceFacts, InstanceType};
use crate::derived::{self, AcceleratorKind, Room, room};
use crate::rules::known::listed;
use crate::rules::{Findings, Scope, Workload};
use crate::spec::{At, NodeGroup, Sharing};

const GIB: u64 = 1024;

/// By how much a request misses a node.
struct Miss {
    /// The type that is too small.
    facts: InstanceFacts,
    /// Millicores.
    cpu_m: u64,
    /// MiB.
    memory_mib: u64,
}

pub(super) fn is_there_room(
    scope: &Scope<'_>,
    workload: &Workload<'_>,
    groups: &[At<'_, NodeGroup>],
    findings: &mut Findings<'_>,
) {
    let asked = asked(workload);
    let fitting: Vec<_> = groups.iter().filter(|group| miss(scope, group, &asked).is_none()).collect();
    if fitting.is_empty() {
        let nearest = groups
            .iter()
            .filter_map(|group| Some((miss(scope, group, &asked)?, group)))
            .min_by_key(|(miss, _)| (miss.memory_mib, miss.cpu_m));
        if let Some((miss, group)) = nearest {
            too_small(workload, scope, group, (&miss, &asked), findings);
        }
        return;
    }
    // More than one share of a GPU is ACC-08's: what is asked for is not yet what is meant.
    if asked.devices > 1
        && groups.iter().any(|group| group.sharing().is(|it| matches!(it, Sharing::TimeSlicing(_) | Sharing::Mps(_))))
    {
        return;
    }
    let pods = u64::from(workload.pods());
    let per_node = |group: &At<'_, NodeGroup>| pods_per_node(scope, workload, group);
    let places: u64 =
        fitting.iter().map(|group| u64::from(derived::most_nodes(scope.cluster, *group)).saturating_mul(per_node(group))).sum();
    // No place at all means no accelerators or no nodes: ACC-12 and NG-02 say so.
    if pods == 0 {
        findings.report(&workload.pods_word(), format!("{} has no Pod", workload.shown()), "write 1 or more");
    } else if places > 0 && pods > places {
        too_few(workload, &fitting, (pods, places), per_node, findings);
    }
}

/// What a node of the group leaves for workloads.
fn left(scope: &Scope<'_>, group: &At<'_, NodeGroup>, facts: &InstanceFacts) -> Room {
    room(scope.cluster, facts, &group.sharing(), *group.efa())
}

fn too_small(
    workload: &Workload<'_>,
    scope: &Scope<'_>,
    group: &At<'_, NodeGroup>,
    (miss, asked): (&Miss, &Room),
    findings: &mut Findings<'_>,
) {
    let room = left(scope, group, &miss.facts);
    let larger = larger(scope, &miss.facts, asked).map_or_else(
        || "choose larger instances".to_owned(),
        |name| format!("give `{}` larger instances such as {name}", group.name().word()),
    );
    if miss.memory_mib > 0 {
        let memory = workload.memory();
        findings.report(
            &memory,
            format!(
                "no node fits {}: it asks for {} of memory, {} in `{}` has {} left for Pods; short by {}",
                workload.shown(),
                *memory,
                miss.facts.name,
                *group.name(),
                gib(room.memory_mib),
                short(miss.memory_mib)
            ),
            format!("write `memory: {:?}`, or {larger}", round_memory(room.memory_mib)),
        );
    } else {
        let cpu = workload.cpu();
        findings.report(
            &cpu,
            format!(
                "no node fits {}: it asks for {} CPU, {} in `{}` has {} left for Pods; short by {}",
                workload.shown(),
                *cpu,
                miss.facts.name,
                *group.name(),
                cores(room.cpu_m),
                cores(miss.cpu_m)
            ),
            format!("write `cpu: {:?}`, or {larger}", round_cpu(room.cpu_m)),
        );
    }
}

fn too_few(
    workload: &Workload<'_>,
    groups: &[&At<'_, NodeGroup>],
    (pods, places): (u64, u64),
    per_node: impl Fn(&At<'_, NodeGroup>) -> u64,
    findings: &mut Findings<'_>,
) {
    let names: Vec<_> = groups.iter().map(|group| group.name().to_string()).collect();
    let more = match groups {
        [group] => {
            let wanted = pods.div_ceil(per_node(group).max(1));
            format!(", or let the `scale` of `{}` end at {wanted}", group.name().word())
        }
        _ => ", or let the groups grow".to_owned(),
    };
    let (problem, fix) = match workload {
        Workload::Training(_) => (
            format!("{} needs {pods} nodes at once, {} can have {places} at most", workload.shown(), listed(&names)),
            format!("write `nodes: {places}`{more}"),
        ),
        Workload::Inference(it) => {
            let word = if it.autoscale().get().is_some() { "up_to" } else { "replicas" };
            let (each, what) = it.over().get().map_or((1, "replicas"), |over| (u64::from(*over.nodes()).max(1), "Pods"));
            (
                format!("{} has {pods} {what}, {} has room for {places} at most", workload.shown(), listed(&names)),
                format!("write `{word}: {}`{more}", places / each),
            )
        }
        // Parts wait for each other without harm, and a notebook is one.
        Workload::Processing(_) | Workload::Notebook(_) => return,
    };
    findings.report(&workload.pods_word(), problem, fix);
}

/// How many Pods of a workload a node of the group takes, of whichever of its types.
pub(super) fn pods_per_node(scope: &Scope<'_>, workload: &Workload<'_>, group: &At<'_, NodeGroup>) -> u64 {
    // A job's Pods each take a node: that is what `nodes` says.
    if workload.takes_nodes() {
        return 1;
    }
    let asked = asked(workload);
    group.instances().iter().map(|it| left(scope, group, it.facts()).pods(&asked)).min().unwrap_or(0)
}

/// Resources of Pods or nodes, summed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Demand {
    /// Millicores.
    pub(super) cpu_m: u64,
    /// MiB.
    pub(super) memory_mib: u64,
    /// Accelerators.
    pub(super) devices: u64,
}

impl Demand {
    pub(super) fn times(self, count: u64) -> Self {
        Self {
            cpu_m: self.cpu_m.saturating_mul(count),
            memory_mib: self.memory_mib.saturating_mul(count),
            devices: self.devices.saturating_mul(count),
        }
    }

    pub(super) fn plus(self, other: &Self) -> Self {
        Self {
            cpu_m: self.cpu_m.saturating_add(other.cpu_m),
            memory_mib: self.memory_mib.saturating_add(other.memory_mib),
            devices: self.devices.saturating_add(other.devices),
        }
    }

    /// The first resource of which there is less.
    pub(super) fn exceeds(&self, has: &Self) -> Option<&'static str> {
        [("devices", self.devices, has.devices), ("memory", self.memory_mib, has.memory_mib), ("cpu", self.cpu_m, has.cpu_m)]
            .into_iter()
            .find_map(|(resource, asked, has)| (asked > has).then_some(resource))
    }

    /// How many nodes have so much of a resource, where so many nodes have `has`.
    pub(super) fn nodes_of(&self, has: &Self, nodes: u64, resource: &str) -> u64 {
        let (asked, has) = match resource {
            "devices" => (self.devices, has.devices),
            "memory" => (self.memory_mib, has.memory_mib),
            _ => (self.cpu_m, has.cpu_m),
        };
        asked.saturating_mul(nodes).div_ceil(has.max(1))
    }
}

/// What each Pod of a workload asks for.
pub(super) fn demand(workload: &Workload<'_>) -> Demand {
    let Room { cpu_m, memory_mib, devices } = asked(workload);
    Demand { cpu_m, memory_mib, devices: u64::from(devices) }
}

/// What all nodes of a group leave for workloads at most: all of them, each of its largest type.
pub(super) fn capacity(scope: &Scope<'_>, group: &At<'_, NodeGroup>) -> Demand {
    let best = group.instances().iter().map(|it| left(scope, group, it.facts())).fold(Demand::default(), |best, room| Demand {
        cpu_m: best.cpu_m.max(room.cpu_m),
        memory_mib: best.memory_mib.max(room.memory_mib),
        devices: best.devices.max(u64::from(room.devices)),
    });
    best.times(u64::from(derived::most_nodes(scope.cluster, group)))
}

fn asked(workload: &Workload<'_>) -> Room {
    Room {
        cpu_m: u64::try_from(workload.cpu().as_millis()).unwrap_or(u64::MAX),
        memory_mib: u64::try_from(workload.memory().bytes().div_ceil(1024 * 1024)).unwrap_or(u64::MAX),
        devices: workload.devices(),
    }
}

/// What a Pod misses on the smallest type of the group; any type may come up. Accelerators are ACC-12's.
fn miss(scope: &Scope<'_>, group: &At<'_, NodeGroup>, asked: &Room) -> Option<Miss> {
    let misses = group.instances().iter().filter_map(|instance| {
        let room = left(scope, group, instance.facts());
        let cpu_m = asked.cpu_m.saturating_sub(room.cpu_m);
        let memory_mib = asked.memory_mib.saturating_sub(room.memory_mib);
        (cpu_m + memory_mib > 0).then(|| Miss { facts: *instance.facts(), cpu_m, memory_mib })
    });
    misses.max_by_key(|miss| (miss.memory_mib, miss.cpu_m))
}

/// The smallest type of the same family that fits, with at least the accelerators asked for.
fn larger(scope: &Scope<'_>, than: &InstanceFacts, asked: &Room) -> Option<&'static str> {
    InstanceType::all()
        .filter(|facts| facts.family() == than.family() && !facts.bare_metal)
        .filter(|facts| {
            let room = room(scope.cluster, facts, &Sharing::None, false);
            room.cpu_m >= asked.cpu_m && room.memory_mib >= asked.memory_mib
        })
        .filter(|facts| AcceleratorKind::of(facts) == AcceleratorKind::of(than))
        .min_by_key(|facts| (facts.accelerator_count, facts.memory_mib, facts.vcpu))
        .map(|facts| facts.name)
}

/// `13.7 GiB` of room, rounded down; `900 MiB` below one.
pub(super) fn gib(mib: u64) -> String {
    if mib < GIB { format!("{mib} MiB") } else { tenths(mib * 10 / GIB) }
}

/// The same of a shortage, rounded up: it is never shown as none.
fn short(mib: u64) -> String {
    if mib < GIB { format!("{mib} MiB") } else { tenths((mib * 10).div_ceil(GIB)) }
}

fn tenths(tenths: u64) -> String {
    format!("{}.{} GiB", tenths / 10, tenths % 10)
}

/// Cores with the decimals they need.
pub(super) fn cores(millis: u64) -> String {
    let decimals = format!("{}.{:03}", millis / 1000, millis % 1000);
    decimals.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The largest round quantity of memory within so many MiB.
fn round_memory(mib: u64) -> String {
    if mib >= 2 * GIB { format!("{}Gi", mib / GIB) } else { format!("{mib}Mi") }
}

/// The largest round quantity of CPU within so many millicores.
fn round_cpu(millis: u64) -> String {
    if millis >= 2000 { (millis / 1000).to_string() } else { format!("{millis}m") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_say_them() {
        assert_eq!((short(1903).as_str(), gib(1903).as_str(), gib(900).as_str()), ("1.9 GiB", "1.8 GiB", "900 MiB"));
        assert_eq!((short(2048).as_str(), short(1).as_str()), ("2.0 GiB", "1 MiB"));
        assert_eq!((cores(2000).as_str(), cores(191_200).as_str(), cores(250).as_str()), ("2", "191.2", "0.25"));
        assert_eq!((round_memory(14_097).as_str(), round_memory(1500).as_str()), ("13Gi", "1500Mi"));
        assert_eq!((round_cpu(191_200).as_str(), round_cpu(1680).as_str()), ("191", "1680m"));
    }

    #[test]
    fn the_next_type_of_the_family_is_found() {
        let small = InstanceType::lookup("g4dn.xlarge").unwrap();
        let asked = |gib| Room { cpu_m: 2000, memory_mib: gib * GIB, devices: 1 };
        let (platform, cluster) = (crate::spec::Platform::default(), crate::spec::Cluster::default());
        let scope = Scope { platform: At::of(&platform), cluster: At::of(&cluster) };
        assert_eq!(larger(&scope, &small, &asked(16)), Some("g4dn.2xlarge"));
        assert_eq!(larger(&scope, &small, &asked(2000)), None);
    }
}
