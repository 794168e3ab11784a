//! More parts at once than a queue can ever have.
fn main() {
    //~ SCH-10 "40"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            queues { queue ml_training { share gpu { nodes: 8 } } }
            node_group gpu { instances: ["g6e.2xlarge"], scale: 0..=8, serves: Training, taint: nvidia_gpu }
            namespace ml_training { serves: Training }
            processing embed {
                namespace: ml_training, on: gpu, gpus: 1, cpu: "2", memory: "8Gi", parts: 100, at_once: 40,
                image: "registry.example.com/ml/x:1.4@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            }
        }
    };
}
