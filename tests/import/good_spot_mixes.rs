use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        name: "batch",
        region: "us-east-1",
        account: "222233334444",
        cluster batch {
            version: "1.35",
            // [IMP-03] this file leaves 5 choices to eksctl and AWS, which the imported source makes otherwise
            //   fix: where one is not what you want, write the key
            // its version goes on into extended support, at 0.60 USD/h: `upgradePolicy: {supportType: STANDARD}`
            // nobody can tell later who did what: the audit log is not kept: `cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}`
            // traffic goes on to a zone that fails: `zonalShiftConfig: {enabled: true}`
            // `eks-pod-identity-agent` is not there, and the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods: `addons: [{name: eks-pod-identity-agent}, {name: vpc-cni, configurationValues: '{"enableNetworkPolicy":"true","env":{"ENABLE_PREFIX_DELEGATION":"true","NETWORK_POLICY_ENFORCING_MODE":"standard"}}'}]`
            // an autoscaler knows neither labels nor taints of a group that is at zero, where node groups `spot-4xl`, `spot-8xl` and `od` are silent: `propagateASGTags: true`
            // the file does not say how much depends on this cluster; to Staging and Development fewer rules apply
            environment: Production,
            vpc { cidr: "10.8.0.0/16", zones: ["us-east-1a", "us-east-1b", "us-east-1d"], nat: PerZone }
            endpoint: PrivateAndPublic { from: ["198.51.100.0/24"] },
            access { admins: ["arn:aws:iam::222233334444:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-east-1:222233334444:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group spot_4xl {
                instances: ["m6i.4xlarge", "m6a.4xlarge", "m5.4xlarge", "m5a.4xlarge"],
                // [NG-34] nobody repairs the nodes of self-managed group `spot-4xl`
                //   fix: write `repair: Off` if you watch them yourself, or leave `management` out
                // [CST-04] self-managed group `spot-4xl` may have Spot nodes, and nothing drains them when EC2 takes them back
                //   fix: leave `management` out and write `purchase: Spot`, or run the AWS Node Termination Handler there
                management: SelfManaged {
                    distribution { on_demand_base: 0, on_demand_percent: 0, strategy: PriceCapacityOptimized }
                },
                scale: 0..=40,
                labels { lifecycle: "Ec2Spot", intent: "batch" }
                taint: Custom { key: "spot", value: "true", effect: PreferNoSchedule },
                volume { size_gib: 100 }
                eksctl { asgMetricsCollection: [{ granularity: "1Minute" }], asgSuspendProcesses: ["AZRebalance"] }
            }
            node_group spot_8xl {
                instances: ["m6i.8xlarge", "m5.8xlarge"],
                // [NG-34] nobody repairs the nodes of self-managed group `spot-8xl`
                //   fix: write `repair: Off` if you watch them yourself, or leave `management` out
                // [CST-04] self-managed group `spot-8xl` may have Spot nodes, and nothing drains them when EC2 takes them back
                //   fix: leave `management` out and write `purchase: Spot`, or run the AWS Node Termination Handler there
                management: SelfManaged {
                    distribution { on_demand_base: 2, on_demand_percent: 0, strategy: PriceCapacityOptimized }
                },
                scale: 0..=40,
                labels { lifecycle: "Ec2Spot", intent: "batch" }
                taint: Custom { key: "spot", value: "true", effect: PreferNoSchedule },
                volume { size_gib: 100 }
                eksctl { asgMetricsCollection: [{ granularity: "1Minute" }], asgSuspendProcesses: ["AZRebalance"] }
            }
            node_group od {
                instances: ["m6i.4xlarge"],
                // [NG-34] nobody repairs the nodes of self-managed group `od`
                //   fix: write `repair: Off` if you watch them yourself, or leave `management` out
                management: SelfManaged { },
                scale: 2..=40,
                labels { lifecycle: "OnDemand", intent: "batch" }
                volume { size_gib: 100 }
                eksctl { asgMetricsCollection: [{ granularity: "1Minute" }], asgSuspendProcesses: ["AZRebalance"] }
            }
            eksctl { metadata { tags { team: "data", "cost-center": "4711" } } }
        }
    }
}
