//! Family ACC: accelerators and sharing.

mod mig;
mod plane;
mod requests;
mod sharing;
mod taints;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    plane::ACC_01,
    plane::ACC_02,
    taints::ACC_03,
    sharing::ACC_05,
    sharing::ACC_06,
    sharing::ACC_07,
    requests::ACC_08,
    mig::ACC_10,
    mig::ACC_11,
    requests::ACC_12,
    requests::ACC_13,
    requests::ACC_14,
    plane::ACC_18,
    requests::ACC_21,
];
