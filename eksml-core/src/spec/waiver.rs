//! A rule set aside at one place, with a reason and an end.

use super::declare::spec;
use crate::units::Date;

spec! {
    /// Silences one rule for the block it stands in. Listed in `MANIFEST.json`; past its end the check fails again.
    pub struct Waiver {
        /// The rule's id, such as `NG-06`.
        rule: String = required;
        /// Why this platform may do without it.
        reason: String = required;
        /// The last day it holds.
        until: Date = required;
    }
}
