//! Rules about objects as they are applied, whoever wrote them: what eksml's own words do right by themselves, and manifests may not.

mod device;
mod disruption;
mod probe;
mod scaler;
mod service;
mod volume;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    service::APP_01,
    volume::APP_02,
    probe::APP_03,
    scaler::APP_04,
    volume::APP_05,
    scaler::APP_06,
    disruption::APP_07,
    volume::APP_08,
    device::APP_09,
    device::APP_10,
    service::APP_11,
    device::APP_12,
];
