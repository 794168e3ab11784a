use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        // beyond the file, this source has (+), changes (~) or leaves out (-):
        //   + `scaler: ClusterAutoscaler`, because groups can grow and nothing in the file grows them
        //   + metadata.tags.eksml/platform: "train"
        //   + metadata.tags.eksml/environment: "production"
        //   + managedNodeGroups[sys].labels.eksml/node-group: "sys"
        //   + managedNodeGroups[sys].amiFamily: "AmazonLinux2023"
        //   + managedNodeGroups[sys].desiredCapacity: 3
        //   + managedNodeGroups[sys].volumeSize: 80
        //   + managedNodeGroups[sys].tags.k8s.io/cluster-autoscaler/node-template/label/workload-type: "system"
        //   + managedNodeGroups[sys].tags.k8s.io/cluster-autoscaler/node-template/label/eksml/node-group: "sys"
        //   + managedNodeGroups[sys].tags.k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: "72704Mi"
        //   + managedNodeGroups[sys].volumeType: "gp3"
        //   + managedNodeGroups[sys].propagateASGTags: true
        //   + managedNodeGroups[sys].disableIMDSv1: true
        //   + managedNodeGroups[sys].updateConfig.maxUnavailable: 1
        //   + managedNodeGroups[sys].nodeRepairConfig.enabled: true
        //   + managedNodeGroups[p5en].labels.workload-type: "general"
        //   + managedNodeGroups[p5en].labels.eksml/node-group: "p5en"
        //   + managedNodeGroups[p5en].labels.k8s.amazonaws.com/accelerator: "h200"
        //   + managedNodeGroups[p5en].tags.k8s.io/cluster-autoscaler/node-template/label/workload-type: "general"
        //   + managedNodeGroups[p5en].tags.k8s.io/cluster-autoscaler/node-template/label/eksml/node-group: "p5en"
        //   + managedNodeGroups[p5en].tags.k8s.io/cluster-autoscaler/node-template/label/k8s.amazonaws.com/accelerator: "h200"
        //   + managedNodeGroups[p5en].tags.k8s.io/cluster-autoscaler/node-template/taint/nvidia.com/gpu: "true:NoSchedule"
        //   + managedNodeGroups[p5en].tags.k8s.io/cluster-autoscaler/node-template/resources/vpc.amazonaws.com/efa: "16"
        //   + managedNodeGroups[p5en].tags.k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: "459776Mi"
        //   + managedNodeGroups[p5en].tags.k8s.io/cluster-autoscaler/node-template/resources/hugepages-2Mi: "5120Mi"
        //   + managedNodeGroups[p5en].volumeType: "gp3"
        //   + managedNodeGroups[p5en].propagateASGTags: true
        //   + managedNodeGroups[p5en].disableIMDSv1: true
        //   + managedNodeGroups[p5en].updateConfig.maxUnavailable: 1
        //   + managedNodeGroups[p5en].nodeRepairConfig.enabled: true
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
        //   + addons[eks-node-monitoring-agent]: {name: "eks-node-monitoring-agent", configurationValues: "{\"dcgmAgent\":{\"tolerations\":…
        //   + cloudWatch.clusterLogging.enableTypes: ["audit", "authenticator"]
        //   + cloudWatch.clusterLogging.logRetentionInDays: 90
        //   + zonalShiftConfig.enabled: true
        name: "train",
        region: "us-east-2",
        account: "222233334444",
        cluster train {
            version: "1.35",
            // [IMP-03] this file leaves 6 choices to eksctl and AWS, which the imported source makes otherwise
            //   fix: where one is not what you want, write the key
            // its version goes on into extended support, at 0.60 USD/h: `upgradePolicy: {supportType: STANDARD}`
            // nobody can tell later who did what: the audit log is not kept: `cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}`
            // traffic goes on to a zone that fails: `zonalShiftConfig: {enabled: true}`
            // `eks-pod-identity-agent` and `eks-node-monitoring-agent` are not there, and the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods: `addons: [{name: eks-pod-identity-agent}, {name: eks-node-monitoring-agent}, {name: vpc-cni, configurationValues: '{"enableNetworkPolicy":"true","env":{"ENABLE_PREFIX_DELEGATION":"true","NETWORK_POLICY_ENFORCING_MODE":"standard"}}'}]`
            // an autoscaler knows neither labels nor taints of a group that is at zero, where node groups `sys` and `p5en` are silent: `propagateASGTags: true`
            // EKS leaves a broken node in place, where node groups `sys` and `p5en` are silent: `nodeRepairConfig: {enabled: true}`
            // the file does not say how much depends on this cluster; to Staging and Development fewer rules apply
            environment: Production,
            vpc { cidr: "10.64.0.0/16", zones: ["us-east-2a", "us-east-2b", "us-east-2c"], nat: PerZone }
            endpoint: Private,
            access { admins: ["arn:aws:iam::222233334444:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-east-2:222233334444:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group sys { instances: ["m7i.2xlarge"], scale: 3..=5, serves: System }
            node_group p5en {
                instances: ["p5en.48xlarge"],
                scale: 0..=8,
                purchase: CapacityBlock("cr-0123456789abcdef0"),
                zones: ["us-east-2b"],
                taint: NvidiaGpu,
                volume { size_gib: 500 }
                efa: true,
                eksctl {
                    placement { groupName: "p5en-pg" }
                    overrideBootstrapCommand: "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  instance:\n    localStorage:\n      strategy: RAID0\n  kubelet:\n    config:\n      maxPods: 110\n",
                }
            }
        }
    }
}
