//! Every kind of workload in one cluster: models on one node and on two, data in a hundred parts, notebooks that stop at night.
//!
//! `cargo run --example workloads` writes the manifests to `manifests/`.

use eksml::prelude::*;

/// The platform.
pub fn platform() -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",

        bucket corpus { s3: "acme-ml-corpus" }
        bucket models { s3: "acme-ml-models" }

        cluster workbench {
            version: V1_35,
            environment: Production,
            vpc { cidr: "10.0.0.0/16", zones: 3, nat: PerZone, endpoints: [S3] }
            access {
                admins: ["arn:aws:iam::111122223333:role/platform-admin"],
                team research { role: "arn:aws:iam::111122223333:role/research", namespaces: [lab] }
                team serving { role: "arn:aws:iam::111122223333:role/serving", namespaces: [models] }
            }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
            scaler: ClusterAutoscaler,

            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group cpu { instances: ["m7i.4xlarge"], scale: 3..=20, serves: Inference, zone_failure: Survived }
            node_group small_gpu { instances: ["g6.2xlarge"], scale: 3..=12, serves: Inference, taint: nvidia_gpu, zone_failure: Survived }
            // Next to each other, so that the parts of one model talk over EFA.
            node_group large_gpu {
                instances: ["p5.48xlarge"], scale: 2..=4, serves: Inference, taint: nvidia_gpu,
                zone: "us-west-2b", efa: true,
            }
            // One zone, so that a notebook finds a node beside its home.
            node_group lab_gpu { instances: ["g6.2xlarge"], scale: 0..=6, serves: Development, zone: "us-west-2a", taint: nvidia_gpu }

            namespace models { serves: Inference, https_to: [Vpc, Internet("S3 has public addresses, by its gateway as well")], quota { nvidia_gpu: 40 } }
            namespace data { serves: General, https_to: [Internet("S3 has public addresses, by its gateway as well")] }
            namespace lab { serves: Development, https_to: [Internet("notebooks install packages")], quota { nvidia_gpu: 6, storage: "2Ti" } }

            identity server { namespace: models, read: bucket models }
            identity listener {
                namespace: models, read: bucket models, consumes: ["arn:aws:sqs:us-west-2:111122223333:recordings"],
            }
            identity reader { namespace: data, read: bucket corpus, write: bucket corpus }
            storage gp3 { ebs_gp3, default: true }

            load_balancer_controller,
            // Points chat.acme.example at its load balancer.
            external_dns { zones: ["Z0123456789ABCDEFGHIJ"] }

            // Grows with the requests that its replicas are working on; the office reaches it over HTTPS.
            inference chat {
                namespace: models, on: small_gpu, replicas: 3, gpus: 1, cpu: "4", memory: "20Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/vllm@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                port: 8000, health: "/health", metrics: "/metrics", identity: server,
                env { VLLM_LOGGING_LEVEL: "INFO", HF_TOKEN_PATH: "/etc/huggingface/token" }
                secret huggingface { at: "/etc/huggingface" }
                config server { at: "/etc/vllm", files { "config.yaml": "max-model-len: 32768\ngpu-memory-utilization: 0.9\n" } }
                expose { host: "chat.acme.example", to: Addresses(["203.0.113.0/24"]) }
                autoscale { up_to: 9, prometheus { query: "sum(vllm:num_requests_running{namespace=\"models\"})", per_replica: "16" } }
            }
            // Sleeps until recordings come in, and works off what is in the queue.
            inference transcribe {
                namespace: models, on: small_gpu, replicas: 1, gpus: 1, cpu: "4", memory: "20Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/whisper@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                port: 8080, health: "/healthz", serves: [SameNamespace], identity: listener,
                autoscale { up_to: 3, to_zero, sqs { queue: "arn:aws:sqs:us-west-2:111122223333:recordings", per_replica: 20 } }
            }
            // Grows with what waits before it.
            inference rerank {
                namespace: models, on: cpu, replicas: 3, cpu: "4", memory: "8Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/rerank@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                port: 8080, health: "/healthz", metrics: "/metrics", serves: [SameNamespace],
                autoscale { up_to: 6, metric { name: "rerank_requests_waiting", per_replica: "4" } }
            }
            // All of it while the office works.
            inference summarize {
                namespace: models, on: cpu, replicas: 3, cpu: "4", memory: "8Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/summarize@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                port: 8080, health: "/healthz", serves: [SameNamespace],
                autoscale { up_to: 6, hours { from: "30 7 * * 1-5", to: "0 19 * * 1-5", time_zone: "Europe/Berlin" } }
            }
            // Grows with its CPU; lets in nobody but who says that it calls.
            inference embed {
                namespace: models, on: cpu, replicas: 3, cpu: "4", memory: "8Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/embed@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                port: 8080, health: "/healthz", serves: [SameNamespace],
                autoscale { up_to: 12, cpu: 70, calm: "10m" }
            }
            // One model over sixteen GPUs of two nodes.
            inference giant {
                namespace: models, on: large_gpu, replicas: 1, gpus: 8, cpu: "180", memory: "1800Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/vllm@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                port: 8000, health: "/health", identity: server,
                over { nodes: 2, worker_command: ["vllm-worker"] }
            }

            processing tokenize {
                namespace: data, on: cpu, parts: 100, at_once: 20, cpu: "2", memory: "8Gi", give_up_after: "6h",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/tokenize@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                identity: reader,
            }
            processing index_documents {
                namespace: data, on: cpu, cpu: "2", memory: "8Gi", identity: reader,
                schedule: "30 2 * * *", time_zone: "Europe/Berlin",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/index@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                talks_to: [service embed],
            }

            notebook ada {
                namespace: lab, on: lab_gpu, gpus: 1, cpu: "4", memory: "16Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/lab@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                command: ["jupyter", "lab", "--ip=0.0.0.0", "--port=8888", "--no-browser"],
                home { size: "100Gi" }
                idle { kernels_after: "1h", stop: "0 20 * * *", time_zone: "Europe/Berlin" }
                talks_to: [service chat],
            }

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
