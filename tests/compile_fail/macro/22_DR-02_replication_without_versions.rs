//! A copy of a bucket that is not versioned, in both spellings.
fn main() {
    //~ DR-02 "replicate"
    //~ DR-02 "versioning"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        bucket models { s3: "acme-ml-models", replicate { to: "us-east-2" } }
        bucket checkpoints { s3: "acme-ml-checkpoints", create { lifecycle { noncurrent_days: 30 }, versioning: false, replicate { to: "us-east-2" } } }
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
        }
    };
}
