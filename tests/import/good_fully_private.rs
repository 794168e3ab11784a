use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        name: "airgap",
        region: "us-gov-west-1",
        account: "222233334444",
        cluster airgap {
            version: "1.35",
            // [IMP-03] this file leaves 6 choices to eksctl and AWS, which the imported source makes otherwise
            //   fix: where one is not what you want, write the key
            // its version goes on into extended support, at 0.60 USD/h: `upgradePolicy: {supportType: STANDARD}`
            // nobody can tell later who did what: the audit log is not kept: `cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}`
            // traffic goes on to a zone that fails: `zonalShiftConfig: {enabled: true}`
            // `eks-pod-identity-agent` and `eks-node-monitoring-agent` are not there, and the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods: `addons: [{name: eks-pod-identity-agent}, {name: eks-node-monitoring-agent}, {name: vpc-cni, configurationValues: '{"enableNetworkPolicy":"true","env":{"ENABLE_PREFIX_DELEGATION":"true","NETWORK_POLICY_ENFORCING_MODE":"standard"}}'}]`
            // an autoscaler knows neither labels nor taints of a group that is at zero, where node group `base` is silent: `propagateASGTags: true`
            // EKS leaves a broken node in place, where node group `base` is silent: `nodeRepairConfig: {enabled: true}`
            // the file does not say how much depends on this cluster; to Staging and Development fewer rules apply
            environment: Production,
            vpc { cidr: "10.9.0.0/16", zones: 3, endpoints: [EksAuth, Eks, Autoscaling] }
            image_mirror: "222233334444.dkr.ecr.us-gov-west-1.amazonaws.com/mirror",
            endpoint: Private,
            access { admins: ["arn:aws-us-gov:iam::222233334444:role/platform-admin"] }
            secrets_key: "arn:aws-us-gov:kms:us-gov-west-1:222233334444:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group base { instances: ["m6i.2xlarge"], scale: 3..=6 }
            eksctl {
                privateCluster { enabled: true, additionalEndpointServices: ["autoscaling", "cloudformation", "logs"] }
                fargateProfiles: [{ name: "jobs", selectors: [{ namespace: "jobs", labels { run: "fargate" } }] }],
            }
        }
    }
}
