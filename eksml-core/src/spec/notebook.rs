//! Development notebooks: a server with a home that outlives it.

use super::declare::spec;
use super::workload::workload;
use super::{Cache, Callee, Mount, Placement, Waiver};
use crate::units::{CronSchedule, Duration, Image, Name, Quantity};

workload! {
    /// A notebook server of one person: StatefulSet with a home volume, Service, and idle rules. It is reached by
    /// `kubectl port-forward`, so that access to it is access to its namespace.
    pub struct Notebook {
        /// Its name.
        name: Name = name;
        /// Its namespace.
        namespace: Name = required;
        /// The nodes it runs on (SCH-01, SCH-02).
        placement: Placement = one_of;
        /// The volume its files are on (EM-04).
        home: Home = required;
        /// When it counts as idle and what happens then (CST-20).
        idle: Option<Idle> = optional;
        /// The port it serves HTTP on; 8888 when absent.
        port: Option<u16> = optional;
        /// The path that answers 200 to anybody; `/api` when absent.
        health: Option<String> = optional;
        /// Accelerators it asks for (ACC-08, ACC-12).
        gpus: Option<u32> = optional;
        /// Memory of GPUs that each Pod fills, on all of them together (ACC-09).
        gpu_memory: Option<Quantity> = optional;
        /// CPU it asks for.
        cpu: Quantity = required;
        /// Memory it asks for.
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
        /// Rules set aside for this notebook.
        waivers: Vec<Waiver> = each "waive";
    }
    refuses {
        "replicas" by "SCH-06": "a notebook is one server with one home", "declare a `notebook` for each person";
        "expose" by "NP-09": "notebooks run whatever their user types; they are reached through the API server alone",
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
