//! Family EM: names and references; and DR-08, names of clusters.

mod data;
mod names;
mod references;
mod texts;

use super::Rule;

pub(super) const RULES: &[Rule] = &[references::EM_04, names::EM_05, names::EM_08, names::EM_09, names::DR_08, texts::EM_10];
