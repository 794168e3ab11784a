//! Kubernetes minors on EKS: until when each is supported, and what goes with it; default is the minor eksml takes unasked. Written by `cargo xtask facts write` from `facts/kubernetes.tsv`: change that instead.
use crate::catalog::kubernetes::Row;
use crate::units::Date;

/// A Kubernetes minor that EKS offers (`CL-03`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KubernetesVersion {
    /// Kubernetes 1.31: standard support until 2025-11-26, extended support until 2026-11-26.
    V1_31,
    /// Kubernetes 1.32: standard support until 2026-03-23, extended support until 2027-03-23.
    V1_32,
    /// Kubernetes 1.33: standard support until 2026-07-29, extended support until 2027-07-29.
    V1_33,
    /// Kubernetes 1.34: standard support until 2026-12-02, extended support until 2027-12-02.
    V1_34,
    /// Kubernetes 1.35: standard support until 2027-03-27, extended support until 2028-03-27.
    #[default]
    V1_35,
    /// Kubernetes 1.36: standard support until 2027-08-02, extended support until 2028-08-02.
    V1_36,
}

impl KubernetesVersion {
    /// Every minor EKS offers, oldest first.
    pub const ALL: [Self; 6] = [Self::V1_31, Self::V1_32, Self::V1_33, Self::V1_34, Self::V1_35, Self::V1_36];

    /// The newest minor EKS offers.
    pub const LATEST: Self = Self::V1_36;

    /// The newest minor eksctl has a constant for; newer ones pass only because eksctl asks the API.
    pub const LATEST_IN_EKSCTL: Self = Self::V1_35;

    /// The minor eksctl takes where a ClusterConfig names none.
    pub const EKSCTL_DEFAULT: Self = Self::V1_34;
}

/// In the order of the variants.
pub(in crate::catalog) const ROWS: [Row; 6] = [
    Row {
        version: KubernetesVersion::V1_31, text: "1.31", minor: 31,
        standard_ends: Date::known(2025, 11, 26), extended_ends: Date::known(2026, 11, 26),
        cluster_autoscaler: "1.31.5", karpenter_floor: (1, 1),
    },
    Row {
        version: KubernetesVersion::V1_32, text: "1.32", minor: 32,
        standard_ends: Date::known(2026, 3, 23), extended_ends: Date::known(2027, 3, 23),
        cluster_autoscaler: "1.32.7", karpenter_floor: (1, 2),
    },
    Row {
        version: KubernetesVersion::V1_33, text: "1.33", minor: 33,
        standard_ends: Date::known(2026, 7, 29), extended_ends: Date::known(2027, 7, 29),
        cluster_autoscaler: "1.33.6", karpenter_floor: (1, 5),
    },
    Row {
        version: KubernetesVersion::V1_34, text: "1.34", minor: 34,
        standard_ends: Date::known(2026, 12, 2), extended_ends: Date::known(2027, 12, 2),
        cluster_autoscaler: "1.34.5", karpenter_floor: (1, 6),
    },
    Row {
        version: KubernetesVersion::V1_35, text: "1.35", minor: 35,
        standard_ends: Date::known(2027, 3, 27), extended_ends: Date::known(2028, 3, 27),
        cluster_autoscaler: "1.35.2", karpenter_floor: (1, 9),
    },
    Row {
        version: KubernetesVersion::V1_36, text: "1.36", minor: 36,
        standard_ends: Date::known(2027, 8, 2), extended_ends: Date::known(2028, 8, 2),
        cluster_autoscaler: "1.36.1", karpenter_floor: (1, 13),
    },
];
