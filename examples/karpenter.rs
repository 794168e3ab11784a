//! Nodes bought one by one: Karpenter runs pools for training, inference and notebooks beside a small managed group it lives on.
//!
//! `cargo run --example karpenter` writes the manifests to `manifests/`.

use eksml::prelude::*;

/// The platform. Everything in it is literal, so everything is checked while this compiles.
pub fn platform() -> Platform {
    platform! {
        name: "acme-elastic", region: "us-west-2", account: "111122223333",

        bucket checkpoints { s3: "acme-elastic-checkpoints" }
        bucket models      { s3: "acme-elastic-models" }

        cluster elastic {
            version: V1_35,
            environment: Production,
            vpc { cidr: "10.16.0.0/16", zones: 3, nat: PerZone, endpoints: [S3] }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
            scaler: Karpenter,
            budget: "250000 USD/month",

            // Karpenter itself, CoreDNS and the controllers: nodes that nobody buys or takes away.
            node_group system { instances: ["m7i.xlarge"], scale: 3..=3, serves: System, zone_failure: Survived }

            // From a reservation, with EFA on every card; a node stays as long as a job runs on it.
            node_group train {
                instances: ["p5.48xlarge"], scale: 0..=4, serves: Training, taint: nvidia_gpu, efa: true,
                purchase: Reservation("cr-0123456789abcdef0"), zone: "us-west-2a", volume { size_gib: 500 }
                management: NodePool { consolidate_after: "1h" },
            }
            // Whatever is to be had; none is given back while people are at work, and none expires.
            node_group serve {
                instances: ["g6e.2xlarge", "g6.4xlarge", "g6.2xlarge"], scale: 0..=12, serves: Inference, taint: nvidia_gpu,
                management: NodePool {
                    budget { percent: 20 }
                    budget { nodes: 0, schedule: "0 14 * * mon-fri", lasts: "10h" }
                },
            }
            node_group batch {
                instances: ["m7i.4xlarge", "m7a.4xlarge", "m6i.4xlarge", "c7i.8xlarge"], scale: 0..=20, purchase: Spot,
                management: NodePool { weight: 10 },
            }

            namespace training {
                serves: Training, quota { nvidia_gpu: 32 },
                https_to: [Vpc, Internet("S3 and ECR have no interface endpoints in this VPC yet")],
            }
            namespace serving {
                serves: Inference, quota { nvidia_gpu: 12 },
                https_to: [Vpc, Internet("S3 and ECR have no interface endpoints in this VPC yet")],
            }
            queues,

            identity trainer { namespace: training, write: [bucket checkpoints, bucket models] }
            identity server  { namespace: serving, read: bucket models }

            training pretrain {
                namespace: training, on: train, nodes: 4, gpus: 8, cpu: "180", memory: "1800Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/pretrain@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                command: ["torchrun", "train.py"],
                identity: trainer,
                checkpoint { every: "15m", to: bucket checkpoints }
            }
            inference chat {
                namespace: serving, on: serve, replicas: 6, gpus: 1, cpu: "4", memory: "24Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/chat@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                port: 8000, health: "/health", identity: server,
            }

            storage gp3 { ebs_gp3, default: true }
            monitoring {
                prometheus { class: gp3 }, dcgm, node_exporter, kube_state_metrics,
                alertmanager { to: Sns("arn:aws:sns:us-west-2:111122223333:platform-alerts") }
            }
        }
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
