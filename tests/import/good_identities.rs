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
            eksctl {
                iam {
                    serviceAccounts: [
                        {
                            metadata: { name: "external-dns", namespace: "kube-system", labels { app: "external-dns" }, annotations { owner: "platform" } },
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
