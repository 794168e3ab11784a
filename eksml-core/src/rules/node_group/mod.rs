//! Family NG: node groups.

mod access;
mod efa;
mod image;
mod own_keys;
pub(in crate::rules) mod pool;
mod purchase;
mod repair;
mod scaling;
mod shape;
mod size;
mod taint;
mod volume;
mod zonal_volume;
mod zone;

use super::{Check, Example, Findings, Rule, Scope};

pub(super) const RULES: &[Rule] = &[
    purchase::NG_01,
    size::NG_02,
    access::NG_03,
    shape::NG_04,
    image::NG_05,
    taint::NG_06,
    taint::NG_07,
    taint::NG_08,
    taint::NG_09,
    shape::NG_10,
    shape::NG_11,
    image::NG_12,
    image::NG_13,
    volume::NG_14,
    volume::NG_15,
    access::NG_16,
    access::NG_17,
    efa::NG_18,
    efa::NG_19,
    purchase::NG_20,
    zone::NG_22,
    size::NG_23,
    zone::NG_24,
    repair::NG_25,
    image::NG_27,
    pool::NG_28,
    pool::NG_29,
    pool::NG_30,
    pool::NG_31,
    zone::NG_32,
    zone::NG_33,
    repair::NG_34,
    repair::NG_35,
    own_keys::NG_41,
    pool::NG_42,
];
