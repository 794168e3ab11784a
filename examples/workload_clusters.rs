//! Three clusters, one for each kind of work: pattern 2 of the architecture decisions.
//!
//! Training writes the models, inference reads them and can write none, development has neither. Networks are disjoint, roles are of
//! one cluster each, and a mistake in one cluster stays there.

use eksml::prelude::*;

/// The platform. Everything in it is literal, so everything is checked while this compiles, between the clusters, too.
pub fn platform() -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",

        // Every cluster keeps itself at what is committed: none needs another for it.
        gitops: Flux { repo: "ssh://git@github.com/acme/ml-platform", secret: deploy_key }

        // The way of a model: `trainer` writes it, `server` reads it (FL-05).
        bucket training_data { s3: "acme-ml-training-data" }
        bucket checkpoints   { s3: "acme-ml-checkpoints" }
        bucket models        { s3: "acme-ml-models", key: "arn:aws:kms:us-west-2:111122223333:key/2f0c3a5e-8d7b-4e6f-9a1b-3c4d5e6f7a8b" }
        // Development's own (FL-01).
        bucket experiments   { s3: "acme-ml-experiments" }

        cluster ml_train {
            version: V1_35, environment: Production,
            vpc { cidr: "10.16.0.0/16", zones: 3, nat: PerZone, endpoints: [S3] }
            access {
                admins: ["arn:aws:iam::111122223333:role/platform-admin"],
                viewers: ["arn:aws:iam::111122223333:role/auditor"],
                // What the team brings from a repository of its own goes into its namespaces and nowhere else.
                team training {
                    role: "arn:aws:iam::111122223333:role/ml-training", namespaces: [ml_training],
                    repos: ["https://github.com/acme/training-jobs"],
                }
            }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
            scaler: ClusterAutoscaler,
            queues,

            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            // The reserved nodes of the large runs, with EFA between them.
            node_group pretrain_gpu {
                instances: ["p5.48xlarge"], scale: 0..=8, serves: Training, taint: nvidia_gpu,
                purchase: CapacityBlock("cr-0123456789abcdef0"), block_ends: "2027-05-14", zone: "us-west-2a", efa: true, volume { size_gib: 500 }
            }
            // Spot, from zero, for what restarts cheaply.
            node_group tune_gpu {
                instances: ["g6e.12xlarge"], scale: 0..=16, serves: Training, taint: nvidia_gpu,
                purchase: Spot, zone: "us-west-2b", volume { size_gib: 300 }
                waive(CST-03, "the nodes of a run stay in one zone, and every run checkpoints to S3", until: "2027-06-30"),
            }

            namespace ml_training {
                serves: Training, quota { cpu: "2400", memory: "24Ti", nvidia_gpu: 128 }
                limits { cpu: "1", memory: "2Gi" }
                https_to: [Vpc, Internet("S3 and ECR have no interface endpoints in this VPC yet")],
            }
            identity trainer { namespace: ml_training, read: bucket training_data, write: [bucket checkpoints, bucket models] }
            storage gp3 { ebs_gp3, default: true }

            training pretrain {
                namespace: ml_training, on: pretrain_gpu, nodes: 8, gpus: 8, cpu: 180, memory: "1800Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/pretrain@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                command: ["torchrun", "train.py"],
                identity: trainer, checkpoint { every: "15m", to: bucket checkpoints }
            }
            training tune {
                namespace: ml_training, on: tune_gpu, gpus: 4, cpu: 40, memory: "320Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/tune@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                identity: trainer, checkpoint { every: "10m", to: bucket checkpoints }
            }
            monitoring {
                prometheus { class: gp3 } dcgm, node_exporter, kube_state_metrics,
                alertmanager { to: Sns("arn:aws:sns:us-west-2:111122223333:platform-alerts") }
            }
        }

        cluster ml_serve {
            version: V1_35, environment: Production,
            vpc { cidr: "10.17.0.0/16", zones: 3, nat: PerZone, endpoints: [S3] }
            access {
                admins: ["arn:aws:iam::111122223333:role/platform-admin"],
                viewers: ["arn:aws:iam::111122223333:role/auditor"],
                team inference { role: "arn:aws:iam::111122223333:role/ml-inference", namespaces: [ml_inference] }
            }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/8e0a2f3b-4c5d-4e6f-9071-8293a4b5c6d7",
            scaler: ClusterAutoscaler,

            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            node_group serve_gpu {
                instances: ["g6.2xlarge"], scale: 3..=12, serves: Inference, taint: nvidia_gpu, zone_failure: Survived,
            }

            namespace ml_inference {
                serves: Inference, quota { cpu: "96", memory: "384Gi", nvidia_gpu: 12 }
                limits { cpu: "500m", memory: "1Gi" }
                https_to: [Vpc, Internet("S3 and ECR have no interface endpoints in this VPC yet")],
            }
            identity server { namespace: ml_inference, read: bucket models }
            storage gp3 { ebs_gp3, default: true }

            inference chat {
                namespace: ml_inference, on: serve_gpu, replicas: 3, gpus: 1, cpu: 6, memory: "24Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/chat@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                port: 8000, health: "/health", identity: server,
            }
            monitoring {
                prometheus { class: gp3 } dcgm, node_exporter, kube_state_metrics,
                alertmanager { to: Sns("arn:aws:sns:us-west-2:111122223333:platform-alerts") }
            }
        }

        cluster ml_dev {
            version: V1_35, environment: Development,
            vpc { cidr: "10.18.0.0/16", zones: 3, nat: Single, endpoints: [S3] }
            access {
                admins: ["arn:aws:iam::111122223333:role/platform-admin"],
                team research { role: "arn:aws:iam::111122223333:role/ml-research-dev", namespaces: [notebooks] }
            }
            scaler: ClusterAutoscaler,

            node_group system { instances: ["m7i.large"], scale: 3..=4, serves: System }
            node_group notebooks_cpu {
                instances: ["m7i.2xlarge", "m7a.2xlarge", "m6i.2xlarge"], scale: 0..=20, serves: Development, purchase: Spot,
            }

            namespace notebooks {
                serves: Development, quota { cpu: "64", memory: "256Gi", pods: 100, storage: "2Ti" }
                limits { cpu: "500m", memory: "1Gi", max_cpu: "6", max_memory: "24Gi" }
                https_to: [Vpc, Internet("notebooks install packages")],
            }
            identity notebook { namespace: notebooks, write: bucket experiments }
            storage gp3 { ebs_gp3, default: true }
            monitoring {
                prometheus { retention: "7d", storage: "50Gi", class: gp3 } node_exporter,
                alertmanager { to: Sns("arn:aws:sns:us-west-2:111122223333:platform-alerts") }
            }
        }
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
