//! A GPU group without its taint in a base that two clusters inherit: one error, where it was written.
fn main() {
    //~ NG-06 "training_gpu"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        base standard {
            version: V1_35,
            vpc { zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group training_gpu { instances: ["p5.48xlarge"], scale: 0..=16, serves: Training }
        }
        cluster blue { inherits: standard, vpc { cidr: "10.1.0.0/16" } }
        cluster green { inherits: standard, vpc { cidr: "10.2.0.0/16" } }
    };
}
