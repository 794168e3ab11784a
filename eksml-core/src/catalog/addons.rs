//! EKS add-ons: their names, the identity each needs, and the storage each provisions.
//!
//! Sources: EKS user guide ("AWS add-ons"), eksctl 0.230 `known_addons.go`; 2026-11-23.
use std::fmt;
use std::str::FromStr;

use crate::units::{Invalid, Unit, spelling};

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

/// The AWS identity an add-on's own controller needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddonIdentity {
    /// The namespace of its service account.
    pub namespace: &'static str,
    /// The name of its service account.
    pub service_account: &'static str,
    /// Paths of the AWS managed policies, to go behind `arn:<partition>:iam::aws:policy/`; empty where AWS offers none and the
    /// policy must name the user's own resources.
    pub policies: &'static [&'static str],
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

    /// The add-on's name in the EKS API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VpcCni => "vpc-cni",
            Self::CoreDns => "coredns",
            Self::KubeProxy => "kube-proxy",
            Self::PodIdentityAgent => "eks-pod-identity-agent",
            Self::MetricsServer => "metrics-server",
            Self::EbsCsi => "aws-ebs-csi-driver",
            Self::EfsCsi => "aws-efs-csi-driver",
            Self::FsxCsi => "aws-fsx-csi-driver",
            Self::MountpointS3Csi => "aws-mountpoint-s3-csi-driver",
            Self::SnapshotController => "snapshot-controller",
            Self::NodeMonitoringAgent => "eks-node-monitoring-agent",
            Self::CloudWatchObservability => "amazon-cloudwatch-observability",
            Self::GuardDutyAgent => "aws-guardduty-agent",
            Self::Adot => "adot",
        }
    }

    /// The identity the add-on needs, or `None` when it works without AWS permissions of its own.
    ///
    /// ADOT's operator needs none; the collectors a user declares bring their own.
    pub const fn identity(self) -> Option<AddonIdentity> {
        let (service_account, policies): (_, &'static [&'static str]) = match self {
            Self::VpcCni => ("aws-node", &["AmazonEKS_CNI_Policy"]),
            Self::EbsCsi => ("ebs-csi-controller-sa", &["service-role/AmazonEBSCSIDriverPolicy"]),
            Self::EfsCsi => ("efs-csi-controller-sa", &["service-role/AmazonEFSCSIDriverPolicy"]),
            Self::FsxCsi => ("fsx-csi-controller-sa", &["AmazonFSxFullAccess"]),
            Self::MountpointS3Csi => ("s3-csi-driver-sa", &[]),
            Self::CloudWatchObservability => {
                return Some(AddonIdentity {
                    namespace: "amazon-cloudwatch",
                    service_account: "cloudwatch-agent",
                    policies: &["CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess"],
                });
            }
            _ => return None,
        };
        Some(AddonIdentity { namespace: "kube-system", service_account, policies })
    }

    /// The CSI provisioner the add-on brings, as a StorageClass or a volume names it.
    pub const fn provisioner(self) -> Option<&'static str> {
        match self {
            Self::EbsCsi => Some("ebs.csi.aws.com"),
            Self::EfsCsi => Some("efs.csi.aws.com"),
            Self::FsxCsi => Some("fsx.csi.aws.com"),
            Self::MountpointS3Csi => Some("s3.csi.aws.com"),
            _ => None,
        }
    }

    /// The add-on that brings a CSI provisioner.
    pub fn of_provisioner(provisioner: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|addon| addon.provisioner() == Some(provisioner))
    }

    /// Whether EKS Auto Mode does this by itself, so that the add-on must not be installed beside it (`CL-13`).
    pub const fn is_built_into_auto_mode(self) -> bool {
        matches!(self, Self::VpcCni | Self::CoreDns | Self::KubeProxy | Self::EbsCsi | Self::PodIdentityAgent)
    }

    /// Whether eksctl 0.230 installs the add-on unasked.
    pub const fn is_eksctl_default(self) -> bool {
        matches!(self, Self::VpcCni | Self::CoreDns | Self::KubeProxy | Self::MetricsServer)
    }
}

impl Unit for Addon {
    const EXPECTS: &'static str = "the name of an EKS add-on, like \"aws-ebs-csi-driver\"";
}

impl FromStr for Addon {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::ALL.into_iter().find(|addon| addon.as_str() == text).ok_or_else(|| {
            let near = spelling::closest(text, Self::ALL.iter().map(|addon| addon.as_str()));
            Invalid::new("CL-14", format!("there is no EKS add-on `{text}`")).maybe_fix(near.map(str::to_owned))
        })
    }
}

impl fmt::Display for Addon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

crate::units::serde_as_text!(Addon);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for addon in Addon::ALL {
            assert_eq!(addon.to_string().parse(), Ok(addon));
        }
        let misspelt = "vpc_cni".parse::<Addon>().unwrap_err();
        assert_eq!((misspelt.rule, misspelt.fix.as_deref()), ("CL-14", Some("vpc-cni")));
        assert_eq!("karpenter".parse::<Addon>().unwrap_err().fix, None);
    }

    #[test]
    fn every_csi_driver_needs_an_identity_and_is_found_by_its_provisioner() {
        for addon in Addon::ALL.into_iter().filter(|addon| addon.provisioner().is_some()) {
            assert!(addon.identity().is_some(), "{addon}");
            assert_eq!(addon.provisioner().and_then(Addon::of_provisioner), Some(addon));
        }
        assert_eq!(Addon::PodIdentityAgent.identity(), None);
        assert_eq!(Addon::of_provisioner("kubernetes.io/aws-ebs"), None);
    }

    #[test]
    fn managed_policies_make_arns() {
        for addon in Addon::ALL {
            for policy in addon.identity().iter().flat_map(|identity| identity.policies) {
                let arn = format!("arn:aws:iam::aws:policy/{policy}");
                assert!(arn.parse::<crate::units::Arn>().is_ok(), "{arn}");
            }
        }
    }
}
