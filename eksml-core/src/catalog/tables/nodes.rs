//! Nodes: the releases of their images, what EKS's own Pods ask for, AWS's policies for them, and the retentions of logs. Written by `cargo xtask facts write` from `facts/node_images.tsv`, `facts/node_agents.tsv`, `facts/node_policies.tsv`, `facts/log_retention.tsv`: change that instead.
use crate::catalog::node_agents::Asks;

/// Amazon Linux 2023 for EKS, accelerated images included.
pub const AMAZON_LINUX_2023: &str = "v20260903";

/// The NVIDIA driver branch of the stock accelerated AMIs.
pub const STOCK_NVIDIA_DRIVER: u16 = 580;

/// Bottlerocket.
pub const BOTTLEROCKET: &str = "v1.63.0";

/// What is asked for by cloudwatch-agent, fluent-bit.
pub const CLOUDWATCH: Asks = Asks::new(300, 153);

/// What is asked for by vpc-cni, kube-proxy, aws-ebs-csi-driver, eks-node-monitoring-agent.
pub const EVERYWHERE: Asks = Asks::new(190, 150);

/// What is asked for by aws-fsx-csi-driver.
pub const FSX_CSI: Asks = Asks::new(30, 104);

/// What is asked for by aws-mountpoint-s3-csi-driver.
pub const S3_CSI: Asks = Asks::new(10, 40);

/// Without one of these a node does not join.
pub(in crate::catalog) const JOIN: [&str; 2] = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKSWorkerNodeMinimalPolicy",
];

/// The others.
pub(in crate::catalog) const OTHERS: [&str; 4] = [
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKS_CNI_Policy",
    "AmazonSSMManagedInstanceCore",
];

/// The retentions that CloudWatch Logs offers, in days.
pub const LOG_RETENTION_DAYS: [u16; 17] = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_827, 3_653];
