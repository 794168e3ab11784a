use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        // [IMP-03] cluster `shared` leaves it to eksctl and AWS that `eks-node-monitoring-agent` is not there; that the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods
        //   fix: the imported source says
        // `addons: [{name: eks-node-monitoring-agent}, {name: vpc-cni, configurationValues: '{"enableNetworkPolicy":"true","env":{"ENABLE_PREFIX_DELEGATION":"true","NETWORK_POLICY_ENFORCING_MODE":"standard"}}'}]`
        name: "shared",
        region: "us-west-2",
        account: "111122223333",
        cluster shared {
            version: "1.35",
            vpc { cidr: "10.0.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"], nat: PerZone }
            endpoint: Private,
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            logs { retention_days: 30, scheduler: true }
            scaler: ClusterAutoscaler,
            // [IMP-03] node group `system` leaves `propagateASGTags` out: the autoscaler knows neither labels nor taints of a group that is at zero; the imported source says `true`
            //   fix: write `propagateASGTags: true`
            // [IMP-03] node group `system` leaves `nodeRepairConfig` out: EKS leaves a broken node in place; the imported source says `{enabled: true}`
            //   fix: write `nodeRepairConfig: {enabled: true}`
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            eksctl {
                addons: [
                    {
                        name: "snapshot-controller",
                        version: "v8.2.0-eksbuild.1",
                        resolveConflicts: "overwrite",
                        tags { team: "platform" }
                        namespaceConfig { namespace: "kube-system" }
                    },
                ],
                controlPlaneScalingConfig { tier: "tier-xl" }
                zonalShiftConfig { enabled: true }
                kubeAPIServerConfig { eventTTL: "3h0m0s", serviceNodePortRange { minPort: 30000, maxPort: 32767 } }
                kubeSchedulerConfig {
                    nodeResourcesFit {
                        scoringStrategy {
                            type: "MostAllocated",
                            resources: [{ name: "nvidia.com/gpu", weight: 5 }, { name: "cpu", weight: 1 }],
                        }
                    }
                }
                kubeControllerManagerConfig {
                    horizontalPodAutoscalerControllerConfig { horizontalPodAutoscalerSyncPeriod: "30s" }
                }
                addonsConfig { autoApplyPodIdentityAssociations: false, disableDefaultAddons: false }
            }
        }
    }
}
