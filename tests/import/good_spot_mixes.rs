use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        // beyond the file, this source has (+), changes (~) or leaves out (-):
        //   + `scaler: ClusterAutoscaler`, because groups can grow and nothing in the file grows them
        //   + metadata.tags.eksml/platform: "batch"
        //   + metadata.tags.eksml/environment: "production"
        //   + nodeGroups[spot-4xl].labels.workload-type: "general"
        //   + nodeGroups[spot-4xl].labels.eksml/node-group: "spot-4xl"
        //   + nodeGroups[spot-4xl].amiFamily: "AmazonLinux2023"
        //   + nodeGroups[spot-4xl].desiredCapacity: 0
        //   + nodeGroups[spot-4xl].tags.k8s.io/cluster-autoscaler/enabled: "true"
        //   + nodeGroups[spot-4xl].tags.k8s.io/cluster-autoscaler/batch: "owned"
        //   + nodeGroups[spot-4xl].tags.k8s.io/cluster-autoscaler/node-template/label/workload-type: "general"
        //   + nodeGroups[spot-4xl].tags.k8s.io/cluster-autoscaler/node-template/label/eksml/node-group: "spot-4xl"
        //   + nodeGroups[spot-4xl].tags.k8s.io/cluster-autoscaler/node-template/label/lifecycle: "Ec2Spot"
        //   + nodeGroups[spot-4xl].tags.k8s.io/cluster-autoscaler/node-template/label/intent: "batch"
        //   + nodeGroups[spot-4xl].tags.k8s.io/cluster-autoscaler/node-template/taint/spot: "true:PreferNoSchedule"
        //   + nodeGroups[spot-4xl].tags.k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: "91136Mi"
        //   + nodeGroups[spot-4xl].volumeType: "gp3"
        //   + nodeGroups[spot-4xl].propagateASGTags: true
        //   + nodeGroups[spot-4xl].disableIMDSv1: true
        //   + nodeGroups[spot-8xl].labels.workload-type: "general"
        //   + nodeGroups[spot-8xl].labels.eksml/node-group: "spot-8xl"
        //   + nodeGroups[spot-8xl].amiFamily: "AmazonLinux2023"
        //   + nodeGroups[spot-8xl].desiredCapacity: 0
        //   + nodeGroups[spot-8xl].tags.k8s.io/cluster-autoscaler/enabled: "true"
        //   + nodeGroups[spot-8xl].tags.k8s.io/cluster-autoscaler/batch: "owned"
        //   + nodeGroups[spot-8xl].tags.k8s.io/cluster-autoscaler/node-template/label/workload-type: "general"
        //   + nodeGroups[spot-8xl].tags.k8s.io/cluster-autoscaler/node-template/label/eksml/node-group: "spot-8xl"
        //   + nodeGroups[spot-8xl].tags.k8s.io/cluster-autoscaler/node-template/label/lifecycle: "Ec2Spot"
        //   + nodeGroups[spot-8xl].tags.k8s.io/cluster-autoscaler/node-template/label/intent: "batch"
        //   + nodeGroups[spot-8xl].tags.k8s.io/cluster-autoscaler/node-template/taint/spot: "true:PreferNoSchedule"
        //   + nodeGroups[spot-8xl].tags.k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: "91136Mi"
        //   + nodeGroups[spot-8xl].volumeType: "gp3"
        //   + nodeGroups[spot-8xl].propagateASGTags: true
        //   + nodeGroups[spot-8xl].disableIMDSv1: true
        //   + nodeGroups[od].labels.workload-type: "general"
        //   + nodeGroups[od].labels.eksml/node-group: "od"
        //   + nodeGroups[od].amiFamily: "AmazonLinux2023"
        //   + nodeGroups[od].desiredCapacity: 2
        //   + nodeGroups[od].tags.k8s.io/cluster-autoscaler/enabled: "true"
        //   + nodeGroups[od].tags.k8s.io/cluster-autoscaler/batch: "owned"
        //   + nodeGroups[od].tags.k8s.io/cluster-autoscaler/node-template/label/workload-type: "general"
        //   + nodeGroups[od].tags.k8s.io/cluster-autoscaler/node-template/label/eksml/node-group: "od"
        //   + nodeGroups[od].tags.k8s.io/cluster-autoscaler/node-template/label/lifecycle: "OnDemand"
        //   + nodeGroups[od].tags.k8s.io/cluster-autoscaler/node-template/label/intent: "batch"
        //   + nodeGroups[od].tags.k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: "91136Mi"
        //   + nodeGroups[od].volumeType: "gp3"
        //   + nodeGroups[od].propagateASGTags: true
        //   + nodeGroups[od].disableIMDSv1: true
        //   + upgradePolicy.supportType: "STANDARD"
        //   + kubernetesNetworkConfig.ipFamily: "IPv4"
        //   + kubernetesNetworkConfig.serviceIPv4CIDR: "172.20.0.0/16"
        //   + iam.withOIDC: false
        //   + iam.podIdentityAssociations[cluster-autoscaler]: {namespace: "kube-system", serviceAccountName: "cluster-autoscaler", createServiceAccount:…
        //   + addons[vpc-cni]: {name: "vpc-cni", podIdentityAssociations: [{namespace: "kube-system", serviceAccountName:…
        //   + addons[kube-proxy]: {name: "kube-proxy"}
        //   + addons[coredns]: {name: "coredns"}
        //   + addons[eks-pod-identity-agent]: {name: "eks-pod-identity-agent"}
        //   + addons[metrics-server]: {name: "metrics-server"}
        //   + cloudWatch.clusterLogging.enableTypes: ["audit", "authenticator"]
        //   + cloudWatch.clusterLogging.logRetentionInDays: 90
        //   + zonalShiftConfig.enabled: true
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
