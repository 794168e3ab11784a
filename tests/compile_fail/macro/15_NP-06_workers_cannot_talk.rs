//! A training namespace whose workers cannot reach each other: NCCL hangs.
fn main() {
    //~ NP-06 "Denied"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            queues,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            namespace ml_training { serves: Training, among_themselves: Denied }
            node_group gpu { instances: ["g6e.2xlarge"], scale: 0..=4, taint: nvidia_gpu }
            training pretrain {
                namespace: ml_training, on: gpu, gpus: 1, cpu: "4", memory: "16Gi",
                image: "registry.example.com/pretrain:1.4.2",
                nodes: 4,
            }
        }
    };
}
