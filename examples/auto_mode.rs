//! A small inference cluster that AWS runs: EKS Auto Mode buys the nodes and brings CNI, DNS, storage driver and device plugins.
//!
//! `cargo run --example auto_mode` writes the manifests to `manifests/`.

use eksml::prelude::*;

/// The platform. Everything in it is literal, so everything is checked while this compiles.
pub fn platform() -> Platform {
    platform! {
        name: "acme-auto", region: "eu-west-1", account: "111122223333",

        bucket models { s3: "acme-auto-models" }

        cluster assistant {
            version: V1_35,
            environment: Production,
            vpc { cidr: "10.32.0.0/16", zones: 3, nat: PerZone, endpoints: [S3] }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:eu-west-1:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
            scaler: AutoMode,
            budget: "15000 USD/month",

            node_group serve {
                instances: ["g6.2xlarge", "g6e.2xlarge"], scale: 0..=8, serves: Inference, taint: nvidia_gpu, volume { size_gib: 200 }
                management: NodePool { consolidate_after: "10m" },
            }

            namespace serving {
                serves: Inference, quota { nvidia_gpu: 8 },
                https_to: [Vpc], https_to_names: ["acme-auto-models.s3.eu-west-1.amazonaws.com"],
            }
            identity server { namespace: serving, read: bucket models }

            inference chat {
                namespace: serving, on: serve, replicas: 3, gpus: 1, cpu: "4", memory: "24Gi",
                image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/chat@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                port: 8000, health: "/health", identity: server,
            }

            storage gp3 { ebs_gp3, default: true }
            // In CloudWatch as well, but for the GPUs, which the exporter watches.
            monitoring {
                prometheus { class: gp3 }, dcgm, kube_state_metrics, cloudwatch,
                alertmanager { to: Sns("arn:aws:sns:eu-west-1:111122223333:platform-alerts") }
            }
        }
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
