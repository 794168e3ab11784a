//! Pools: groups whose nodes are bought one by one when Pods need them, and given back when they do not.

use super::declare::spec;
use crate::units::{CronSchedule, Duration};

spec! {
    /// What only pools have, which Karpenter or EKS Auto Mode runs: when their nodes go. `scale` is `0..=` the most (NG-28).
    pub struct NodePool {
        /// Which nodes are given back (NG-30).
        consolidate: Consolidate = optional;
        /// How long a node must have been dispensable; 5 minutes when absent, 30 on pools that serve training.
        consolidate_after: Option<Duration> = optional;
        /// After how long a node is replaced, whatever runs on it and whatever the budgets say (NG-30, NG-42). Two weeks when absent; never on
        /// pools that serve training, where jobs or notebooks run, or where a budget lets no node go.
        expire_after: Option<Duration> = optional;
        /// How many nodes may go at once, and when; a tenth when absent (NG-28).
        budgets: Vec<Budget> = each "budget";
        /// The release of the image, such as `v20260903`; the catalogue's when absent (NG-29).
        release: Option<String> = optional;
        /// Which pool is tried first where several fit: 1 to 100, more is earlier.
        weight: Option<u32> = optional;
    }
    refuses {
        "replicas" by "NG-28": "a pool of a fixed size is alpha in Karpenter, behind a feature gate that is off",
            "declare a managed group of one size: `scale: 4..=4` without `management`";
        "limits" by "NG-30": "the limits of a pool follow from the most nodes and what one of them has", "write `scale: 0..=16`";
        "requirements" by "NG-28": "the requirements of a pool follow from instances, zones and purchase of the group",
            "write `instances: [\"…\"]`, `zones: […]` and `purchase: Spot` in the group";
    }
}

spec! {
    /// Which nodes of a pool are given back.
    pub enum Consolidate {
        /// Where the pool serves training, empty ones; else the underutilised ones, too.
        ByUse,
        /// Only those without Pods.
        WhenEmpty,
        /// Those whose Pods fit elsewhere as well; their Pods are evicted (NG-30).
        WhenUnderutilized,
    }
}

spec! {
    /// How many nodes of a pool may be disrupted at once. Of several the strictest counts.
    pub struct Budget {
        /// So many nodes; 0 for none at all.
        nodes: Option<u32> = optional;
        /// So many percent of the pool's nodes.
        percent: Option<u32> = optional;
        /// From when, as a cron expression of five fields in UTC; always when absent. It needs `lasts` (NG-28).
        schedule: Option<CronSchedule> = optional;
        /// For how long, in hours and minutes. It needs `schedule` (NG-28).
        lasts: Option<Duration> = optional;
    }
}
