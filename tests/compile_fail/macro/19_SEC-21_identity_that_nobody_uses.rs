//! Permissions for a service that does not take them.
fn main() {
    //~ SEC-21 "scorer"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group cpu { instances: ["m7i.4xlarge"], scale: 2..=4 }
            namespace ml { serves: General }
            identity scorer { namespace: ml }
            processing score { namespace: ml, on: cpu, cpu: "2", memory: "8Gi", image: "registry.example.com/ml/train:1.4@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }
        }
    };
}
