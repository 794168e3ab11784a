//! A job on nodes that the file system does not let in.
fn main() {
    //~ NET-20 "shards"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            security_groups: PerKind,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone: "us-west-2a" }
            node_group lab { instances: ["m7i.2xlarge"], scale: 0..=4, serves: Training, zone: "us-west-2a" }
            namespace ml { serves: Training }
            storage data { fsx_lustre: Scratch2 { size_gib: 1200, place { zone: "us-west-2a" } } }
            volume shards { namespace: ml, storage: data }
            training pretrain {
                namespace: ml, on: lab, cpu: "4", memory: "8Gi", image: "registry.example.com/ml/train:1.4",
                mount shards { at: "/data" }
            }
            processing shuffle {
                namespace: ml, on: system, cpu: "1", memory: "2Gi", image: "registry.example.com/ml/shuffle:1.4",
                mount shards { at: "/data" }
            }
        }
    };
}
