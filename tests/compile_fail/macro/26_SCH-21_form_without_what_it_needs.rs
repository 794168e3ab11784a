//! A RayJob that has nothing to run, and a job whose Pods would have no host names.
fn main() {
    //~ SCH-21 "RayJob"
    //~ SCH-21 "an_experiment_whose_name_says_all_there_is_to_say_of_itself"
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
            node_group gpu { instances: ["g6e.2xlarge"], scale: 0..=8, serves: Training, taint: nvidia_gpu }
            namespace ml_training { serves: Training }
            training tune { namespace: ml_training, on: gpu, gpus: 1, nodes: 4, run_as: RayJob, cpu: "2", memory: "8Gi", image: "registry.example.com/ml/train:1.4@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }
            training an_experiment_whose_name_says_all_there_is_to_say_of_itself { namespace: ml_training, on: gpu, gpus: 1, nodes: 4, cpu: "2", memory: "8Gi", image: "registry.example.com/ml/train:1.4@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }
        }
    };
}
