//! An image of x86_64 on Graviton with an NVIDIA GPU.
fn main() {
    //~ ACC-22 ""registry.example.com/ml/train:1.4@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef""
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group arm_gpu { instances: ["g5g.2xlarge"], scale: 0..=8, serves: Training, taint: nvidia_gpu }
            namespace ml_training { serves: Training }
            training tune { namespace: ml_training, on: arm_gpu, gpus: 1, cpu: "2", memory: "8Gi", image: "registry.example.com/ml/train:1.4@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }
        }
    };
}
