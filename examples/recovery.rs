//! A platform that survives the loss of a volume, of a zone and of a region: its own buckets with copies elsewhere, keys and backups.
//!
//! `cargo run --example recovery` writes the manifests to `manifests/`.

use eksml::prelude::*;

/// The platform. What it creates beside its cluster comes as CloudFormation, below `fleet/` and in the cluster's own folder.
pub fn platform() -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",

        // Read only and easy to get again: no copy. Not ours to create.
        bucket training_data { s3: "acme-ml-training-data" }
        // A month to take back a wrong delete, and a copy that a lost region leaves alone.
        bucket checkpoints {
            s3: "acme-ml-checkpoints",
            create {
                own_key: true,
                lifecycle { noncurrent_days: 30, expire_days: 180 },
                replicate { to: "us-east-2" },
            }
        }
        bucket models {
            s3: "acme-ml-models",
            create {
                lifecycle { noncurrent_days: 90, archive_days: 180 },
                replicate { to: "us-east-2", s3: "acme-ml-models-copy" },
            }
        }

        cluster inference {
            version: V1_35,
            environment: Production,
            // Checkpoints, images and logs leave neither the VPC nor a NAT gateway's bill.
            vpc { cidr: "10.0.0.0/16", zones: 3, nat: PerZone, endpoints: [S3, Ecr, EksAuth, Sts, Logs] }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            own_secrets_key: true,
            scaler: ClusterAutoscaler,
            queues,

            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            node_group inference_gpu {
                instances: ["g6.2xlarge"], scale: 3..=9, serves: Inference, taint: nvidia_gpu, zone_failure: Survived,
            }
            // Volumes and capacity are zonal, so training has a group in each of two zones.
            node_group training_a {
                instances: ["g6e.12xlarge"], scale: 0..=8, serves: Training, purchase: Spot, zone: "us-west-2a", taint: nvidia_gpu,
                waive(CST-03, "every job checkpoints to S3, and the other zone has a group of its own", until: "2027-06-30"),
            }
            node_group training_b {
                instances: ["g6e.12xlarge"], scale: 0..=8, serves: Training, purchase: Spot, zone: "us-west-2b", taint: nvidia_gpu,
                waive(CST-03, "every job checkpoints to S3, and the other zone has a group of its own", until: "2027-06-30"),
            }

            namespace ml_training {
                serves: Training, quota { nvidia_gpu: 64 }, https_to: [Vpc, Internet("S3 here and in the region of its copies")],
            }
            namespace ml_inference { serves: Inference, quota { nvidia_gpu: 9 }, https_to: [Internet("models come from S3")] }
            storage gp3 { ebs_gp3, default: true }

            identity trainer { namespace: ml_training, read: bucket training_data, write: [bucket checkpoints, bucket models] }
            identity server  { namespace: ml_inference, read: bucket models }

            training pretrain {
                namespace: ml_training, on: training_a, nodes: 2, gpus: 4, cpu: "40", memory: "320Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/pretrain@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                identity: trainer, checkpoint { every: "15m", to: bucket checkpoints }
            }
            inference chat {
                namespace: ml_inference, on: inference_gpu, replicas: 3, gpus: 1, cpu: "4", memory: "16Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/chat@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                port: 8000, health: "/health", identity: server,
            }
            // Objects and volumes every day, here and in Ohio; every Monday a job reads the newest checkpoints from both.
            backup {
                every: Day, keep_days: 35, locked: true,
                copy { to: "us-east-2", keep_days: 90 },
                buckets: [bucket models],
                drill { schedule: "0 6 * * 1", newest_within: "8d" }
            }
            monitoring {
                prometheus, dcgm, node_exporter, kube_state_metrics,
                alertmanager { to: Sns("arn:aws:sns:us-west-2:111122223333:platform-alerts") }
            }
        }
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
