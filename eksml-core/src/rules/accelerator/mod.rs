//! Family ACC: accelerators and sharing.

mod architecture;
mod claims;
mod memory;
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
    plane::ACC_04,
    sharing::ACC_05,
    sharing::ACC_06,
    sharing::ACC_07,
    requests::ACC_08,
    memory::ACC_09,
    mig::ACC_10,
    mig::ACC_11,
    requests::ACC_12,
    requests::ACC_13,
    requests::ACC_14,
    requests::ACC_15,
    plane::ACC_18,
    plane::ACC_19,
    plane::ACC_20,
    requests::ACC_21,
    architecture::ACC_22,
    plane::ACC_23,
    plane::ACC_24,
    claims::ACC_25,
    sharing::ACC_26,
    requests::ACC_27,
];
