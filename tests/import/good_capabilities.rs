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
                capabilities: [
                    {
                        name: "argo",
                        type: "ARGOCD",
                        roleArn: "arn:aws:iam::111122223333:role/argo",
                        deletePropagationPolicy: "RETAIN",
                        configuration {
                            argocd {
                                namespace: "argocd",
                                networkAccess { vpceIds: ["vpce-0123456789abcdef0"] }
                                rbacRoleMappings: [{ role: "ADMIN", identities: [{ id: "0123-admins", type: "SSO_GROUP" }] }],
                                awsIdc {
                                    idcInstanceArn: "arn:aws:sso:::instance/ssoins-0123456789abcdef",
                                    idcRegion: "us-west-2",
                                }
                            }
                        }
                        tags { team: "platform" }
                        accessPolicies: [
                            {
                                policyARN: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
                                accessScope { type: "namespace", namespaces: ["argocd"] }
                            },
                        ],
                    },
                    {
                        name: "ack",
                        type: "ACK",
                        attachPolicyARNs: ["arn:aws:iam::111122223333:policy/ack"],
                        attachPolicy { Version: "2012-10-17", Statement: [] }
                        permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
                    },
                ],
            }
        }
    }
}
