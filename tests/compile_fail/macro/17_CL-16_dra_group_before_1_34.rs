//! One group moves to Dynamic Resource Allocation, which 1.33 does not serve.
fn main() {
    //~ CL-16 "Dra"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            version: V1_33,
            support: Extended,
            node_group gpu { instances: ["g6e.2xlarge"], scale: 1..=4, serves: Inference, taint: nvidia_gpu, plane: Dra }
        }
    };
}
