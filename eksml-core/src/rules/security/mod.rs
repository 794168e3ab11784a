//! Family SEC: security and identity.

mod accounts;
mod admission;
mod credentials;
mod identities;
mod images;
mod pod_security;
mod rbac;
mod regulated;
mod secrets;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    pod_security::SEC_01,
    pod_security::SEC_02,
    pod_security::SEC_03,
    admission::SEC_04,
    credentials::SEC_05,
    credentials::SEC_06,
    credentials::SEC_07,
    credentials::SEC_08,
    accounts::SEC_09,
    credentials::SEC_10,
    credentials::SEC_11,
    credentials::SEC_12,
    credentials::SEC_13,
    images::SEC_14,
    secrets::SEC_15,
    rbac::SEC_16,
    pod_security::SEC_17,
    accounts::SEC_18,
    regulated::SEC_19,
    images::SEC_20,
    identities::SEC_21,
];
