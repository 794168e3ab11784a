//! How important Pods are to the scheduler.

use super::Waiver;
use super::declare::spec;
use crate::units::Name;

spec! {
    /// A PriorityClass of your own, beside those that follow from what a workload is: `inference`, `training` and `development`.
    /// One of these three names gives it another value.
    pub struct Priority {
        /// Its name; not `system-…`, which are Kubernetes' own (SCH-11).
        name: Name = name;
        /// How important its Pods are: 1 to 1,000,000,000, more is more (SCH-11).
        value: u32 = required;
        /// Whether its Pods push less important ones off their nodes.
        preempts: bool = optional;
        /// Whether Pods that name no class get it; one class at most (SCH-11).
        default: bool = optional;
        /// Rules set aside for this class.
        waivers: Vec<Waiver> = each "waive";
    }
}
