//! Family SCH: scheduling and placement.

mod availability;
mod controller;
mod form;
mod gang;
mod held;
mod home;
mod limits;
mod load;
mod measured;
mod priority;
mod processing;
mod queue;
mod queue_place;
mod queue_quota;
mod queue_taken;
mod queue_time;
mod queue_view;
mod quota;
mod room;
mod serving;
mod squatter;
mod system;
mod together;

use super::Rule;

pub(in crate::rules) use processing::is_a_zone;
pub(in crate::rules) use queue_view::takes;

pub(super) const RULES: &[Rule] = &[
    home::SCH_01,
    squatter::SCH_02,
    squatter::SCH_03,
    system::SCH_04,
    controller::SCH_05,
    availability::SCH_06,
    availability::SCH_07,
    gang::SCH_08,
    queue::SCH_09,
    quota::SCH_10,
    priority::SCH_11,
    processing::SCH_12,
    serving::SCH_13,
    serving::SCH_14,
    load::SCH_15,
    quota::SCH_17,
    priority::SCH_18,
    queue_place::SCH_19,
    load::SCH_20,
    form::SCH_21,
    queue_time::SCH_22,
    measured::SCH_23,
    limits::SCH_24,
    together::SCH_25,
];
