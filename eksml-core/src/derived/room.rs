//! What one node leaves for workloads.

use super::devices;
use crate::catalog::InstanceFacts;
use crate::spec::Sharing;

/// Millicores set aside on every node for DaemonSets. The VPC CNI (50), kube-proxy (100), the EBS CSI node Pod (30) and a node
/// agent or device plugin are within it; requests as in the EKS add-ons of 2026-11.
pub const DAEMON_CPU_M: u64 = 250;

/// MiB set aside on every node for DaemonSets: the EBS CSI node Pod (120) and node agents such as the DCGM exporter (256).
pub const DAEMON_MEMORY_MIB: u64 = 384;

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
pub fn room(facts: &InstanceFacts, sharing: &Sharing) -> Room {
    Room {
        cpu_m: facts.allocatable_cpu_m.saturating_sub(DAEMON_CPU_M),
        memory_mib: facts.allocatable_memory_mib.saturating_sub(DAEMON_MEMORY_MIB),
        devices: devices(facts, sharing),
    }
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
        let node = room(&InstanceType::lookup("g6e.2xlarge").unwrap(), &Sharing::TimeSlicing(4));
        assert_eq!(node, Room { cpu_m: 7660, memory_mib: 59_243, devices: 4 });
        let pods = |cpu_m, memory_mib, devices| node.pods(&Room { cpu_m, memory_mib, devices });
        assert_eq!(pods(1000, 1024, 1), 4);
        assert_eq!(pods(1000, 32_768, 1), 1);
        assert_eq!(pods(1000, 1024, 0), 7);
        assert_eq!(pods(8000, 1024, 0), 0);
    }
}
