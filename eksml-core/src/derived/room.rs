//! What one node leaves for workloads, beside the DaemonSets on it.

use super::{AcceleratorKind, devices};
use crate::catalog::InstanceFacts;
use crate::catalog::node_agents::{Asks, CLOUDWATCH, EVERYWHERE, FSX_CSI, S3_CSI};
use crate::components::{agents, device_plugins};
use crate::spec::{At, Backend, Cluster, Lens, Monitoring, NodeGroup, Sharing, VolumeSource};

/// What a newer release of an add-on may ask for beyond that.
const RESERVE: Asks = Asks::new(50, 64);

/// What counts for EFA beside the node exporter.
pub const EFA_COUNTERS: Asks = Asks::new(10, 16);
/// The MPS control daemon, with the servers of its GPUs.
pub const MPS_CONTROL: Asks = Asks::new(100, 512);

/// What all DaemonSets of a cluster together ask of a node.
fn taken(cluster: At<'_, Cluster>, facts: &InstanceFacts, sharing: &Sharing, efa: bool) -> Asks {
    let monitoring = cluster.monitoring().get();
    let watched = |by: fn(At<'_, Monitoring>) -> bool| monitoring.is_some_and(by);
    let kind = AcceleratorKind::of(facts);
    let (nvidia, neuron) = (kind == Some(AcceleratorKind::Nvidia), kind == Some(AcceleratorKind::Neuron));
    let all = [
        (true, EVERYWHERE),
        (true, RESERVE),
        (cluster.storage().iter().any(|class| class.backend().is(|it| matches!(it, Backend::FsxLustre(_)))), FSX_CSI),
        (cluster.volumes().iter().any(|volume| volume.source().is(|it| matches!(it, VolumeSource::S3(_)))), S3_CSI),
        (watched(|monitoring| monitoring.cloudwatch().is_some()), CLOUDWATCH),
        (watched(|monitoring| *monitoring.node_exporter()), agents::NODE_EXPORTER.asks),
        (efa, device_plugins::EFA.asks),
        (efa && watched(|monitoring| *monitoring.node_exporter()), EFA_COUNTERS),
        // Or what stands in its place: node feature discovery of the GPU Operator asks for less, the driver that claims are made
        // of for nothing.
        (nvidia, device_plugins::NVIDIA.asks),
        (nvidia && matches!(sharing, Sharing::Mps(_)), MPS_CONTROL),
        (nvidia && watched(|monitoring| monitoring.dcgm().is_some()), agents::DCGM_EXPORTER.asks),
        (neuron, device_plugins::NEURON.asks),
        (neuron && watched(|monitoring| *monitoring.neuron_monitor()), agents::NEURON_MONITOR.asks),
    ];
    let of = |get: fn(&Asks) -> u64| all.iter().filter(|(is_there, _)| *is_there).map(|(_, asks)| get(asks)).sum();
    Asks { cpu_m: of(|asks| asks.cpu_m), memory_mib: of(|asks| asks.memory_mib) }
}

/// What one node leaves for workloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// CPU in millicores.
    pub cpu_m: u64,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// Devices of the group's extended resource.
    pub devices: u32,
}

/// What a node of this type leaves for workloads: allocatable, less what DaemonSets take.
pub fn room<'a>(cluster: impl Lens<'a, Cluster>, facts: &InstanceFacts, sharing: &Sharing, efa: bool) -> Room {
    let taken = taken(cluster.into(), facts, sharing, efa);
    Room {
        cpu_m: facts.allocatable_cpu_m.saturating_sub(taken.cpu_m),
        memory_mib: facts.allocatable_memory_mib.saturating_sub(taken.memory_mib),
        devices: devices(facts, sharing),
    }
}

/// What each type of a group leaves.
pub fn rooms<'a>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'a, NodeGroup>) -> Vec<Room> {
    let cluster = cluster.into();
    let group = group.into();
    let of = |facts| room(cluster, facts, &group.sharing(), *group.efa());
    group.instances().iter().map(|instance| of(instance.whole().facts())).collect()
}

impl Room {
    /// How many Pods that ask for this much find room, at least one of the three being asked for; 0 when not even one does.
    pub fn pods(&self, asked: &Self) -> u64 {
        let times = |has: u64, asks: u64| has.checked_div(asks).unwrap_or(u64::MAX);
        times(self.cpu_m, asked.cpu_m)
            .min(times(self.memory_mib, asked.memory_mib))
            .min(times(u64::from(self.devices), u64::from(asked.devices)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::InstanceType;

    #[test]
    fn pods_are_limited_by_what_runs_out_first() {
        let cluster = Cluster::default();
        let node = room(&cluster, &InstanceType::lookup("g6e.2xlarge").unwrap(), &Sharing::TimeSlicing(4), false);
        assert_eq!(node, Room { cpu_m: 7620, memory_mib: 59_285, devices: 4 });
        let pods = |cpu_m, memory_mib, devices| node.pods(&Room { cpu_m, memory_mib, devices });
        assert_eq!(pods(1000, 1024, 1), 4);
        assert_eq!(pods(1000, 32_768, 1), 1);
        assert_eq!(pods(1000, 1024, 0), 7);
        assert_eq!(pods(8000, 1024, 0), 0);
    }

    #[test]
    fn what_watches_a_node_takes_of_it() {
        let facts = InstanceType::lookup("g6e.2xlarge").unwrap();
        let watched = Cluster {
            monitoring: Some(Monitoring {
                dcgm: Some(crate::spec::Dcgm::default()),
                node_exporter: true,
                ..Monitoring::default()
            }),
            ..Cluster::default()
        };
        let bare = room(&Cluster::default(), &facts, &Sharing::None, false);
        let taken = room(&watched, &facts, &Sharing::Mps(2), true);
        assert_eq!(bare.cpu_m - taken.cpu_m, 50 + 100 + 100 + 10 + 10);
        assert_eq!(bare.memory_mib - taken.memory_mib, 64 + 512 + 512 + 20 + 16);
    }
}
