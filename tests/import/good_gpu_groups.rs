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
            // [MON-06] nobody watches the GPUs of `training-gpu`
            //   fix: add `monitoring { dcgm }` to the cluster
            node_group training_gpu {
                // [CST-03] Spot group `training-gpu` draws on one pool: 1 instance type in 1 zone
                //   fix: list further instances of the same size, or further zones
                instances: ["g6e.12xlarge"],
                scale: 0..=20,
                serves: Training,
                labels { "example.com/team": "research" }
                purchase: Spot,
                zones: ["us-west-2a"],
                taint: NvidiaGpu,
                taint: Custom { key: "example.com/team", value: "research", effect: PreferNoSchedule },
                volume { size_gib: 300 }
                tags { "cost-center": "ml" }
            }
            // [MON-06] nobody watches the Neuron devices of `trainium`
            //   fix: add `monitoring { neuron_monitor }` to the cluster
            node_group trainium {
                instances: ["trn1.2xlarge"],
                scale: 0..=4,
                taint: AwsNeuron,
                volume {
                    size_gib: 300,
                    iops: 4000,
                    throughput: 250,
                    key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
                }
            }
        }
    }
}
