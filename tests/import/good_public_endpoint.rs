use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        // beyond the file, this source has (+), changes (~) or leaves out (-):
        //   + `scaler: ClusterAutoscaler`, because groups can grow and nothing in the file grows them
        //   + metadata.tags.eksml/platform: "shared"
        //   + metadata.tags.eksml/environment: "production"
        //   + managedNodeGroups[system].labels.eksml/node-group: "system"
        //   + managedNodeGroups[system].amiFamily: "AmazonLinux2023"
        //   + managedNodeGroups[system].desiredCapacity: 3
        //   + managedNodeGroups[system].volumeSize: 80
        //   + managedNodeGroups[system].tags.k8s.io/cluster-autoscaler/node-template/label/workload-type: "system"
        //   + managedNodeGroups[system].tags.k8s.io/cluster-autoscaler/node-template/label/eksml/node-group: "system"
        //   + managedNodeGroups[system].tags.k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: "72704Mi"
        //   + managedNodeGroups[system].volumeType: "gp3"
        //   + managedNodeGroups[system].propagateASGTags: true
        //   + managedNodeGroups[system].disableIMDSv1: true
        //   + managedNodeGroups[system].updateConfig.maxUnavailable: 1
        //   + managedNodeGroups[system].nodeRepairConfig.enabled: true
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
        //   + addons[eks-node-monitoring-agent]: {name: "eks-node-monitoring-agent"}
        //   + cloudWatch.clusterLogging.enableTypes: ["audit", "authenticator"]
        //   + cloudWatch.clusterLogging.logRetentionInDays: 90
        //   + zonalShiftConfig.enabled: true
        name: "shared",
        region: "us-west-2",
        account: "111122223333",
        cluster shared {
            version: "1.35",
            // [IMP-03] this file leaves 6 choices to eksctl and AWS, which the imported source makes otherwise
            //   fix: where one is not what you want, write the key
            // its version goes on into extended support, at 0.60 USD/h: `upgradePolicy: {supportType: STANDARD}`
            // nobody can tell later who did what: the audit log is not kept: `cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}`
            // traffic goes on to a zone that fails: `zonalShiftConfig: {enabled: true}`
            // `eks-pod-identity-agent` and `eks-node-monitoring-agent` are not there, and the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods: `addons: [{name: eks-pod-identity-agent}, {name: eks-node-monitoring-agent}, {name: vpc-cni, configurationValues: '{"enableNetworkPolicy":"true","env":{"ENABLE_PREFIX_DELEGATION":"true","NETWORK_POLICY_ENFORCING_MODE":"standard"}}'}]`
            // an autoscaler knows neither labels nor taints of a group that is at zero, where node group `system` is silent: `propagateASGTags: true`
            // EKS leaves a broken node in place, where node group `system` is silent: `nodeRepairConfig: {enabled: true}`
            // the file does not say how much depends on this cluster; to Staging and Development fewer rules apply
            environment: Production,
            vpc { cidr: "10.0.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"], nat: PerZone }
            endpoint: PrivateAndPublic { from: ["203.0.113.0/24"] },
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
        }
    }
}
