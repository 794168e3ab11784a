//! EKS add-ons of AWS. Written by `cargo xtask facts write` from `facts/addons.tsv`: change that instead.
use crate::catalog::addons::{AddonIdentity, Row};

/// An EKS add-on owned by AWS (`CL-14`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Addon {
    /// Pod networking.
    VpcCni,
    /// Cluster DNS.
    CoreDns,
    /// Service routing on each node.
    KubeProxy,
    /// Credentials for pods by EKS Pod Identity.
    PodIdentityAgent,
    /// CPU and memory metrics for autoscaling.
    MetricsServer,
    /// EBS volumes.
    EbsCsi,
    /// EFS file systems.
    EfsCsi,
    /// FSx for Lustre file systems.
    FsxCsi,
    /// S3 buckets as volumes, by Mountpoint.
    MountpointS3Csi,
    /// Volume snapshots.
    SnapshotController,
    /// Node health conditions, from which EKS repairs nodes.
    NodeMonitoringAgent,
    /// CloudWatch Container Insights, with DCGM for GPUs.
    CloudWatchObservability,
    /// GuardDuty runtime monitoring.
    GuardDutyAgent,
    /// AWS Distro for OpenTelemetry.
    Adot,
}

impl Addon {
    /// Every add-on.
    pub const ALL: [Self; 14] = [
        Self::VpcCni,
        Self::CoreDns,
        Self::KubeProxy,
        Self::PodIdentityAgent,
        Self::MetricsServer,
        Self::EbsCsi,
        Self::EfsCsi,
        Self::FsxCsi,
        Self::MountpointS3Csi,
        Self::SnapshotController,
        Self::NodeMonitoringAgent,
        Self::CloudWatchObservability,
        Self::GuardDutyAgent,
        Self::Adot,
    ];
}

/// In the order of the variants.
pub(in crate::catalog) static ROWS: [Row; 14] = [
    Row {
        name: "vpc-cni", provisioner: None, in_auto_mode: true, eksctl_default: true,
        identity: Some(AddonIdentity { namespace: "kube-system", service_account: "aws-node", policies: &["AmazonEKS_CNI_Policy"] }),
    },
    Row {
        name: "coredns", provisioner: None, in_auto_mode: true, eksctl_default: true,
        identity: None,
    },
    Row {
        name: "kube-proxy", provisioner: None, in_auto_mode: true, eksctl_default: true,
        identity: None,
    },
    Row {
        name: "eks-pod-identity-agent", provisioner: None, in_auto_mode: true, eksctl_default: false,
        identity: None,
    },
    Row {
        name: "metrics-server", provisioner: None, in_auto_mode: false, eksctl_default: true,
        identity: None,
    },
    Row {
        name: "aws-ebs-csi-driver", provisioner: Some("ebs.csi.aws.com"), in_auto_mode: true, eksctl_default: false,
        identity: Some(AddonIdentity { namespace: "kube-system", service_account: "ebs-csi-controller-sa", policies: &["service-role/AmazonEBSCSIDriverPolicy"] }),
    },
    Row {
        name: "aws-efs-csi-driver", provisioner: Some("efs.csi.aws.com"), in_auto_mode: false, eksctl_default: false,
        identity: Some(AddonIdentity { namespace: "kube-system", service_account: "efs-csi-controller-sa", policies: &["service-role/AmazonEFSCSIDriverPolicy"] }),
    },
    Row {
        name: "aws-fsx-csi-driver", provisioner: Some("fsx.csi.aws.com"), in_auto_mode: false, eksctl_default: false,
        identity: Some(AddonIdentity { namespace: "kube-system", service_account: "fsx-csi-controller-sa", policies: &["AmazonFSxFullAccess"] }),
    },
    Row {
        name: "aws-mountpoint-s3-csi-driver", provisioner: Some("s3.csi.aws.com"), in_auto_mode: false, eksctl_default: false,
        identity: Some(AddonIdentity { namespace: "kube-system", service_account: "s3-csi-driver-sa", policies: &[] }),
    },
    Row {
        name: "snapshot-controller", provisioner: None, in_auto_mode: false, eksctl_default: false,
        identity: None,
    },
    Row {
        name: "eks-node-monitoring-agent", provisioner: None, in_auto_mode: false, eksctl_default: false,
        identity: None,
    },
    Row {
        name: "amazon-cloudwatch-observability", provisioner: None, in_auto_mode: false, eksctl_default: false,
        identity: Some(AddonIdentity { namespace: "amazon-cloudwatch", service_account: "cloudwatch-agent", policies: &["CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess"] }),
    },
    Row {
        name: "aws-guardduty-agent", provisioner: None, in_auto_mode: false, eksctl_default: false,
        identity: None,
    },
    Row {
        name: "adot", provisioner: None, in_auto_mode: false, eksctl_default: false,
        identity: None,
    },
];
