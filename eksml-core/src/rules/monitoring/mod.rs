//! Family MON: monitoring.

mod alerts;
mod coverage;
mod discovery;
mod effect;
mod prometheus;
mod remote_write;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    discovery::MON_01,
    discovery::MON_02,
    discovery::MON_03,
    discovery::MON_04,
    prometheus::MON_05,
    coverage::MON_06,
    alerts::MON_07,
    remote_write::MON_08,
    prometheus::MON_09,
    effect::MON_10,
    effect::MON_11,
    effect::MON_12,
];
