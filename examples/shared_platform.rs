//! One cluster for training, inference and development, isolated by namespace: pattern 1 of the architecture decisions.
//!
//! `cargo run --example shared_platform` writes the manifests to `manifests/`.

use eksml::prelude::*;

/// The platform. Everything in it is literal, so everything is checked while this compiles.
pub fn platform() -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",

        bucket training_data { s3: "acme-ml-training-data", key: "arn:aws:kms:us-west-2:111122223333:key/2f0c3a5e-8d7b-4e6f-9a1b-3c4d5e6f7a8b" }
        // A wrong delete can be taken back for a month, and a lost region leaves a copy of what cannot be made again in a day.
        bucket checkpoints   { s3: "acme-ml-checkpoints", create { lifecycle { noncurrent_days: 30, expire_days: 180 } } }
        bucket models        { s3: "acme-ml-models", create { lifecycle { noncurrent_days: 90 } replicate { to: "us-east-2" } } }

        cluster ai_shared {
            version: V1_35,
            environment: Production,
            vpc { cidr: "10.0.0.0/16", zones: 3, nat: PerZone, endpoints: [S3] }
            endpoint: PrivateAndPublic { from: ["203.0.113.0/24"] },
            access {
                admins: ["arn:aws:iam::111122223333:role/platform-admin"],
                viewers: ["arn:aws:iam::111122223333:role/auditor"],
                team training  { role: "arn:aws:iam::111122223333:role/ml-training",  namespaces: [ml_training] }
                team inference { role: "arn:aws:iam::111122223333:role/ml-inference", namespaces: [ml_inference] }
            }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
            logs { retention_days: 90, api: true }
            scaler: ClusterAutoscaler { expander: LeastWaste },

            // What keeps the cluster itself alive: on demand, untainted, a node in every zone.
            node_group system {
                instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived,
            }
            // Spot, from zero, next to its file system; every job on it writes checkpoints.
            node_group training_gpu {
                instances: ["g6e.12xlarge"], scale: 0..=20, serves: Training,
                purchase: Spot, zone: "us-west-2a", taint: nvidia_gpu, volume { size_gib: 300 }
                waive(CST-03, "the training data is in one zone, and every job checkpoints to S3", until: "2027-06-30"),
            }
            // On demand in all zones; four small models share each GPU.
            node_group inference_gpu {
                instances: ["g6.2xlarge"], scale: 3..=10, serves: Inference,
                taint: nvidia_gpu, zone_failure: Survived, sharing: TimeSlicing(4),
            }
            node_group cpu_workloads {
                instances: ["m7i.2xlarge", "m7a.2xlarge", "m6i.2xlarge"], scale: 2..=50, serves: General, purchase: Spot,
            }

            namespace ml_training {
                serves: Training, pod_security: Restricted,
                quota { cpu: "960", memory: "6Ti", nvidia_gpu: 80 }
                limits { cpu: "1", memory: "2Gi" }
                https_to: [Vpc, Internet("S3 and ECR have no interface endpoints in this VPC yet")],
            }
            namespace ml_inference {
                serves: Inference, pod_security: Restricted,
                quota { cpu: "80", memory: "320Gi", nvidia_gpu: 40 }
                limits { cpu: "500m", memory: "1Gi" }
                https_to: [Vpc, Internet("S3 and ECR have no interface endpoints in this VPC yet")],
            }
            namespace ml_development {
                serves: Development, pod_security: Restricted,
                quota { cpu: "256", memory: "2Ti", nvidia_gpu: 32, pods: 100, storage: "2Ti" }
                limits { cpu: "500m", memory: "1Gi", max_cpu: "48", max_memory: "384Gi" }
                https_to: [Vpc, Internet("notebooks install packages")],
            }

            // Training takes turns by the nodes each queue is sure of, lends what is idle, and starts with all its nodes or not at all.
            queues {
                queue ml_training    { share training_gpu { nodes: 16 }, weight: 3 }
                queue ml_development { share training_gpu { nodes: 4, borrow: 4 } }
                ready_within: "20m",
            }

            storage gp3 { ebs_gp3 { throughput: 250 }, default: true }
            storage shared_home { efs { file_system: "fs-0123456789abcdef0" } }
            storage fsx_lustre_training {
                fsx_lustre: Persistent2 {
                    throughput: 1000, size_gib: 4800, backup_days: 7,
                    place { subnet: "subnet-0a1b2c3d4e5f60718", zone: "us-west-2a", security_groups: ["sg-0a1b2c3d4e5f60718"] }
                }
            }

            identity trainer { namespace: ml_training, read: bucket training_data, write: [bucket checkpoints, bucket models] }
            identity tuner   { namespace: ml_development, read: bucket training_data, write: bucket checkpoints }
            identity server  { namespace: ml_inference, read: bucket models }

            training pretrain {
                namespace: ml_training, on: training_gpu, nodes: 4, gpus: 4, cpu: "40", memory: "320Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/pretrain@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                command: ["torchrun", "train.py"],
                identity: trainer,
                checkpoint { every: "15m", to: bucket checkpoints }
            }
            training finetune {
                namespace: ml_development, on: training_gpu, gpus: 4, cpu: "40", memory: "320Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/finetune@sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
                identity: tuner,
                checkpoint { every: "10m", to: bucket checkpoints }
            }
            inference chat {
                namespace: ml_inference, on: inference_gpu, replicas: 3, gpus: 1, cpu: "1500m", memory: "6Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/chat@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                port: 8000, health: "/health", identity: server,
            }

            // Objects and volumes every day, here and in Ohio; FSx backs up the Lustre file system by itself.
            backup { every: Day, keep_days: 35, copy { to: "us-east-2", keep_days: 90 }, buckets: [bucket models] }

            monitoring {
                prometheus { retention: "30d", storage: "200Gi", class: gp3 }
                dcgm,
                node_exporter,
                kube_state_metrics,
                grafana { admin_secret: "grafana-admin" }
                alertmanager { to: Sns("arn:aws:sns:us-west-2:111122223333:platform-alerts") }
            }
        }
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
