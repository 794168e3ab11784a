//! Data processing: work that ends, in many parts or on a schedule.

use super::workload::workload;
use crate::units::{CronSchedule, Duration, Name};

workload! {
    /// Data processing: a Job, of as many indexed Pods as it has parts, or a CronJob where it has a schedule.
    pub struct Processing {
        /// Parts of the work, each done by one Pod that knows its number; 1 when absent (SCH-12).
        parts: Option<u32> = optional;
        /// Pods at once; all of them when absent (SCH-12).
        at_once: Option<u32> = optional;
        /// When it runs again and again; once, when the manifests are applied, when absent.
        schedule: Option<CronSchedule> = optional;
        /// The time zone of the schedule, such as `"Europe/Berlin"`; UTC when absent (SCH-12).
        time_zone: Option<String> = optional;
        /// How long it may take before it is given up; a day when absent (SCH-12).
        give_up_after: Option<Duration> = optional;
        /// The queue it waits in; the one of its namespace that has its nodes when absent (SCH-09).
        queue: Option<Name> = optional;
    }
    refuses {
        "parallelism" by "SCH-12": "parts and Pods at once are two numbers here", "write `parts: 100, at_once: 10`";
        "completions" by "SCH-12": "parts and Pods at once are two numbers here", "write `parts: 100, at_once: 10`";
        "nodes" by "SCH-08": "parts of data processing start one by one; what needs all its nodes at once is training",
            "write `parts: 8`, or declare `training … { nodes: 8 }`";
        "concurrency_policy" by "SCH-12": "a run that is still going forbids the next: two would write the same output", "remove the word";
    }
}
