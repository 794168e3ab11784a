//! Family NP: network policies.

mod aws;
mod declared;
mod isolation;
mod names;
mod peers;
mod selects;
mod talks;
mod targets;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    peers::NP_01,
    isolation::NP_02,
    peers::NP_03,
    targets::NP_04,
    isolation::NP_05,
    isolation::NP_06,
    talks::NP_07,
    names::NP_09,
    talks::NP_11,
    aws::NP_12,
    names::NP_13,
    selects::SCH_16,
];
