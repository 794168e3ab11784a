//! Family STO: storage.

mod buckets;
mod classes;
mod config;
mod consumers;
mod efs;
mod encryption;
mod gp3;
mod links;
mod local;
mod lustre;
mod lustre_words;
mod matrix;
mod passable;
mod quota;
mod volumes;

pub(super) use consumers::{bucket, class_of, consumers, is_gp3, named_class};
pub(super) use efs::created_efs;
pub(super) use lustre::{lustre, persistent2, place};

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    volumes::STO_01,
    classes::STO_02,
    lustre::STO_03,
    lustre::STO_04,
    lustre::STO_05,
    lustre_words::STO_06,
    lustre_words::STO_07,
    lustre_words::STO_08,
    links::STO_09,
    classes::STO_10,
    links::STO_11,
    classes::STO_12,
    classes::STO_14,
    local::STO_15,
    matrix::STO_16,
    local::STO_17,
    encryption::STO_18,
    classes::STO_19,
    gp3::STO_20,
    volumes::STO_21,
    volumes::STO_22,
    buckets::STO_23,
    links::STO_24,
    links::STO_25,
    links::STO_26,
    quota::STO_27,
    config::STO_28,
    efs::STO_29,
    passable::STO_30,
];
