use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        // [IMP-03] cluster `prod` leaves it to eksctl and AWS that its version goes on into extended support, at 0.60 USD/h; that nobody can tell later who did what: the audit log is not kept; that traffic goes on to a zone that fails; that `eks-pod-identity-agent` and `eks-node-monitoring-agent` are not there; that the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods
        //   fix: the imported source says
        // `upgradePolicy: {supportType: STANDARD}`
        // `cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}`
        // `zonalShiftConfig: {enabled: true}`
        // `addons: [{name: eks-pod-identity-agent}, {name: eks-node-monitoring-agent}, {name: vpc-cni, configurationValues: '{"enableNetworkPolicy":"true","env":{"ENABLE_PREFIX_DELEGATION":"true","NETWORK_POLICY_ENFORCING_MODE":"standard"}}'}]`
        name: "prod",
        region: "eu-west-1",
        account: "222233334444",
        cluster prod {
            version: "1.35",
            vpc { cidr: "10.1.0.0/16", zones: ["eu-west-1a", "eu-west-1b"] }
            endpoint: Private,
            access { admins: ["arn:aws:iam::222233334444:role/platform-admin"] }
            secrets_key: "arn:aws:kms:eu-west-1:222233334444:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            // [IMP-03] node groups `sys` and `gpu` leave `propagateASGTags` out: the autoscaler knows neither labels nor taints of a group that is at zero; the imported source says `true`
            //   fix: write `propagateASGTags: true`
            // [IMP-03] node groups `sys` and `gpu` leave `nodeRepairConfig` out: EKS leaves a broken node in place; the imported source says `{enabled: true}`
            //   fix: write `nodeRepairConfig: {enabled: true}`
            node_group sys {
                instances: ["m6i.xlarge"],
                scale: 2..=4,
                zones: ["eu-west-1a", "eu-west-1b"],
                volume { size_gib: 100 }
                eksctl {
                    subnets: ["private-a", "private-b"],
                    iam {
                        attachPolicyARNs: [
                            "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
                            "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
                            "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
                        ],
                    }
                }
            }
            // [IMP-03] node group `gpu` leaves `disablePodIMDS` out: every Pod there reaches instance metadata, and with it the node's role; the imported source says `true`
            //   fix: write `disablePodIMDS: true`
            // [IMP-03] node group `gpu` leaves `volumeEncrypted` out: root volumes are encrypted only if the account's default says so; the imported source says `true`
            //   fix: write `volumeEncrypted: true`
            // [IMP-03] node group `gpu` leaves `volumeSize` out: root volumes have 80 GiB, which a few images for accelerators fill; the imported source says `200`
            //   fix: write `volumeSize: 200`
            node_group gpu {
                instances: ["g6e.12xlarge"],
                scale: 0..=4,
                zones: ["eu-west-1a"],
                taint: NvidiaGpu,
                eksctl { subnets: ["gpu-a"], securityGroups { attachIDs: ["sg-0aaaaaaaaaaaaaaa1"] } }
            }
            eksctl {
                vpc {
                    subnets {
                        private {
                            "private-a" { id: "subnet-0aaaaaaaaaaaaaaa1", az: "eu-west-1a", cidr: "10.1.0.0/24" }
                            "private-b" { id: "subnet-0aaaaaaaaaaaaaaa2", az: "eu-west-1b", cidr: "10.1.1.0/24" }
                            "gpu-a" { id: "subnet-0aaaaaaaaaaaaaaa3", az: "eu-west-1a" }
                        }
                        public {
                            "public-a" { id: "subnet-0bbbbbbbbbbbbbbb1", az: "eu-west-1a" }
                            "public-b" { id: "subnet-0bbbbbbbbbbbbbbb2", az: "eu-west-1b" }
                        }
                    }
                    id: "vpc-0dd1d1d1d1d1d1d1d",
                }
                iam { withOIDC: true, serviceRoleARN: "arn:aws:iam::222233334444:role/eks-cluster" }
            }
        }
    }
}
