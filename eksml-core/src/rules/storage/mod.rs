//! Family STO: storage.

mod classes;
mod encryption;
mod gp3;
mod lustre;
mod lustre_words;

pub(super) use lustre::{lustre, place};

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    classes::STO_01,
    classes::STO_02,
    lustre::STO_03,
    lustre::STO_04,
    lustre::STO_05,
    lustre_words::STO_06,
    lustre_words::STO_07,
    lustre_words::STO_08,
    lustre_words::STO_09,
    classes::STO_10,
    lustre_words::STO_11,
    classes::STO_12,
    classes::STO_14,
    encryption::STO_18,
    classes::STO_19,
    gp3::STO_20,
];
