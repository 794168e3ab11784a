//! One base, three environments: each says what differs, and nothing else; what staging and development have in common is a base of its
//! own, made from the first.
//!
//! What a base says is judged in every cluster that inherits it, and a mistake in it stands in it. The README of each cluster and
//! `MANIFEST.json` list what the cluster has otherwise.

use eksml::prelude::*;

/// The platform.
pub fn platform() -> Platform {
    platform! {
        name: "acme-search", region: "eu-west-1", account: "111122223333",

        base standard {
            version: V1_35,
            vpc { zones: 3, nat: PerZone, endpoints: [S3] }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:eu-west-1:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
            scaler: ClusterAutoscaler,
            node_group system    { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            node_group serve_gpu {
                instances: ["g6.2xlarge"], scale: 3..=12, serves: Inference, taint: nvidia_gpu, zone_failure: Survived,
            }
            namespace ml_inference {
                serves: Inference, quota { cpu: "96", memory: "384Gi", nvidia_gpu: 12 }
                limits { cpu: "500m", memory: "1Gi" }
                https_to: [Vpc, Internet("S3 and ECR are reached through NAT")],
            }
            storage gp3 { ebs_gp3, default: true }
            monitoring {
                prometheus { class: gp3 } dcgm, node_exporter, kube_state_metrics,
                alertmanager { to: Sns("arn:aws:sns:eu-west-1:111122223333:platform-alerts") }
            }
            inference rank {
                namespace: ml_inference, on: serve_gpu, replicas: 3, gpus: 1, cpu: 6, memory: "24Gi", port: 8000, health: "/health",
                image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/rank@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            }
        }

        // Without a zone's failure to survive, one way out is enough.
        base rehearsal { inherits: standard, vpc { nat: Single } }

        cluster search_prod { inherits: standard, environment: Production, vpc { cidr: "10.48.0.0/16" } }

        // The rehearsal is one version ahead, and smaller.
        cluster search_staging {
            inherits: rehearsal, environment: Staging, version: V1_36, vpc { cidr: "10.49.0.0/16" }
            node_group serve_gpu { scale: 3..=6 }
            namespace ml_inference { quota { nvidia_gpu: 6 } }
            inference rank { replicas: 2 }
        }

        // Nobody waits for an answer here: one node on Spot, from zero, and no metrics.
        cluster search_dev {
            inherits: rehearsal, environment: Development, vpc { cidr: "10.50.0.0/16" }
            without: [monitoring, inference rank, namespace ml_inference, node_group serve_gpu],
            namespace notebooks {
                serves: Development, quota { cpu: "16", memory: "64Gi", nvidia_gpu: 2 }
                limits { cpu: "500m", memory: "1Gi" }
                https_to: [Vpc, Internet("notebooks install packages")],
            }
            node_group try_gpu { instances: ["g6.2xlarge"], scale: 0..=2, serves: Development, taint: nvidia_gpu, purchase: Spot,
                waive(MON-06, "who tries something looks at nvidia-smi", until: "2027-06-30"),
            }
        }
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
