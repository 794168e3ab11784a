//! Where metrics come from: found by what objects say of themselves, never written down.

use crate::findings::Severity;
use crate::rules::{Check, Example, Rule};

pub(super) const MON_01: Rule = Rule {
    id: "MON-01",
    name: "static-scrape-targets",
    title: "targets are discovered, not listed",
    severity: Severity::Error,
    why: "a fixed target is a Service, which answers each scrape from another Pod: of eight exporters you see one, at random",
    source: "Prometheus, kubernetes_sd_config",
    check: Check::Form,
    bad: Example::Cluster("monitoring { dcgm, static_targets: [\"dcgm-exporter:9400\"] }"),
    good: Example::Cluster("monitoring { dcgm }"),
};

pub(super) const MON_02: Rule = Rule {
    id: "MON-02",
    name: "unnamed-metrics-port",
    title: "a port of metrics has a name, and is found by it",
    severity: Severity::Error,
    why: "a number that an exporter changes with its next release makes a target that nobody misses until an alert should have come",
    source: "Prometheus Operator, ServiceMonitor: `port` is a name",
    check: Check::Form,
    bad: Example::Cluster("monitoring { dcgm { port: 9400 } }"),
    good: Example::Cluster("monitoring { dcgm }"),
};

pub(super) const MON_03: Rule = Rule {
    id: "MON-03",
    name: "scrape-annotations-ignored",
    title: "annotated Pods are scraped at the port and path they name",
    severity: Severity::Error,
    why: "by `prometheus.io/scrape` alone every port of a Pod becomes a target, and most of them answer with something else",
    source: "Prometheus, kubernetes_sd_config, role pod: a target for every declared port",
    check: Check::Form,
    bad: Example::Cluster("monitoring { dcgm, relabel_configs: [\"keep prometheus.io/scrape\"] }"),
    good: Example::Cluster("monitoring { dcgm }"),
};

pub(super) const MON_04: Rule = Rule {
    id: "MON-04",
    name: "endpoints-instead-of-slices",
    title: "Services are discovered by EndpointSlices",
    severity: Severity::Error,
    why: "Endpoints are deprecated since Kubernetes 1.33, hold no more than 1,000 addresses, and need a permission of their own",
    source: "Kubernetes API, core/v1 Endpoints; kubernetes.io blog 2025-04-24",
    check: Check::Form,
    bad: Example::Cluster("monitoring { dcgm, endpoints: true }"),
    good: Example::Cluster("monitoring { dcgm }"),
};
