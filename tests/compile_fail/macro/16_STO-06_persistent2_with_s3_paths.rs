//! The same in the driver's own words.
fn main() {
    //~ STO-06 "s3_import_path"
    //~ STO-06 "s3_export_path"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
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
                    s3_import_path: "s3://acme-training-data", s3_export_path: "s3://acme-training-results",
                }
            }
        }
    };
}
