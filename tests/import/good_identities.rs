use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        // [IMP-03] cluster `shared` leaves it to eksctl and AWS that its version goes on into extended support, at 0.60 USD/h; that nobody can tell later who did what: the audit log is not kept; that traffic goes on to a zone that fails; that `eks-node-monitoring-agent` is not there; that the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods
        //   fix: the imported source says
        // `upgradePolicy: {supportType: STANDARD}`
        // `cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}`
        // `zonalShiftConfig: {enabled: true}`
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
            scaler: ClusterAutoscaler,
            // [IMP-03] node group `system` leaves `propagateASGTags` out: the autoscaler knows neither labels nor taints of a group that is at zero; the imported source says `true`
            //   fix: write `propagateASGTags: true`
            // [IMP-03] node group `system` leaves `nodeRepairConfig` out: EKS leaves a broken node in place; the imported source says `{enabled: true}`
            //   fix: write `nodeRepairConfig: {enabled: true}`
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            eksctl {
                iam {
                    serviceAccounts: [
                        {
                            metadata: {
                                name: "external-dns",
                                namespace: "kube-system",
                                labels { app: "external-dns" }
                                annotations { owner: "platform" }
                            },
                            wellKnownPolicies { externalDNS: true, certManager: true }
                            roleName: "external-dns",
                            roleOnly: true,
                            tags { team: "platform" }
                            subjectPattern: "external-*",
                        },
                    ],
                    podIdentityAssociations: [
                        {
                            namespace: "ml-training",
                            serviceAccountName: "trainer",
                            createServiceAccount: true,
                            roleName: "trainer",
                            permissionsBoundaryARN: "arn:aws:iam::111122223333:policy/boundary",
                            permissionPolicyName: "read-data",
                            permissionPolicy {
                                Version: "2012-10-17",
                                Statement: [
                                    {
                                        Effect: "Allow",
                                        Action: ["s3:GetObject"],
                                        Resource: ["arn:aws:s3:::acme-training-data/*"],
                                    },
                                ],
                            }
                            tags { team: "research" }
                        },
                    ],
                    serviceRoleARN: "arn:aws:iam::111122223333:role/cluster",
                    serviceRolePermissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
                    vpcResourceControllerPolicy: true,
                }
            }
        }
    }
}
