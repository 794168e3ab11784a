//! Prometheus' configuration file: every target is discovered, none is written down (MON-01).

use serde::Serialize;

use super::relabel::{Relabel, copy, drop, keep, replace};
use super::remote_write::{self, Remote};
use crate::derived::{self, AGENT_NAMESPACE, DEVICE_NAMESPACE};
use crate::render::kubernetes::{alertmanager, dcgm, kube_state_metrics, neuron_monitor, node_exporter};
use crate::render::{ClusterView, RenderError};
use crate::spec::{Monitoring, Prometheus};
use crate::units::Duration;
use crate::yaml;

const TOKEN: &str = "/var/run/secrets/kubernetes.io/serviceaccount/token";
const CA: &str = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";
/// The label of a discovered Pod with its node.
pub(super) const NODE: &str = "__meta_kubernetes_pod_node_name";
const APP: &str = "__meta_kubernetes_pod_label_app_kubernetes_io_name";
const NAMESPACE: &str = "__meta_kubernetes_namespace";

/// The metrics of the VPC CNI that alerts and dashboards ask for.
pub(super) const VPC_CNI: &str = "awscni_(total_ip_addresses|assigned_ip_addresses|ip_max|total_ipv4_prefixes|\
                                  no_available_ip_addresses|aws_api_error_count)";

#[derive(Serialize)]
struct Config<'a> {
    global: Global<'a>,
    rule_files: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    alerting: Option<Alerting>,
    scrape_configs: Vec<Job>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remote_write: Vec<Remote>,
}

#[derive(Serialize)]
struct Alerting {
    alertmanagers: [Alertmanagers; 1],
}

#[derive(Serialize)]
struct Alertmanagers {
    kubernetes_sd_configs: Vec<Discovery>,
    relabel_configs: [Relabel; 1],
}

#[derive(Serialize)]
struct Global<'a> {
    scrape_interval: String,
    scrape_timeout: String,
    evaluation_interval: String,
    external_labels: ExternalLabels<'a>,
}

#[derive(Serialize)]
struct ExternalLabels<'a> {
    cluster: &'a str,
    region: &'a str,
}

/// A scrape job.
#[derive(Serialize, Default)]
pub(super) struct Job {
    #[serde(rename = "job_name")]
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scrape_interval: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scrape_timeout: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    honor_labels: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheme: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics_path: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization: Option<Authorization>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_config: Option<TlsConfig>,
    kubernetes_sd_configs: Vec<Discovery>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relabel_configs: Vec<Relabel>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    metric_relabel_configs: Vec<Relabel>,
}

#[derive(Serialize)]
struct Authorization {
    credentials_file: &'static str,
}

#[derive(Serialize)]
struct TlsConfig {
    ca_file: &'static str,
}

#[derive(Serialize)]
struct Discovery {
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespaces: Option<Namespaces>,
}

#[derive(Serialize)]
struct Namespaces {
    names: Vec<String>,
}

/// The file's text.
pub(super) fn text(view: &ClusterView<'_>, monitoring: &Monitoring, settings: &Prometheus) -> Result<String, RenderError> {
    let every = super::interval(settings);
    let mut jobs = vec![annotated_pods(super::namespace(monitoring))];
    if let Some(dcgm) = &monitoring.dcgm {
        jobs.push(dcgm_exporter(dcgm.every.unwrap_or(every)));
    }
    if monitoring.neuron_monitor {
        jobs.push(neuron_monitor());
    }
    if monitoring.node_exporter {
        jobs.push(node_exporter());
    }
    if monitoring.kube_state_metrics {
        jobs.push(kube_state_metrics(view, super::namespace(monitoring)));
    }
    // On nodes of EKS Auto Mode the CNI is no Pod, and shows no metrics.
    if !derived::is_auto_mode(view.cluster) {
        jobs.push(vpc_cni());
    }
    jobs.extend(of_the_cluster());
    let config = Config {
        global: Global {
            scrape_interval: every.to_string(),
            scrape_timeout: timeout(every),
            evaluation_interval: every.to_string(),
            external_labels: ExternalLabels { cluster: view.cluster.name.as_str(), region: view.region().as_str() },
        },
        rule_files: ["/etc/prometheus/rules.yml"],
        alerting: monitoring.alertmanager.as_ref().map(|_| alertmanagers(super::namespace(monitoring))),
        scrape_configs: jobs,
        remote_write: remote_write::to(view).into_iter().collect(),
    };
    Ok(yaml::to_string(&config)?)
}

/// The jobs of targets that are no Pods of an exporter: what a PodMonitor cannot express.
pub(super) fn jobs_beside_monitors(own_namespace: &str) -> Vec<Job> {
    let mut jobs = vec![annotated_pods(own_namespace)];
    jobs.extend(of_the_cluster());
    jobs
}

fn of_the_cluster() -> [Job; 3] {
    [kubelet("kubelet", "/metrics", vec![]), kubelet("cadvisor", "/metrics/cadvisor", container_metrics()), api_server()]
}

/// Prometheus refuses a timeout above the interval.
pub(super) fn timeout(every: Duration) -> String {
    Duration::from_seconds(every.seconds().clamp(1, 10)).to_string()
}

fn found_by(role: &'static str, namespace: Option<&str>) -> Vec<Discovery> {
    vec![Discovery { role, namespaces: namespace.map(|name| Namespaces { names: vec![name.to_owned()] }) }]
}

/// Pods that say by annotation where their metrics are. Discovery yields a target per declared port, or one for a Pod that declares
/// none; each is given the annotated port, so that they become one and the same, and Prometheus scrapes a Pod once (MON-03).
fn annotated_pods(own_namespace: &str) -> Job {
    let annotation = |name: &str| format!("__meta_kubernetes_pod_annotation_prometheus_io_{name}");
    let (scrape, port) = (annotation("scrape"), annotation("port"));
    let own_jobs = format!(
        "{DEVICE_NAMESPACE};({}|{})|{AGENT_NAMESPACE};{}|{own_namespace};{}",
        dcgm::NAME,
        neuron_monitor::NAME,
        node_exporter::NAME,
        kube_state_metrics::NAME
    );
    Job {
        name: "kubernetes-pods",
        kubernetes_sd_configs: found_by("pod", None),
        relabel_configs: vec![
            keep(&[&scrape], "true"),
            keep(&[&port], "[0-9]+"),
            drop(&["__meta_kubernetes_pod_phase"], "Pending|Succeeded|Failed"),
            drop(&["__meta_kubernetes_pod_container_init"], "true"),
            drop(&[NAMESPACE, APP], own_jobs),
            replace(&[&annotation("scheme")], "(https?)", "__scheme__", "$1"),
            replace(&[&annotation("path")], "(.+)", "__metrics_path__", "$1"),
            replace(&["__meta_kubernetes_pod_ip", &port], "([0-9.]+);([0-9]+)", "__address__", "$1:$2"),
            // An IPv6 address stands in brackets.
            replace(&["__meta_kubernetes_pod_ip", &port], "([0-9a-fA-F]*:[0-9a-fA-F:.]+);([0-9]+)", "__address__", "[$1]:$2"),
            copy(NAMESPACE, "namespace"),
            copy("__meta_kubernetes_pod_name", "pod"),
            copy(APP, "app"),
            copy(NODE, "node"),
        ],
        ..Job::default()
    }
}

/// Every DCGM exporter by itself. Its own labels name the Pod that holds the GPU, and so must win over the exporter's.
fn dcgm_exporter(every: Duration) -> Job {
    Job {
        name: "dcgm-exporter",
        scrape_interval: Some(every.to_string()),
        scrape_timeout: Some(timeout(every)),
        honor_labels: Some(true),
        kubernetes_sd_configs: found_by("pod", Some(DEVICE_NAMESPACE)),
        relabel_configs: exporter(dcgm::NAME, dcgm::PORT_NAME),
        ..Job::default()
    }
}

fn neuron_monitor() -> Job {
    Job {
        name: "neuron-monitor",
        kubernetes_sd_configs: found_by("pod", Some(DEVICE_NAMESPACE)),
        relabel_configs: exporter(neuron_monitor::NAME, neuron_monitor::PORT_NAME),
        ..Job::default()
    }
}

/// Every Alertmanager by itself: each is told of every alert, and they agree on who sends it.
fn alertmanagers(namespace: &str) -> Alerting {
    let is_it = format!("{};{}", alertmanager::NAME, alertmanager::PORT_NAME);
    Alerting {
        alertmanagers: [Alertmanagers {
            kubernetes_sd_configs: found_by("pod", Some(namespace)),
            relabel_configs: [keep(&[APP, "__meta_kubernetes_pod_container_port_name"], is_it)],
        }],
    }
}

fn node_exporter() -> Job {
    Job {
        name: "node-exporter",
        kubernetes_sd_configs: found_by("pod", Some(AGENT_NAMESPACE)),
        relabel_configs: exporter(node_exporter::NAME, node_exporter::PORT_NAME),
        ..Job::default()
    }
}

/// Its own labels name the node or Pod it speaks of, and so must win over those of its own Pod.
fn kube_state_metrics(view: &ClusterView<'_>, namespace: &str) -> Job {
    let is_it = format!("{};{}", kube_state_metrics::NAME, kube_state_metrics::PORT_NAME);
    Job {
        name: "kube-state-metrics",
        honor_labels: Some(true),
        kubernetes_sd_configs: found_by("pod", Some(namespace)),
        relabel_configs: vec![keep(&[APP, "__meta_kubernetes_pod_container_port_name"], is_it)],
        metric_relabel_configs: vec![keep(&["__name__"], kube_state_metrics::exported(view))],
        ..Job::default()
    }
}

/// The VPC CNI on every node: how many addresses it has, and what EC2 refuses it. Its Pods carry no annotation.
fn vpc_cni() -> Job {
    Job {
        name: "vpc-cni",
        kubernetes_sd_configs: found_by("pod", Some("kube-system")),
        relabel_configs: vec![
            keep(&["__meta_kubernetes_pod_label_k8s_app", "__meta_kubernetes_pod_container_port_name"], "aws-node;metrics"),
            copy(NODE, "instance"),
            copy(NODE, "node"),
        ],
        metric_relabel_configs: vec![keep(&["__name__"], VPC_CNI)],
        ..Job::default()
    }
}

fn exporter(app: &str, port: &str) -> Vec<Relabel> {
    vec![
        keep(&[APP, "__meta_kubernetes_pod_container_port_name"], format!("{app};{port}")),
        copy(NODE, "instance"),
        copy(NODE, "node"),
    ]
}

/// The kubelet's own metrics and those of its containers, straight from the node: the API server's proxy would need a permission
/// that lets its holder run commands in any Pod. EKS signs the kubelets' certificates with the cluster's CA.
fn kubelet(name: &'static str, path: &'static str, metrics: Vec<Relabel>) -> Job {
    Job {
        name,
        scheme: Some("https"),
        metrics_path: Some(path),
        authorization: Some(Authorization { credentials_file: TOKEN }),
        tls_config: Some(TlsConfig { ca_file: CA }),
        kubernetes_sd_configs: found_by("node", None),
        relabel_configs: vec![copy("__meta_kubernetes_node_name", "instance"), copy("__meta_kubernetes_node_name", "node")],
        metric_relabel_configs: metrics,
        ..Job::default()
    }
}

/// Of the hundred or so series per container, those that answer how much it uses.
fn container_metrics() -> Vec<Relabel> {
    let used = "container_(cpu_usage_seconds_total|cpu_cfs_throttled_periods_total|cpu_cfs_periods_total|memory_working_set_bytes|\
                memory_rss|oom_events_total|network_(receive|transmit)_bytes_total|fs_(reads|writes)_bytes_total)|machine_.*";
    vec![keep(&["__name__"], used)]
}

/// The API server, for the few series that say whether it keeps up.
fn api_server() -> Job {
    let service = [NAMESPACE, "__meta_kubernetes_service_name", "__meta_kubernetes_endpointslice_port_name"];
    Job {
        name: "kubernetes-apiserver",
        scheme: Some("https"),
        authorization: Some(Authorization { credentials_file: TOKEN }),
        tls_config: Some(TlsConfig { ca_file: CA }),
        kubernetes_sd_configs: found_by("endpointslice", Some("default")),
        relabel_configs: vec![keep(&service, "default;kubernetes;https")],
        metric_relabel_configs: vec![keep(
            &["__name__"],
            "apiserver_(request_total|current_inflight_requests|storage_objects|storage_size_bytes|admission_webhook_rejection_count)|\
             rest_client_requests_total|process_.*",
        )],
        ..Job::default()
    }
}
