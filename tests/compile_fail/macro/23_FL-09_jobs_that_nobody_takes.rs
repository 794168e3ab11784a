//! A hub that sends jobs to a spoke whose queues take none, and to one that there is not.
fn main() {
    //~ FL-09 "vision"
    //~ FL-09 "langauge"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333", hub: tools,
        base standard {
            version: V1_35,
            vpc { zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            namespace research { serves: Training }
        }
        cluster tools {
            inherits: standard,
            vpc { cidr: "10.1.0.0/16", peer vision { cidr: "10.2.0.0/16" } }
            queues { queue research { send_to: [vision, langauge] } }
        }
        cluster vision {
            inherits: standard,
            vpc { cidr: "10.2.0.0/16", peer tools { cidr: "10.1.0.0/16" } }
            node_group gpu { instances: ["g6e.12xlarge"], scale: 0..=8, serves: Training, purchase: Spot, taint: nvidia_gpu }
            queues { queue research }
        }
        cluster language {
            inherits: standard,
            vpc { cidr: "10.3.0.0/16", peer tools { cidr: "10.1.0.0/16" } }
            node_group gpu { instances: ["g6e.12xlarge"], scale: 0..=8, serves: Training, purchase: Spot, taint: nvidia_gpu }
            queues { queue research }
        }
    };
}
