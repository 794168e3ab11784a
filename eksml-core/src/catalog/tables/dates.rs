//! When each table of the catalogue was right, and where it comes from. Written by `cargo xtask facts write` from `facts/*.tsv`: change that instead.
use crate::units::Date;

/// The oldest day of them all but the prices'.
pub const OLDEST: Date = Date::known(2026, 11, 23);

/// When `facts/accelerated_images.tsv` was right. Sources: EKS user guide, Use EKS-optimized accelerated AMIs.
pub const ACCELERATED_IMAGES: Date = Date::known(2026, 11, 23);

/// When `facts/addons.tsv` was right. Sources: EKS user guide, AWS add-ons; eksctl 0.230, known_addons.go: what it installs unasked.
pub const ADDONS: Date = Date::known(2026, 11, 23);

/// When `facts/charts.tsv` was right. Sources: each row names its own.
pub const CHARTS: Date = Date::known(2026, 11, 23);

/// When `facts/gpu_families.tsv` was right. Sources: Karpenter 1.14, reference/instance-types.md: no whole GPU is counted; amazon-eks-ami, doc/usage/g7-ami.md: driver branches.
pub const GPU_FAMILIES: Date = Date::known(2026, 11, 23);

/// When `facts/images.tsv` was right. Sources: each row names its own.
pub const IMAGES: Date = Date::known(2026, 11, 23);

/// When `facts/instance_types.tsv` was right. Sources: Karpenter 1.14, reference/instance-types.md and zz_generated.vpclimits.go: hardware, interfaces, what is allocatable; amazon-eks-ami, eni-max-pods: Pods without prefix delegation; eksctl 0.230, instance_types.go: eksctl_known.
pub const INSTANCE_TYPES: Date = Date::known(2026, 11, 23);

/// When `facts/kubernetes.tsv` was right. Sources: EKS user guide, Amazon EKS Kubernetes release calendar, as carried by endoflife.date products/amazon-eks.md; the end of extended support of 1.36 is twelve months after standard support; kubernetes/autoscaler releases: 1.33 to 1.36 of 2026-07-23; kops for 1.32; the last of its line for 1.31; karpenter.sh upgrading/compatibility of 1.14 for 1.34 and later, endoflife.date karpenter for those before; eksctl 0.230, types.go: which minors have a constant, and which it takes unasked.
pub const KUBERNETES: Date = Date::known(2026, 11, 23);

/// When `facts/log_retention.tsv` was right. Sources: CloudWatch Logs, PutRetentionPolicy; eksctl 0.230 takes the same.
pub const LOG_RETENTION: Date = Date::known(2026, 11, 23);

/// When `facts/manifests.tsv` was right. Sources: each row names its own.
pub const MANIFESTS: Date = Date::known(2026, 11, 23);

/// When `facts/mig_profiles.tsv` was right. Sources: NVIDIA MIG user guide, Supported MIG Profiles; GPU Operator 26.7, assets/state-mig-manager/0400_configmap.yaml.
pub const MIG_PROFILES: Date = Date::known(2026, 11, 23);

/// When `facts/node_agents.tsv` was right. Sources: values.yaml of amazon-vpc-cni, kube-proxy and aws-ebs-csi-driver; eks-node-monitoring-agent 1.7, values.yaml; aws-fsx-csi-driver 1.10, values.yaml: plugin, registrar and probe; aws-mountpoint-s3-csi-driver 2.7, values.yaml; amazon-cloudwatch-observability, values.yaml.
pub const NODE_AGENTS: Date = Date::known(2026, 11, 26);

/// When `facts/node_images.tsv` was right. Sources: awslabs/amazon-eks-ami releases; bottlerocket-os/bottlerocket releases; amazon-eks-ami, doc/usage/g7-ami.md: the driver.
pub const NODE_IMAGES: Date = Date::known(2026, 11, 23);

/// When `facts/node_policies.tsv` was right. Sources: EKS user guide, Amazon EKS node IAM role; AWS Systems Manager user guide, Configure instance permissions; eksctl 0.230, pkg/cfn/builder/iam_helper.go makeManagedPolicies.
pub const NODE_POLICIES: Date = Date::known(2026, 11, 26);

/// When `facts/regions.tsv` was right. Sources: EKS user guide, View Amazon container image registries for Amazon EKS add-ons: the regions, and with amazon-eks-ami get-ecr-uri.sh the registries; AWS global infrastructure, AWS Availability Zones; eksctl and AWS ParallelCluster for names of zones; EKS user guide, Subnet requirements and considerations: zones without a control plane.
pub const REGIONS: Date = Date::known(2026, 11, 23);

/// When `facts/retired_families.tsv` was right. Sources: zalando-incubator/kubernetes-on-aws#8685 and dstackai/dstack#3903: the AWS notice on P3; Karpenter 1.14: the others are absent from its instance list.
pub const RETIRED_FAMILIES: Date = Date::known(2026, 11, 23);

/// When `facts/served_apis.tsv` was right. Sources: Kubernetes deprecation guide: removals; kubernetes/api, prerelease-lifecycle tags of 1.37-dev: introductions.
pub const SERVED_APIS: Date = Date::known(2026, 11, 23);

/// When `facts/unverified_types.tsv` was right. Sources: EC2 API, EKS AMI table and VPC CNI, each of which names some of them.
pub const UNVERIFIED_TYPES: Date = Date::known(2026, 11, 23);

/// When `facts/prices.tsv` was right. Sources: Karpenter 1.14, its static on-demand prices of us-east-1.
pub const PRICES: Date = Date::known(2026, 7, 20);
