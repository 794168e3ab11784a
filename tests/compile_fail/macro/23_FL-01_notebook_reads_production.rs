//! A notebook in development that reads what production serves.
fn main() {
    //~ FL-01 "bucket"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        bucket models { s3: "acme-ml-models" }
        cluster serving {
            version: V1_35,
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            namespace serving { serves: Inference }
            identity server { namespace: serving, read: bucket models }
        }
        cluster lab {
            version: V1_35, environment: Development,
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            vpc { cidr: "10.1.0.0/16", zones: 3 }
            namespace notebooks { serves: Development }
            identity notebook { namespace: notebooks, read: bucket models }
        }
    };
}
