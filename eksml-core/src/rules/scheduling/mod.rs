//! Family SCH: scheduling and placement.

mod availability;
mod gang;
mod home;
mod load;
mod processing;
mod quota;
mod room;
mod serving;
mod squatter;
mod system;

use super::Rule;

pub(in crate::rules) use processing::is_a_zone;

pub(super) const RULES: &[Rule] = &[
    home::SCH_01,
    squatter::SCH_02,
    squatter::SCH_03,
    system::SCH_04,
    availability::SCH_06,
    availability::SCH_07,
    gang::SCH_08,
    quota::SCH_10,
    processing::SCH_12,
    serving::SCH_13,
    serving::SCH_14,
    load::SCH_15,
    quota::SCH_17,
    load::SCH_20,
];
