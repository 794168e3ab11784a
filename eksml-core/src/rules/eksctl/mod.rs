//! Family EK: what an eksctl ClusterConfig says, whether it was rendered here or written by hand and imported.
//!
//! These rules look at the rendered form, so they hold for every door: a platform's own ClusterConfig is judged by them at the gate,
//! an imported file where it stands. One file per part of the ClusterConfig.

use super::Rule;

/// Every rule of the family.
pub(super) const RULES: &[Rule] = &[];
