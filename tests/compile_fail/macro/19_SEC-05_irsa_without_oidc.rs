//! IRSA on a cluster whose OIDC provider is never registered.
fn main() {
    //~ SEC-05 "Irsa"
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
            addons { oidc: Off }
            namespace ml_training { serves: Training }
            identity trainer { namespace: ml_training, read: bucket checkpoints, via: Irsa }
        }
    };
}
