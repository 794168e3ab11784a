//! What runs on the platform: training jobs and inference services.

use super::declare::spec;
use super::{Autoscale, Expose, NodesPerReplica, Peers, RunAs, Store};
use crate::units::{Duration, Name};

/// Declares a workload: a `spec!` of its own words between those that every workload has, and of its own refusals before those of
/// every workload.
macro_rules! workload {
    (
        $(#[$meta:meta])*
        pub struct $Type:ident { $($own_fields:tt)* }
        refuses { $($own:tt)* }
    ) => {
        $crate::spec::declare::spec! {
            $(#[$meta])*
            pub struct $Type {
                /// Its name.
                name: $crate::units::Name = name;
                /// Its namespace.
                namespace: $crate::units::Name = required;
                /// The nodes it runs on (SCH-01, SCH-02).
                placement: $crate::spec::Placement = one_of;
                $($own_fields)*
                /// Accelerators that each of its Pods asks for (ACC-08, ACC-12, ACC-13).
                gpus: Option<u32> = optional;
                /// Memory of GPUs that each of its Pods fills, on all of them together (ACC-09).
                gpu_memory: Option<$crate::units::Quantity> = optional;
                /// CPU that each of its Pods asks for.
                cpu: $crate::units::Quantity = required;
                /// Memory that each of its Pods asks for.
                memory: $crate::units::Quantity = required;
                /// The container image (SEC-14).
                image: $crate::units::Image = required;
                /// The processors the image is built for (ACC-22).
                image_arch: $crate::spec::ImageArch = optional;
                /// The command and its arguments; the image's own when absent.
                command: Vec<String> = optional;
                /// Environment variables (SEC-15).
                env: indexmap::IndexMap<$crate::units::VariableName, String> = optional;
                /// Secrets of its namespace, as variables or as files (SEC-15).
                secrets: Vec<$crate::spec::SecretUse> = each "secret";
                /// Files of the platform's own, in a directory (STO-22, STO-28).
                configs: Vec<$crate::spec::ConfigFiles> = each "config";
                /// The service account with its AWS permissions, an `identity` of the same namespace (SEC-13).
                identity: Option<$crate::units::Name> = optional;
                /// Volumes of its namespace, each at a path (STO-01, STO-22).
                mounts: Vec<$crate::spec::Mount> = each "mount";
                /// Directories on the node's own disk (STO-17).
                caches: Vec<$crate::spec::Cache> = each "cache";
                /// Whom it opens connections to (NP-11).
                talks_to: Vec<$crate::spec::Callee> = optional;
                /// Its priority class, where it is not the one of its use (SCH-11).
                priority: Option<$crate::units::Name> = optional;
                /// Rules set aside for it.
                waivers: Vec<$crate::spec::Waiver> = each "waive";
            }
            refuses {
                $($own)*
                "neurons" by "ACC-12": "accelerators of every kind are asked for by one word", "write `gpus: 1`: Neuron devices are counted by it as well";
                "accelerators" by "ACC-12": "accelerators of every kind are asked for by one word", "write `gpus: 1`: Neuron devices are counted by it as well";
                "requests" by "ACC-14": "requests and limits are one number here",
                    "write `cpu: \"8\", memory: \"64Gi\", gpus: 1`";
                "limits" by "ACC-14": "requests and limits are one number here",
                    "write `cpu: \"8\", memory: \"64Gi\", gpus: 1`";
                "tolerations" by "SCH-03": "tolerations follow from the nodes it runs on", "write `on: GROUP`";
                "tolerate" by "SCH-03": "tolerations follow from the nodes it runs on",
                    "write `on: GROUP`, or put it into `select { labels { … }, tolerate: […] }`";
                "node_selector" by "SCH-03": "the node selector follows from the nodes it runs on",
                    "write `on: GROUP`, or `select { labels { … } }`";
                "affinity" by "SCH-03": "node affinity follows from the nodes it runs on",
                    "write `on: GROUP`, or `select { labels { … } }`";
                "service_account" by "SEC-13": "a workload runs as an identity of its namespace, or as nobody who may do anything",
                    "write `identity: NAME` and declare `identity NAME { namespace: … }`";
                "automount_service_account_token" by "SEC-12": "no workload has a token of the API server's: whoever gets into it would speak as its service account",
                    "remove the word; what talks to the API server is a controller, and comes as a chart (`helm`) or by the raw door";
                "privileged" by "SEC-17": "workloads get no hold of the host; GPUs and EFA come through device plugins", "remove the word";
                "security_context" by "SEC-17": "the security context follows from the namespace's Pod Security level",
                    "remove the word, and give the namespace the level the image needs: `pod_security: Baseline`";
                "host_network" by "SEC-17": "workloads get no hold of the host; EFA works from a Pod's own network", "remove the word";
                "host_pid" by "SEC-17": "workloads get no hold of the host", "remove the word";
                "shm" by "ACC-15": "shared memory follows from the memory a Pod with accelerators asks for: a quarter of it", "remove the word";
                "hugepages" by "ACC-15": "huge pages come with EFA interfaces, as many as the image sets aside", "remove the word";
                "env_from" by "SEC-15": "every key of a Secret as a variable is more than a program needs to know",
                    "write `secret NAME { env { HF_TOKEN: \"token\" } }`, or `secret NAME { at: \"/etc/secrets\" }`";
                "config_map" by "STO-28": "files are said where they are used, so that none is mounted by nobody",
                    "write `config NAME { at: \"/etc/app\", files { \"app.yaml\": \"…\" } }`";
                "host_path" by "SEC-17": "workloads get no hold of the host", "remove the word";
            }
        }
    };
}

pub(super) use workload;

workload! {
    /// A training job. One node gives a Job, several a JobSet, which starts all or none; on request it is a TrainJob or a RayJob.
    pub struct Training {
        /// Nodes at once; 1 when absent.
        nodes: Option<u32> = optional;
        /// The form in which Kubernetes runs it; a Job or a JobSet when absent (SCH-21).
        run_as: RunAs = optional;
        /// How progress survives a lost node (CST-01, CST-02).
        checkpoint: Option<Checkpoint> = optional;
        /// The queue it waits in, where its namespace has several (SCH-09).
        queue: Option<Name> = optional;
    }
    refuses {
        "parallelism" by "SCH-08": "a plain Job with several Pods may hold some of its nodes and wait for the rest for ever",
            "write `nodes: 8`: several nodes give a JobSet, which starts all or none";
        "completions" by "SCH-08": "a plain Job with several Pods may hold some of its nodes and wait for the rest for ever",
            "write `nodes: 8`: several nodes give a JobSet, which starts all or none";
    }
}

spec! {
    /// How a job's progress survives a lost node.
    pub struct Checkpoint {
        /// How often.
        every: Duration = required;
        /// Where to: it must outlive the node (CST-02).
        to: Store = required;
    }
}

workload! {
    /// An inference service: Deployment or LeaderWorkerSet, Service and PodDisruptionBudget, spread over zones.
    pub struct Inference {
        /// Pods at all times.
        replicas: u32 = required;
        /// Of them, how many may be down for maintenance; 1 when absent (SCH-06).
        max_unavailable: Option<u32> = optional;
        /// The port it serves HTTP on.
        port: u16 = required;
        /// The path that answers 200 when the Pod can serve.
        health: String = required;
        /// Nodes of each replica, for a model that one node cannot hold.
        over: Option<NodesPerReplica> = optional;
        /// The queue its replicas wait in, each until all its nodes can be had; the one of its namespace that has its nodes when
        /// absent (SCH-09, SCH-22).
        queue: Option<Name> = optional;
        /// More replicas under load (SCH-15).
        autoscale: Option<Autoscale> = optional;
        /// The path of its Prometheus metrics on the same port; it is not scraped when absent (NP-07).
        metrics: Option<String> = optional;
        /// Who may open connections to it, beside the workloads that say they talk to it; the VPC when absent (NP-11).
        serves: Vec<Peers> = optional;
        /// The name under which it is reached from outside the cluster; it is not when absent (ADD-04).
        expose: Option<Expose> = optional;
        /// Why it may run on Spot in production, in words (CST-01).
        spot_because: Option<String> = optional;
    }
    refuses {
        "min_available" by "SCH-06": "two ways to say how many Pods may be down can contradict each other",
            "write `max_unavailable: 1`";
        "ingress" by "ADD-04": "the load balancer follows from the name and from who may reach it",
            "write `expose { host: \"chat.example.com\" }`";
        "load_balancer" by "ADD-04": "the load balancer follows from the name and from who may reach it",
            "write `expose { host: \"chat.example.com\" }`";
    }
}
