//! Family DR: what is left after a loss, and how it comes back. DR-08, names of clusters, is in [`emission`](super::emission). And EM-07.

mod backups;
mod buckets;
mod copies;
mod drill;
mod retention;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    copies::DR_01,
    buckets::DR_02,
    retention::DR_03,
    backups::DR_04,
    backups::DR_05,
    backups::DR_09,
    buckets::DR_10,
    drill::DR_11,
    backups::EM_07,
];
