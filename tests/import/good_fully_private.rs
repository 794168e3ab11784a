use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        // beyond the file, this source has (+), changes (~) or leaves out (-):
        //   + `scaler: ClusterAutoscaler`, because groups can grow and nothing in the file grows them
        //   + metadata.tags.eksml/platform: "airgap"
        //   + metadata.tags.eksml/environment: "production"
        //   + managedNodeGroups[base].amiFamily: "AmazonLinux2023"
        //   + managedNodeGroups[base].desiredCapacity: 3
        //   + managedNodeGroups[base].volumeSize: 80
        //   + managedNodeGroups[base].labels.workload-type: "general"
        //   + managedNodeGroups[base].labels.eksml/node-group: "base"
        //   + managedNodeGroups[base].tags.k8s.io/cluster-autoscaler/node-template/label/workload-type: "general"
        //   + managedNodeGroups[base].tags.k8s.io/cluster-autoscaler/node-template/label/eksml/node-group: "base"
        //   + managedNodeGroups[base].tags.k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: "72704Mi"
        //   + managedNodeGroups[base].volumeType: "gp3"
        //   + managedNodeGroups[base].propagateASGTags: true
        //   + managedNodeGroups[base].disableIMDSv1: true
        //   + managedNodeGroups[base].updateConfig.maxUnavailable: 1
        //   + managedNodeGroups[base].nodeRepairConfig.enabled: true
        //   + upgradePolicy.supportType: "STANDARD"
        //   + kubernetesNetworkConfig.ipFamily: "IPv4"
        //   + kubernetesNetworkConfig.serviceIPv4CIDR: "172.20.0.0/16"
        //   + iam.withOIDC: false
        //   + iam.podIdentityAssociations[cluster-autoscaler]: {namespace: "kube-system", serviceAccountName: "cluster-autoscaler", createServiceAccount:…
        //   + addons[vpc-cni]: {name: "vpc-cni", podIdentityAssociations: [{namespace: "kube-system", serviceAccountName:…
        //   + addons[kube-proxy]: {name: "kube-proxy"}
        //   + addons[coredns]: {name: "coredns"}
        //   + addons[eks-pod-identity-agent]: {name: "eks-pod-identity-agent"}
        //   + addons[eks-node-monitoring-agent]: {name: "eks-node-monitoring-agent"}
        //   + availabilityZones: ["us-gov-west-1a", "us-gov-west-1b", "us-gov-west-1c"]
        //   + cloudWatch.clusterLogging.enableTypes: ["audit", "authenticator"]
        //   + cloudWatch.clusterLogging.logRetentionInDays: 90
        //   + zonalShiftConfig.enabled: true
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
