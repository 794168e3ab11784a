use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        // [IMP-03] cluster `airgap` leaves it to eksctl and AWS that its version goes on into extended support, at 0.60 USD/h; that nobody can tell later who did what: the audit log is not kept; that traffic goes on to a zone that fails; that `eks-pod-identity-agent` and `eks-node-monitoring-agent` are not there; that the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods
        //   fix: the imported source says
        // `upgradePolicy: {supportType: STANDARD}`
        // `cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}`
        // `zonalShiftConfig: {enabled: true}`
        // `addons: [{name: eks-pod-identity-agent}, {name: eks-node-monitoring-agent}, {name: vpc-cni, configurationValues: '{"enableNetworkPolicy":"true","env":{"ENABLE_PREFIX_DELEGATION":"true","NETWORK_POLICY_ENFORCING_MODE":"standard"}}'}]`
        name: "airgap",
        region: "us-gov-west-1",
        account: "222233334444",
        cluster airgap {
            version: "1.35",
            vpc { cidr: "10.9.0.0/16", zones: 3, endpoints: [EksAuth, Eks, Autoscaling] }
            image_mirror: "222233334444.dkr.ecr.us-gov-west-1.amazonaws.com/mirror",
            endpoint: Private,
            access { admins: ["arn:aws-us-gov:iam::222233334444:role/platform-admin"] }
            secrets_key: "arn:aws-us-gov:kms:us-gov-west-1:222233334444:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            // [IMP-03] node group `base` leaves `propagateASGTags` out: the autoscaler knows neither labels nor taints of a group that is at zero; the imported source says `true`
            //   fix: write `propagateASGTags: true`
            // [IMP-03] node group `base` leaves `nodeRepairConfig` out: EKS leaves a broken node in place; the imported source says `{enabled: true}`
            //   fix: write `nodeRepairConfig: {enabled: true}`
            node_group base { instances: ["m6i.2xlarge"], scale: 3..=6 }
            eksctl {
                privateCluster { enabled: true, additionalEndpointServices: ["autoscaling", "cloudformation", "logs"] }
                fargateProfiles: [{ name: "jobs", selectors: [{ namespace: "jobs", labels { run: "fargate" } }] }],
            }
        }
    }
}
