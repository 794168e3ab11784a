//! A cluster without a way to the internet: endpoints instead of NAT, and every image from the account's own registry.
//!
//! `cargo run --example fully_private` writes the manifests to `manifests/`.

use eksml::prelude::*;

/// The platform.
pub fn platform() -> Platform {
    platform! {
        name: "acme-island", region: "us-gov-west-1", account: "111122223333",

        bucket models { s3: "acme-island-models" }

        cluster island {
            version: V1_35,
            environment: Production,
            // eksctl makes the endpoints of S3, ECR, EC2, STS and CloudWatch Logs; these are what the cluster calls beside them.
            vpc { cidr: "10.50.0.0/16", zones: 3, endpoints: [EksAuth, Eks, Autoscaling, Sqs, Sns] }
            eksctl { privateCluster { enabled: true } },
            access { admins: ["arn:aws-us-gov:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
            scaler: ClusterAutoscaler,
            // What eksml emits is pulled from copies; `images.txt` beside the cluster lists them.
            image_mirror: "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/mirror",

            node_group system { instances: ["m6i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            node_group gpu { instances: ["g4dn.2xlarge"], scale: 3..=6, serves: Inference, taint: nvidia_gpu, zone_failure: Survived }

            namespace serving {
                serves: Inference, quota { nvidia_gpu: 6 },
                https_to: [Vpc, Internet("S3 has public addresses, by its gateway as well")],
            }
            identity server {
                namespace: serving, read: bucket models, consumes: ["arn:aws-us-gov:sqs:us-gov-west-1:111122223333:requests"],
            }
            storage gp3 { ebs_gp3, default: true }

            inference worker {
                namespace: serving, on: gpu, replicas: 3, gpus: 1, cpu: "4", memory: "20Gi", identity: server,
                image: "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/vllm@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                port: 8000, health: "/health", metrics: "/metrics", serves: [SameNamespace],
                autoscale { up_to: 6, sqs { queue: "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:requests", per_replica: 20 } }
            }
            monitoring {
                prometheus { class: gp3 }, dcgm, node_exporter, kube_state_metrics,
                alertmanager { to: Sns("arn:aws-us-gov:sns:us-gov-west-1:111122223333:platform-alerts") }
            }
        }
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
