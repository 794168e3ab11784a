use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        name: "shared",
        region: "us-west-2",
        account: "111122223333",
        cluster shared {
            version: "1.35",
            vpc { cidr: "10.0.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"], nat: PerZone }
            endpoint: Private,
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            // [MON-06] nobody watches the GPUs of `pretraining`
            //   fix: add `monitoring { dcgm }` to the cluster
            node_group pretraining {
                instances: ["p5.48xlarge"],
                scale: 0..=4,
                serves: Training,
                purchase: CapacityBlock("cr-0f00f00f00f00f00f"),
                zones: ["us-west-2a"],
                taint: NvidiaGpu,
                volume { size_gib: 500 }
                efa: true,
            }
        }
    }
}
