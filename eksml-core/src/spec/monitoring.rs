//! Metrics: who collects them, and from where.

use super::declare::spec;
use crate::units::{Duration, Name, Quantity};

spec! {
    /// The cluster's metrics.
    #[cfg_attr(feature = "k8s", derive(typed_builder::TypedBuilder), builder(field_defaults(default, setter(strip_option(ignore_invalid)))))]
    pub struct Monitoring {
        /// The namespace it lives in; `monitoring` when absent.
        namespace: Option<Name> = optional;
        /// Prometheus: service account, RBAC, StatefulSet with a volume, configuration, Service.
        prometheus: Option<Prometheus> = optional;
        /// The DCGM exporter on every NVIDIA node (MON-06).
        dcgm: Option<Dcgm> = optional;
        /// The node exporter on every node.
        node_exporter: bool = optional;
    }
    refuses {
        "static_targets" by "MON-01": "a fixed target inside the cluster reaches one Pod behind a Service at random",
            "annotate Pods with prometheus.io/scrape, prometheus.io/port and prometheus.io/path; they are discovered";
    }
}

spec! {
    /// A Prometheus server.
    #[cfg_attr(feature = "k8s", derive(typed_builder::TypedBuilder), builder(field_defaults(default, setter(strip_option(ignore_invalid)))))]
    pub struct Prometheus {
        /// How long samples are kept; 15 days when absent.
        retention: Option<Duration> = optional;
        /// The size of its volume; 100Gi when absent (MON-09).
        storage: Option<Quantity> = optional;
        /// The storage class of its volume; the cluster's default class when absent (EM-04).
        class: Option<Name> = optional;
        /// How often targets are scraped; 15 s when absent.
        every: Option<Duration> = optional;
    }
}

spec! {
    /// The DCGM exporter.
    #[cfg_attr(feature = "k8s", derive(typed_builder::TypedBuilder), builder(field_defaults(default, setter(strip_option(ignore_invalid)))))]
    pub struct Dcgm {
        /// How often it samples the GPUs; 15 s when absent.
        every: Option<Duration> = optional;
    }
}
