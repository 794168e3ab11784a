use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        // [IMP-03] cluster `shared` leaves it to eksctl and AWS that its version goes on into extended support, at 0.60 USD/h; that nobody can tell later who did what: the audit log is not kept; that traffic goes on to a zone that fails; that `eks-pod-identity-agent` and `eks-node-monitoring-agent` are not there; that the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods
        //   fix: the imported source says
        // `upgradePolicy: {supportType: STANDARD}`
        // `cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}`
        // `zonalShiftConfig: {enabled: true}`
        // `addons: [{name: eks-pod-identity-agent}, {name: eks-node-monitoring-agent}, {name: vpc-cni, configurationValues: '{"enableNetworkPolicy":"true","env":{"ENABLE_PREFIX_DELEGATION":"true","NETWORK_POLICY_ENFORCING_MODE":"standard"}}'}]`
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
            node_group batch {
                instances: ["m7i.2xlarge", "m6i.2xlarge"],
                // [NG-34] nobody repairs the nodes of self-managed group `batch`
                //   fix: write `repair: Off` if you watch them yourself, or leave `management` out
                // [CST-04] self-managed group `batch` may have Spot nodes, and nothing drains them when EC2 takes them back
                //   fix: leave `management` out and write `purchase: Spot`, or run the AWS Node Termination Handler there
                management: SelfManaged {
                    distribution { on_demand_base: 2, on_demand_percent: 0, strategy: PriceCapacityOptimized }
                },
                scale: 2..=12,
                taint: Custom { key: "example.com/batch", value: "true", effect: NoSchedule },
                volume { size_gib: 80 }
                eksctl {
                    instancesDistribution { maxPrice: 0.25, capacityRebalance: true }
                    asgSuspendProcesses: ["AZRebalance"],
                    kubeletExtraConfig { kubeReserved { cpu: "300m", memory: "300Mi" }, registryPullQPS: 10 }
                    maxInstanceLifetime: 604800,
                    asgMetricsCollection: [{ granularity: "1Minute", metrics: ["GroupDesiredCapacity"] }],
                }
            }
            // [IMP-03] node group `system` leaves `propagateASGTags` out: the autoscaler knows neither labels nor taints of a group that is at zero; the imported source says `true`
            //   fix: write `propagateASGTags: true`
            // [IMP-03] node group `system` leaves `nodeRepairConfig` out: EKS leaves a broken node in place; the imported source says `{enabled: true}`
            //   fix: write `nodeRepairConfig: {enabled: true}`
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
        }
    }
}
