//! Family CST: scaling and cost.

mod autoscaler;
mod budget;
mod gpu_label;
mod interruption;
mod nat;
mod notebook;
mod spot;
mod standby;
mod tags;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    spot::CST_01,
    spot::CST_02,
    spot::CST_03,
    interruption::CST_04,
    tags::CST_05,
    tags::CST_06,
    tags::CST_07,
    autoscaler::CST_08,
    gpu_label::CST_09,
    autoscaler::CST_10,
    tags::CST_11,
    budget::CST_12,
    standby::CST_13,
    standby::CST_14,
    notebook::CST_20,
    nat::CST_21,
    budget::CST_22,
];
