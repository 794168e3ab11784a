//! Which nodes a workload runs on.

use indexmap::IndexMap;

use super::declare::spec;
use crate::units::{LabelKey, LabelValue, Name};

spec! {
    /// Which nodes a workload runs on.
    pub enum Placement {
        /// The nodes of one group: selector, tolerations, device resource and architecture follow from it.
        On(Name),
        /// Nodes by their labels, with tolerations by hand (SCH-01).
        Select(Selection),
    }
}

spec! {
    /// Nodes by their labels.
    pub struct Selection {
        /// The labels a node must have.
        labels: IndexMap<LabelKey, LabelValue> = required;
        /// The keys of the taints that are tolerated (SCH-01, SCH-02).
        tolerate: Vec<LabelKey> = optional;
    }
}
