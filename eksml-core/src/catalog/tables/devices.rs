//! Accelerated instance families, the node images that boot them, and how MIG partitions their GPUs. Written by `cargo xtask facts write` from `facts/retired_families.tsv`, `facts/unverified_types.tsv`, `facts/gpu_families.tsv`, `facts/accelerated_images.tsv`, `facts/mig_profiles.tsv`: change that instead.
use crate::catalog::ami::StockImage;
use crate::catalog::instance_types::{Accelerator, Arch, Unverified};
use crate::catalog::mig::MigProfile;
use crate::catalog::retired::{GpuFamily, Retired};
use crate::units::Date;

/// Retired accelerated families; p3dn is not among them.
pub const RETIRED: &[Retired] = &[
    Retired { family: "g2", model: "GRID K520", why: "AWS no longer offers G2", migrate_by: None, instead: "g6.xlarge or g6e.xlarge" },
    Retired { family: "g3", model: "M60", why: "AWS no longer offers G3", migrate_by: None, instead: "g6.xlarge or g6e.xlarge" },
    Retired { family: "g3s", model: "M60", why: "AWS no longer offers G3s", migrate_by: None, instead: "g6.xlarge" },
    Retired { family: "p2", model: "K80", why: "AWS no longer offers P2", migrate_by: None, instead: "g6e.2xlarge or p5.4xlarge" },
    Retired { family: "p3", model: "V100", why: "AWS asked its users to leave P3 by 2025-12-20", migrate_by: Some(Date::known(2025, 12, 20)), instead: "g6e.2xlarge or p5.4xlarge for one GPU, p5.48xlarge for eight" },
];

/// Types that some sources name and not all describe; nothing can be checked for them.
pub const UNVERIFIED: &[Unverified] = &[
    Unverified { name: "p6e-gb200.", arch: Arch::Arm64, accelerator: Accelerator::Nvidia },
    Unverified { name: "p6e-gb300.", arch: Arch::Arm64, accelerator: Accelerator::Nvidia },
    Unverified { name: "trn2.3xlarge", arch: Arch::X86_64, accelerator: Accelerator::Neuron },
    Unverified { name: "trn3.", arch: Arch::X86_64, accelerator: Accelerator::Neuron },
];

pub(in crate::catalog) const GPU_FAMILIES: &[GpuFamily] = &[
    GpuFamily { name: "g6f", fractional: true, driver_floor: None, driver_ceiling: Some(580) },
    GpuFamily { name: "g7", fractional: false, driver_floor: Some(595), driver_ceiling: None },
    GpuFamily { name: "gr6f", fractional: true, driver_floor: None, driver_ceiling: None },
    GpuFamily { name: "p3", fractional: false, driver_floor: None, driver_ceiling: Some(580) },
    GpuFamily { name: "p3dn", fractional: false, driver_floor: None, driver_ceiling: Some(580) },
];

pub(in crate::catalog) const STOCK_IMAGES: &[StockImage] = &[
    StockImage {
        bottlerocket: false, accelerator: Accelerator::Nvidia, arch: Arch::X86_64,
        families: &["g4dn", "g5", "g6", "g6e", "g6f", "g7e", "gr6", "gr6f", "p3", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300"],
    },
    StockImage {
        bottlerocket: false, accelerator: Accelerator::Nvidia, arch: Arch::Arm64,
        families: &["g5g", "p6e-gb200", "p6e-gb300"],
    },
    StockImage {
        bottlerocket: false, accelerator: Accelerator::Neuron, arch: Arch::X86_64,
        families: &["inf1", "inf2", "trn1", "trn1n", "trn2"],
    },
    StockImage {
        bottlerocket: true, accelerator: Accelerator::Nvidia, arch: Arch::X86_64,
        families: &["g4dn", "g5", "g6", "g6e", "g6f", "g7e", "gr6", "gr6f", "p3", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300"],
    },
    StockImage {
        bottlerocket: true, accelerator: Accelerator::Nvidia, arch: Arch::Arm64,
        families: &["g5g"],
    },
    StockImage {
        bottlerocket: true, accelerator: Accelerator::Neuron, arch: Arch::X86_64,
        families: &["inf1", "inf2", "trn1", "trn1n", "trn2"],
    },
];

/// The profiles of a GPU by its model and its greatest memory in MiB; the first entry that fits counts.
pub(in crate::catalog) const MIG_PROFILES: &[(&str, u64, &[MigProfile])] = &[
    ("a100", 40_960, &[
        MigProfile { name: "1g.5gb", most: 7 },
        MigProfile { name: "1g.5gb+me", most: 1 },
        MigProfile { name: "1g.10gb", most: 4 },
        MigProfile { name: "2g.10gb", most: 3 },
        MigProfile { name: "3g.20gb", most: 2 },
        MigProfile { name: "4g.20gb", most: 1 },
        MigProfile { name: "7g.40gb", most: 1 },
    ]),
    ("a100", u64::MAX, &[
        MigProfile { name: "1g.10gb", most: 7 },
        MigProfile { name: "1g.10gb+me", most: 1 },
        MigProfile { name: "1g.20gb", most: 4 },
        MigProfile { name: "2g.20gb", most: 3 },
        MigProfile { name: "3g.40gb", most: 2 },
        MigProfile { name: "4g.40gb", most: 1 },
        MigProfile { name: "7g.80gb", most: 1 },
    ]),
    ("h100", u64::MAX, &[
        MigProfile { name: "1g.10gb", most: 7 },
        MigProfile { name: "1g.10gb+me", most: 1 },
        MigProfile { name: "1g.20gb", most: 4 },
        MigProfile { name: "2g.20gb", most: 3 },
        MigProfile { name: "3g.40gb", most: 2 },
        MigProfile { name: "4g.40gb", most: 1 },
        MigProfile { name: "7g.80gb", most: 1 },
    ]),
    ("h200", u64::MAX, &[
        MigProfile { name: "1g.18gb", most: 7 },
        MigProfile { name: "1g.18gb+me", most: 1 },
        MigProfile { name: "1g.35gb", most: 4 },
        MigProfile { name: "2g.35gb", most: 3 },
        MigProfile { name: "3g.71gb", most: 2 },
        MigProfile { name: "4g.71gb", most: 1 },
        MigProfile { name: "7g.141gb", most: 1 },
    ]),
    ("b200", u64::MAX, &[
        MigProfile { name: "1g.23gb", most: 7 },
        MigProfile { name: "1g.23gb+me", most: 1 },
        MigProfile { name: "1g.45gb", most: 4 },
        MigProfile { name: "2g.45gb", most: 3 },
        MigProfile { name: "3g.90gb", most: 2 },
        MigProfile { name: "4g.90gb", most: 1 },
        MigProfile { name: "7g.180gb", most: 1 },
    ]),
    ("b300", u64::MAX, &[
        MigProfile { name: "1g.34gb", most: 7 },
        MigProfile { name: "1g.34gb+me", most: 1 },
        MigProfile { name: "1g.67gb", most: 4 },
        MigProfile { name: "2g.67gb", most: 3 },
        MigProfile { name: "3g.135gb", most: 2 },
        MigProfile { name: "4g.135gb", most: 1 },
        MigProfile { name: "7g.269gb", most: 1 },
    ]),
    ("rtx-pro-server-6000", u64::MAX, &[
        MigProfile { name: "1g.24gb", most: 4 },
        MigProfile { name: "2g.48gb", most: 2 },
        MigProfile { name: "4g.96gb", most: 1 },
    ]),
];
