//! Two teams share one Capacity Block: each is sure of its nodes, borrows what the other leaves idle, and starts whole jobs only.
//!
//! `cargo run --example queued_training` writes the manifests to `manifests/`.

use eksml::prelude::*;

/// The platform. Everything in it is literal, so everything is checked while this compiles.
pub fn platform() -> Platform {
    platform! {
        name: "acme-research", region: "us-west-2", account: "111122223333",

        bucket corpus      { s3: "acme-corpus" }
        bucket checkpoints { s3: "acme-research-checkpoints" }

        cluster training {
            version: V1_35,
            environment: Production,
            vpc { cidr: "10.8.0.0/16", zones: 3, nat: PerZone, endpoints: [S3] }
            access {
                admins: ["arn:aws:iam::111122223333:role/platform-admin"],
                team language { role: "arn:aws:iam::111122223333:role/language", namespaces: [language] }
                team vision   { role: "arn:aws:iam::111122223333:role/vision",   namespaces: [vision] }
            }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
            scaler: ClusterAutoscaler,

            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            // All of the block's nodes at once: jobs are placed by where nodes are, so the nodes have to be there.
            node_group block {
                instances: ["p5.48xlarge"], scale: 8..=8, serves: Training, taint: nvidia_gpu, efa: true,
                purchase: CapacityBlock("cr-0123456789abcdef0"), block_ends: "2027-05-14", zone: "us-west-2a", volume { size_gib: 500 }
            }
            node_group prepare { instances: ["m7i.8xlarge", "m6i.8xlarge"], scale: 0..=10, serves: Training }

            namespace language {
                serves: Training, quota { nvidia_gpu: 64 },
                https_to: [Vpc, Internet("S3 and ECR have no interface endpoints in this VPC yet")],
            }
            namespace vision {
                serves: Training, quota { nvidia_gpu: 64 },
                https_to: [Vpc, Internet("S3 and ECR have no interface endpoints in this VPC yet")],
            }

            queues {
                queue language { share block { nodes: 5 }, share prepare { nodes: 6 }, weight: 2 }
                // Deadlines come first within the team; the other team's nodes are out of their reach.
                queue vision   { share block { nodes: 3, lend: 2 }, share prepare { nodes: 4, borrow: 2 } }
                close_together: [block],
                ready_within: "1h",
            }
            priority deadline { value: 150_000 }

            identity language { namespace: language, read: bucket corpus, write: bucket checkpoints }
            identity judge    { namespace: language, read: bucket checkpoints }
            identity vision   { namespace: vision, read: bucket corpus, write: bucket checkpoints }

            training pretrain {
                namespace: language, on: block, nodes: 5, gpus: 8, cpu: "180", memory: "1800Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/pretrain@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                command: ["torchrun", "train.py"],
                identity: language,
                checkpoint { every: "15m", to: bucket checkpoints }
            }
            training tokenize {
                namespace: language, on: prepare, cpu: "30", memory: "100Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/tokenize@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                identity: language,
            }
            // Ray's head is one of the three nodes.
            training embed {
                namespace: language, on: prepare, nodes: 3, run_as: RayJob, cpu: "30", memory: "100Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/ray-embed@sha256:1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014",
                command: ["python", "embed.py"], identity: language,
            }
            // Vision sends further TrainJobs to the runtime of this one, from Kubeflow's own client.
            training segment {
                namespace: vision, on: block, run_as: TrainJob, nodes: 2, gpus: 8, cpu: "180", memory: "1800Gi", priority: deadline,
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/segment@sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
                identity: vision,
                checkpoint { every: "15m", to: bucket checkpoints }
            }

            // Eight of its parts wait for places together, as a job does; each takes what is left of a node.
            processing clean {
                namespace: language, on: prepare, parts: 60, at_once: 8, cpu: "14", memory: "56Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/clean@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                schedule: "0 1 * * *", time_zone: "Europe/Berlin", identity: language, cache scratch { at: "/scratch", size: "20Gi" }
            }
            // A model that judges what training writes stands on two nodes that language is sure of.
            inference judge {
                namespace: language, on: block, replicas: 1, gpus: 8, cpu: "180", memory: "1800Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/vllm@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                port: 8000, health: "/health", serves: [SameNamespace], identity: judge,
                over { nodes: 2, worker_command: ["vllm-worker"] }
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
