//! Releases of node images, pinned: a pool that follows the newest replaces all its nodes on the day it comes out.

use crate::units::Date;

/// The day they were held against their sources.
pub const AS_OF: Date = Date::known(2026, 11, 23);

/// Amazon Linux 2023 for EKS, accelerated images included (awslabs/amazon-eks-ami releases).
pub const AMAZON_LINUX_2023: &str = "v20260903";

/// Bottlerocket (bottlerocket-os/bottlerocket releases).
pub const BOTTLEROCKET: &str = "v1.63.0";

/// Karpenter, chart and controller alike (aws/karpenter-provider-aws releases).
pub const KARPENTER: &str = "1.14.1";

/// NVIDIA's GPU Operator, its chart (NVIDIA GPU Operator documentation, "Helm Chart Values Reference").
pub const GPU_OPERATOR: &str = "v26.7.0";

/// NVIDIA's driver for Dynamic Resource Allocation, its chart (kubernetes-sigs/dra-driver-nvidia-gpu releases).
pub const DRA_DRIVER_NVIDIA: &str = "0.4.1";
