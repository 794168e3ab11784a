//! Metrics: who collects them, and from where.

use super::declare::spec;
use crate::catalog::Region;
use crate::units::{Duration, Name, Quantity, TopicArn, WorkspaceId};

spec! {
    /// The cluster's metrics.
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
    pub struct Monitoring {
        /// The namespace it lives in; `monitoring` when absent.
        namespace: Option<Name> = optional;
        /// Prometheus: service account, RBAC, StatefulSet with a volume, configuration, Service.
        prometheus: Option<Prometheus> = optional;
        /// The DCGM exporter on every NVIDIA node (MON-06).
        dcgm: Option<Dcgm> = optional;
        /// The node exporter on every node.
        node_exporter: bool = optional;
        /// kube-state-metrics: nodes, Pods and jobs as the API server sees them (MON-07).
        kube_state_metrics: bool = optional;
        /// Grafana with dashboards of what is collected (MON-10).
        grafana: Option<Grafana> = optional;
        /// Alertmanager, which tells somebody of alerts (MON-10).
        alertmanager: Option<Alertmanager> = optional;
        /// Samples are sent on to Amazon Managed Service for Prometheus (MON-08).
        remote_write: Option<RemoteWrite> = optional;
        /// The Neuron monitor on every Inferentia and Trainium node (MON-06).
        neuron_monitor: bool = optional;
        /// CloudWatch Container Insights: the agent on every node as an EKS add-on, with accelerators and EFA (MON-06).
        cloudwatch: Option<CloudWatch> = optional;
    }
    refuses {
        "static_targets" by "MON-01": "a fixed target inside the cluster reaches one Pod behind a Service at random",
            "annotate Pods with prometheus.io/scrape, prometheus.io/port and prometheus.io/path; they are discovered";
        "relabel_configs" by "MON-03": "Pods are scraped at the port and path they name in annotations; nothing is left to relabel",
            "remove the word; annotate Pods with prometheus.io/scrape, prometheus.io/port and prometheus.io/path";
        "endpoints" by "MON-04": "Services are discovered by EndpointSlices", "remove the word";
    }
}

spec! {
    /// CloudWatch Container Insights. Accelerators that an exporter of the platform watches are left to that one.
    pub struct CloudWatch {
        /// What becomes of what containers write.
        container_logs: ContainerLogs = optional;
    }
    refuses {
        "version" by "CL-14": "the version of an add-on is said among the add-ons",
            "write `addons { addon amazon_cloudwatch_observability { version: \"…\" } }`";
        "tolerations" by "ACC-03": "the agent tolerates every taint", "remove the word";
    }
}

spec! {
    /// What becomes of what containers write.
    pub enum ContainerLogs {
        /// It goes to CloudWatch Logs, by Fluent Bit on every node.
        Shipped,
        /// It stays on its node until the kubelet turns it over.
        Left,
    }
}

spec! {
    /// A Prometheus server.
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
    pub struct Prometheus {
        /// How long samples are kept; 15 days when absent.
        retention: Option<Duration> = optional;
        /// The size of its volume; 100Gi when absent (MON-09).
        storage: Option<Quantity> = optional;
        /// The storage class of its volume; the cluster's default class when absent (EM-04).
        class: Option<Name> = optional;
        /// How often targets are scraped; 15 s when absent.
        every: Option<Duration> = optional;
        /// Who runs it.
        form: Form = optional;
    }
}

spec! {
    /// Who runs Prometheus.
    pub enum Form {
        /// A StatefulSet with its configuration.
        Plain,
        /// The Prometheus Operator, told by a Prometheus, PodMonitors and a PrometheusRule. It is installed, unless a release of
        /// `kube-prometheus-stack` is declared.
        Operator,
    }
}

spec! {
    /// The DCGM exporter.
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
    pub struct Dcgm {
        /// How often it samples the GPUs; 15 s when absent.
        every: Option<Duration> = optional;
    }
    refuses {
        "port" by "MON-02": "the port of an exporter's metrics is found by its name", "remove the word";
    }
}

spec! {
    /// Grafana, with Prometheus as its data source and a dashboard for accelerators, for the cluster and for its cost.
    pub struct Grafana {
        /// The Secret of yours with the keys `admin-user` and `admin-password`, in the namespace of Prometheus.
        admin_secret: Name = required;
        /// The size of its volume; without one it keeps what is made in its windows only as long as its Pod.
        storage: Option<Quantity> = optional;
        /// The storage class of its volume; the cluster's default class when absent (EM-04, MON-10).
        class: Option<Name> = optional;
    }
    refuses {
        "admin_password" by "MON-11": "a password in a manifest is everyone's who may read the repository",
            "write `admin_secret: \"grafana-admin\"`, and make that Secret yourself";
        "password" by "MON-11": "a password in a manifest is everyone's who may read the repository",
            "write `admin_secret: \"grafana-admin\"`, and make that Secret yourself";
    }
}

spec! {
    /// Alertmanager: two Pods that share what was sent and silenced.
    pub struct Alertmanager {
        /// Who is told.
        to: Receiver = required;
    }
    refuses {
        "webhook_url" by "MON-11": "whoever knows the address of a webhook may write to it",
            "write `to: Webhook(\"alert-webhook\")`, and make a Secret of that name with the key `url` yourself";
        "slack_api_url" by "MON-11": "whoever knows the address of a webhook may write to it",
            "write `to: Webhook(\"alert-webhook\")`, and make a Secret of that name with the key `url` yourself";
    }
}

spec! {
    /// Who is told of alerts.
    pub enum Receiver {
        /// The subscribers of an SNS topic, by a role that may publish to it alone.
        Sns(TopicArn),
        /// Whatever listens at the address under the key `url` of this Secret of yours, in the namespace of Prometheus.
        Webhook(Name),
    }
}

spec! {
    /// A workspace of Amazon Managed Service for Prometheus that takes every sample, with the labels `cluster` and `region`.
    pub struct RemoteWrite {
        /// The workspace; the platform's own `metrics_workspace` when absent (MON-08).
        workspace: Option<WorkspaceId> = optional;
        /// Its region, where it is not the cluster's.
        region: Option<Region> = optional;
    }
    refuses {
        "url" by "MON-08": "the address follows from workspace and region", "write `workspace: \"ws-…\"`";
        "access_key" by "MON-08": "keys that do not end are not needed: requests are signed with the Pod's own role", "remove the word";
        "secret_key" by "MON-08": "keys that do not end are not needed: requests are signed with the Pod's own role", "remove the word";
    }
}

spec! {
    /// A workspace of Amazon Managed Service for Prometheus that the platform creates. Samples of all its clusters come together there,
    /// and stay when any of them is gone.
    pub struct MetricsWorkspace {
        /// Its region, where it is not the platform's.
        region: Option<Region> = optional;
        /// Its id, once its stack stands: AWS makes it up, so that clusters send nothing before it is written here (MON-08).
        made: Option<WorkspaceId> = optional;
    }
}
