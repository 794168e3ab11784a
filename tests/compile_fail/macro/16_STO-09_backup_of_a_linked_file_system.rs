//! Backups of a file system that is linked to a bucket: FSx makes none.
fn main() {
    //~ STO-09 "7"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        bucket checkpoints { s3: "acme-checkpoints" }
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            storage training_data {
                fsx_lustre: Persistent2 {
                    place { subnet: "subnet-0123456789abcdef0", zone: "us-west-2a", security_groups: ["sg-0123456789abcdef0"] }, throughput: 1000, size_gib: 2400,
                    backup_days: 7, link checkpoints { at: "/checkpoints" }
                }
            }
        }
    };
}
