//! Family CL: cluster, versions, access.

mod access;
mod addon;
mod auto_mode;
mod component;
mod endpoint;
mod isolation;
mod name;
mod own_keys;
mod records;
mod version;

use super::{Check, Example, Findings, Rule, Scope};

pub(super) const RULES: &[Rule] = &[
    name::CL_01,
    name::CL_02,
    version::CL_03,
    version::CL_04,
    access::CL_05,
    access::CL_06,
    access::CL_07,
    records::CL_08,
    endpoint::CL_09,
    records::CL_10,
    isolation::CL_11,
    isolation::CL_12,
    auto_mode::CL_13,
    addon::CL_14,
    component::CL_15,
    component::CL_16,
    component::CL_17,
    version::CL_20,
    access::CL_21,
    own_keys::CL_22,
];
