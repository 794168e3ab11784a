//! Production inference on Spot.
fn main() {
    //~ CST-01 "gpu"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group gpu {
                instances: ["g6e.2xlarge"], scale: 3..=6, purchase: Spot, serves: Inference, taint: nvidia_gpu,
            }
            namespace ml_inference { serves: Inference }
            inference vllm {
                namespace: ml_inference, on: gpu, replicas: 3, gpus: 1, cpu: "4", memory: "16Gi",
                image: "registry.example.com/vllm:1.4.2", port: 8000, health: "/health",
            }
        }
    };
}
