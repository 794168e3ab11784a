//! Releases of node images, pinned: a pool that follows the newest replaces all its nodes on the day it comes out.

use crate::units::Date;

/// The day they were held against their sources.
pub const AS_OF: Date = Date::known(2026, 11, 23);

/// Amazon Linux 2023 for EKS, accelerated images included (awslabs/amazon-eks-ami releases).
pub const AMAZON_LINUX_2023: &str = "v20260903";

/// Bottlerocket (bottlerocket-os/bottlerocket releases).
pub const BOTTLEROCKET: &str = "v1.63.0";
