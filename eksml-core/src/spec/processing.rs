//! Data processing: work that ends, in many parts or on a schedule.

use super::workload::workload;
use super::{Cache, Callee, Mount, Placement, Waiver};
use crate::units::{CronSchedule, Duration, Image, Name, Quantity};

workload! {
    /// Data processing: a Job, of as many indexed Pods as it has parts, or a CronJob where it has a schedule.
    pub struct Processing {
        /// Its name.
        name: Name = name;
        /// Its namespace.
        namespace: Name = required;
        /// The nodes it runs on (SCH-01, SCH-02).
        placement: Placement = one_of;
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
        /// Accelerators per Pod (ACC-08, ACC-12).
        gpus: Option<u32> = optional;
        /// Memory of GPUs that each Pod fills, on all of them together (ACC-09).
        gpu_memory: Option<Quantity> = optional;
        /// CPU each Pod asks for.
        cpu: Quantity = required;
        /// Memory each Pod asks for.
        memory: Quantity = required;
        /// The container image (SEC-14).
        image: Image = required;
        /// The command and its arguments; the image's own when absent.
        command: Vec<String> = optional;
        /// The service account with its AWS permissions, an `identity` of the same namespace (SEC-13).
        identity: Option<Name> = optional;
        /// Volumes of its namespace, each at a path (STO-01, STO-22).
        mounts: Vec<Mount> = each "mount";
        /// Directories on the node's own disk (STO-17).
        caches: Vec<Cache> = each "cache";
        /// Whom it opens connections to (NP-11).
        talks_to: Vec<Callee> = optional;
        /// Its priority class, where it is not the one of its use (SCH-11).
        priority: Option<Name> = optional;
        /// Rules set aside for this work.
        waivers: Vec<Waiver> = each "waive";
    }
    refuses {
        "parallelism" by "SCH-12": "parts and Pods at once are two numbers here", "write `parts: 100, at_once: 10`";
        "completions" by "SCH-12": "parts and Pods at once are two numbers here", "write `parts: 100, at_once: 10`";
        "nodes" by "SCH-08": "parts of data processing start one by one; what needs all its nodes at once is training",
            "write `parts: 8`, or declare `training … { nodes: 8 }`";
        "concurrency_policy" by "SCH-12": "a run that is still going forbids the next: two would write the same output", "remove the word";
    }
}
