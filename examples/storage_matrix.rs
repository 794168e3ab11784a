//! Storage by use: what is worked on, what it is worked on from, and what is kept near, for training, inference and development.
//!
//! `cargo run --example storage_matrix` writes the manifests to `manifests/`.

use eksml::prelude::*;

/// The platform.
pub fn platform() -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",

        bucket corpus      { s3: "acme-ml-corpus" }
        bucket checkpoints { s3: "acme-ml-checkpoints" }
        bucket models      { s3: "acme-ml-models" }

        cluster data {
            version: V1_35,
            environment: Production,
            vpc { cidr: "10.20.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"], nat: PerZone, endpoints: [S3] }
            endpoint: PrivateAndPublic { from: ["203.0.113.0/24"] },
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
            scaler: ClusterAutoscaler,
            queues,
            // Training nodes reach the Lustre file systems, inference nodes the EFS one, and neither the other's.
            security_groups: PerKind,

            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            // In the zone of its file system; shards are cached on the disks that come with the instance.
            node_group training_gpu {
                instances: ["g6e.12xlarge"], scale: 0..=8, serves: Training, zone: "us-west-2a", taint: nvidia_gpu,
                instance_store: Raid0,
            }
            node_group inference_gpu {
                instances: ["g6.2xlarge"], scale: 3..=9, serves: Inference, taint: nvidia_gpu, zone_failure: Survived,
                instance_store: Raid0,
            }
            // One zone, so that a notebook finds a node beside its gp3 volume.
            node_group notebooks { instances: ["m7i.2xlarge"], scale: 1..=4, serves: Development, zone: "us-west-2b" }

            namespace ml_training    { serves: Training,    quota { nvidia_gpu: 16 } https_to: [Internet("ECR and S3 have no endpoints in this VPC yet")] }
            namespace ml_inference   { serves: Inference,   quota { nvidia_gpu: 9 } https_to: [Internet("ECR and S3 have no endpoints in this VPC yet")] }
            namespace ml_development { serves: Development, https_to: [Internet("notebooks install packages")] }

            // One file system for the corpus: PERSISTENT_2, linked to its bucket, which is where it is kept.
            storage corpus {
                serves: Training,
                fsx_lustre: Persistent2 {
                    throughput: 250, size_gib: 4800, metadata_iops: 12000,
                    place { zone: "us-west-2a" }
                    link corpus { at: "/corpus", prefix: "v3", sync: Import }
                }
            }
            // A file system per claim for what may be lost.
            storage scratch {
                serves: Training,
                fsx_lustre: Scratch2 {
                    size_gib: 2400,
                    place { zone: "us-west-2a" }
                }
            }
            // A file system of the cluster's own, with a mount target in every zone.
            storage shared { serves: Inference, efs { create { infrequent_after_days: 30 } } }
            storage gp3    { serves: Development, ebs_gp3 { throughput: 250, snapshots: Retain }, default: true }

            volume corpus     { namespace: ml_training, storage: corpus }
            volume shuffled   { namespace: ml_training, storage: scratch }
            volume adapters   { namespace: ml_inference, storage: shared, size: "100Gi" }
            volume models     { namespace: ml_inference, s3 { bucket: models, prefix: "released/" } }
            volume index      { namespace: ml_development, storage: gp3, size: "200Gi" }

            identity trainer { namespace: ml_training, read: bucket corpus, write: bucket checkpoints }
            identity server  { namespace: ml_inference, read: bucket models }

            training pretrain {
                namespace: ml_training, on: training_gpu, nodes: 4, gpus: 4, cpu: "40", memory: "320Gi", identity: trainer,
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/pretrain@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                command: ["torchrun", "train.py"],
                mount corpus   { at: "/data", read_only: true }
                mount shuffled { at: "/shuffled" }
                cache shards   { at: "/cache", size: "2Ti" }
                checkpoint { every: "15m", to: bucket checkpoints }
            }
            inference chat {
                namespace: ml_inference, on: inference_gpu, replicas: 3, gpus: 1, cpu: "6", memory: "24Gi", identity: server,
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/chat@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                port: 8000, health: "/health",
                mount adapters { at: "/adapters", read_only: true }
                mount models   { at: "/models" }
                cache weights  { at: "/cache", size: "300Gi" }
            }
            // An experiment on its own gp3 volume.
            training tune {
                namespace: ml_development, on: notebooks, cpu: "4", memory: "16Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/tune@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                mount index { at: "/index" }
            }
            monitoring { dcgm }
        }
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
