//! Two Pods of a service on one gp3 volume: the second stays in ContainerCreating.
fn main() {
    //~ STO-01 "models"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group gpu { instances: ["g6e.2xlarge"], scale: 3..=4, taint: nvidia_gpu, serves: Inference }
            namespace serving { serves: Inference }
            identity server { namespace: serving }
            storage fast { ebs_gp3 }
            volume models { namespace: serving, storage: fast, size: "100Gi" }
            inference vllm {
                namespace: serving, on: gpu, replicas: 2, gpus: 1, cpu: "2", memory: "8Gi", identity: server,
                image: "registry.example.com/ml/vllm@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                port: 8000, health: "/health", mount models { at: "/models" },
            }
        }
    };
}
