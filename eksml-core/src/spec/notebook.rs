//! Development notebooks: a server with a home that outlives it.

use super::declare::spec;
use super::workload::workload;
use crate::units::{CronSchedule, Duration, Name, Quantity};

workload! {
    /// A notebook server of one person: StatefulSet with a home volume, Service, and idle rules. It is reached by
    /// `kubectl port-forward`, so that access to it is access to its namespace.
    pub struct Notebook {
        /// The volume its files are on (EM-04).
        home: Home = required;
        /// When it counts as idle and what happens then (CST-20).
        idle: Option<Idle> = optional;
        /// The port it serves HTTP on; 8888 when absent.
        port: Option<u16> = optional;
        /// The path that answers 200 to anybody; `/api` when absent.
        health: Option<String> = optional;
    }
    refuses {
        "replicas" by "SCH-06": "a notebook is one server with one home", "declare a `notebook` for each person";
        "expose" by "ADD-04": "notebooks run whatever their user types; they are reached through the API server alone",
            "remove the word, and use `kubectl port-forward`";
    }
}

spec! {
    /// A notebook's home.
    pub struct Home {
        /// Its size.
        size: Quantity = required;
        /// The storage class it is of; the cluster's default when absent (EM-04).
        class: Option<Name> = optional;
    }
}

spec! {
    /// When a notebook counts as idle and what happens then.
    pub struct Idle {
        /// A kernel without work for so long is stopped, and with it goes its GPU memory. Jupyter's own culling.
        kernels_after: Option<Duration> = optional;
        /// When the whole server is stopped, whoever works: its node can go. `kubectl scale` starts it again.
        stop: Option<CronSchedule> = optional;
        /// The time zone of `stop`, such as `"Europe/Berlin"`; UTC when absent.
        time_zone: Option<String> = optional;
    }
}
