//! The platform: one place, three uses (binary, build script, tests).

use eksml::{Platform, platform};

/// A small inference platform in staging.
pub fn platform() -> Platform {
    platform! {
        name: "acme-inference", region: "eu-west-1", account: "111122223333",

        bucket models { s3: "acme-inference-models" }

        cluster inference {
            version: V1_35,
            environment: Staging,
            vpc { cidr: "10.20.0.0/16", zones: 3, nat: PerZone }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,

            node_group system { instances: ["m7i.large"], scale: 3..=5, serves: System }
            node_group gpu    { instances: ["g6.xlarge"], scale: {least_gpu_nodes()}..=6, serves: Inference, taint: nvidia_gpu }

            namespace serving { serves: Inference, https_to: [Vpc, Internet("S3 has public addresses")], quota { nvidia_gpu: 6 } }
            identity server   { namespace: serving, read: bucket models }
            storage gp3       { ebs_gp3, default: true }

            inference chat {
                namespace: serving, on: gpu, replicas: 2, gpus: 1, cpu: "2", memory: "8Gi",
                image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/chat:1.4.2",
                port: 8000, health: "/health", identity: server,
            }

            monitoring { prometheus { class: gp3 } dcgm, node_exporter }
        }
    }
}

/// Ordinary Rust decides what the macro cannot know; the rules judge the result at the gate.
fn least_gpu_nodes() -> u32 {
    2
}
