//! What the node Pods of EKS add-ons ask for, as of 2026-11-26: the values of their charts, which EKS installs as they are.

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

/// On every node: the VPC CNI (50 m), kube-proxy (100 m), the EBS CSI driver (30 m, 120 MiB) and the node monitoring agent (10 m,
/// 30 MiB; eks-node-monitoring-agent 1.7 values.yaml). The Pod Identity agent asks for nothing.
pub const EVERYWHERE: Asks = Asks::new(190, 150);
/// The FSx CSI driver: its plugin, registrar and probe. aws-fsx-csi-driver 1.10 values.yaml. The driver of EFS asks for nothing.
pub const FSX_CSI: Asks = Asks::new(30, 104);
/// The Mountpoint for Amazon S3 CSI driver. aws-mountpoint-s3-csi-driver 2.7 values.yaml.
pub const S3_CSI: Asks = Asks::new(10, 40);
/// CloudWatch's agent (250 m, 128 MiB) and Fluent Bit (50 m, 25 MiB). amazon-cloudwatch-observability values.yaml.
pub const CLOUDWATCH: Asks = Asks::new(300, 153);
