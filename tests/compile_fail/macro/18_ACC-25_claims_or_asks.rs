//! A job that may land where GPUs are claimed or where they are asked for by number.
fn main() {
    //~ ACC-25 "select"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            version: V1_35,
            namespace ml_training { serves: Training }
            node_group old { instances: ["g6e.2xlarge"], scale: 1..=4, serves: Training, taint: nvidia_gpu }
            node_group new { instances: ["g6e.2xlarge"], scale: 1..=4, serves: Training, taint: nvidia_gpu, plane: Dra }
            training tune {
                namespace: ml_training, gpus: 1, cpu: "4", memory: "16Gi", image: "registry.example.com/ml/tune:1.0",
                command: ["python", "tune.py"],
                select { labels { "workload-type": "training" }, tolerate: ["nvidia.com/gpu"] },
            }
        }
    };
}
