//! What the node Pods of EKS add-ons ask for: the values of their charts, which EKS installs as they are; `facts/node_agents.tsv`.
pub use super::tables::nodes::{CLOUDWATCH, EVERYWHERE, FSX_CSI, S3_CSI};

/// What one Pod of a DaemonSet asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asks {
    /// CPU in millicores.
    pub cpu_m: u64,
    /// Memory in MiB.
    pub memory_mib: u64,
}

impl Asks {
    /// So many millicores and MiB.
    pub const fn new(cpu_m: u64, memory_mib: u64) -> Self {
        Self { cpu_m, memory_mib }
    }
}
