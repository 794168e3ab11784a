//! A team's work in the hub that reaches all the others.
fn main() {
    //~ DR-07 "ml_training"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        bucket models { s3: "acme-ml-models" }
        hub: tools,
        cluster tools {
            version: V1_35,
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            namespace ml_training { serves: Training }
        }
        cluster vision {
            version: V1_35, environment: Development,
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            vpc { cidr: "10.1.0.0/16", zones: 3 }
            namespace notebooks { serves: Development }
        }
    };
}
