use eksml::prelude::*;

pub fn platform() -> Platform {
    platform! {
        // beyond the file, this source has (+), changes (~) or leaves out (-):
        //   + `scaler: ClusterAutoscaler`, because groups can grow and nothing in the file grows them
        //   + metadata.tags.eksml/platform: "prod"
        //   + metadata.tags.eksml/environment: "production"
        //   + iam.podIdentityAssociations[cluster-autoscaler]: {namespace: "kube-system", serviceAccountName: "cluster-autoscaler", createServiceAccount:…
        //   + managedNodeGroups[sys].amiFamily: "AmazonLinux2023"
        //   + managedNodeGroups[sys].desiredCapacity: 2
        //   + managedNodeGroups[sys].labels.workload-type: "general"
        //   + managedNodeGroups[sys].labels.eksml/node-group: "sys"
        //   + managedNodeGroups[sys].tags.k8s.io/cluster-autoscaler/node-template/label/workload-type: "general"
        //   + managedNodeGroups[sys].tags.k8s.io/cluster-autoscaler/node-template/label/eksml/node-group: "sys"
        //   + managedNodeGroups[sys].tags.k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: "91136Mi"
        //   + managedNodeGroups[sys].volumeType: "gp3"
        //   + managedNodeGroups[sys].propagateASGTags: true
        //   + managedNodeGroups[sys].disableIMDSv1: true
        //   + managedNodeGroups[sys].updateConfig.maxUnavailable: 1
        //   + managedNodeGroups[sys].nodeRepairConfig.enabled: true
        //   + managedNodeGroups[gpu].amiFamily: "AmazonLinux2023"
        //   + managedNodeGroups[gpu].desiredCapacity: 0
        //   + managedNodeGroups[gpu].volumeSize: 200
        //   + managedNodeGroups[gpu].labels.workload-type: "general"
        //   + managedNodeGroups[gpu].labels.eksml/node-group: "gpu"
        //   + managedNodeGroups[gpu].labels.k8s.amazonaws.com/accelerator: "l40s"
        //   + managedNodeGroups[gpu].tags.k8s.io/cluster-autoscaler/node-template/label/workload-type: "general"
        //   + managedNodeGroups[gpu].tags.k8s.io/cluster-autoscaler/node-template/label/eksml/node-group: "gpu"
        //   + managedNodeGroups[gpu].tags.k8s.io/cluster-autoscaler/node-template/label/k8s.amazonaws.com/accelerator: "l40s"
        //   + managedNodeGroups[gpu].tags.k8s.io/cluster-autoscaler/node-template/taint/nvidia.com/gpu: "true:NoSchedule"
        //   + managedNodeGroups[gpu].tags.k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage: "183296Mi"
        //   + managedNodeGroups[gpu].volumeType: "gp3"
        //   + managedNodeGroups[gpu].volumeEncrypted: true
        //   + managedNodeGroups[gpu].propagateASGTags: true
        //   + managedNodeGroups[gpu].disableIMDSv1: true
        //   + managedNodeGroups[gpu].disablePodIMDS: true
        //   + managedNodeGroups[gpu].updateConfig.maxUnavailable: 1
        //   + managedNodeGroups[gpu].nodeRepairConfig.enabled: true
        //   + upgradePolicy.supportType: "STANDARD"
        //   + kubernetesNetworkConfig.ipFamily: "IPv4"
        //   + kubernetesNetworkConfig.serviceIPv4CIDR: "172.20.0.0/16"
        //   + addons[vpc-cni]: {name: "vpc-cni", podIdentityAssociations: [{namespace: "kube-system", serviceAccountName:…
        //   + addons[kube-proxy]: {name: "kube-proxy"}
        //   + addons[coredns]: {name: "coredns"}
        //   + addons[eks-pod-identity-agent]: {name: "eks-pod-identity-agent"}
        //   + addons[metrics-server]: {name: "metrics-server"}
        //   + addons[eks-node-monitoring-agent]: {name: "eks-node-monitoring-agent", configurationValues: "{\"dcgmAgent\":{\"tolerations\":…
        //   + cloudWatch.clusterLogging.enableTypes: ["audit", "authenticator"]
        //   + cloudWatch.clusterLogging.logRetentionInDays: 90
        //   + zonalShiftConfig.enabled: true
        name: "prod",
        region: "eu-west-1",
        account: "222233334444",
        cluster prod {
            version: "1.35",
            // [IMP-03] this file leaves 9 choices to eksctl and AWS, which the imported source makes otherwise
            //   fix: where one is not what you want, write the key
            // its version goes on into extended support, at 0.60 USD/h: `upgradePolicy: {supportType: STANDARD}`
            // nobody can tell later who did what: the audit log is not kept: `cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}`
            // traffic goes on to a zone that fails: `zonalShiftConfig: {enabled: true}`
            // `eks-pod-identity-agent` and `eks-node-monitoring-agent` are not there, and the VPC CNI ignores every NetworkPolicy, and gives small nodes few addresses for Pods: `addons: [{name: eks-pod-identity-agent}, {name: eks-node-monitoring-agent}, {name: vpc-cni, configurationValues: '{"enableNetworkPolicy":"true","env":{"ENABLE_PREFIX_DELEGATION":"true","NETWORK_POLICY_ENFORCING_MODE":"standard"}}'}]`
            // an autoscaler knows neither labels nor taints of a group that is at zero, where node groups `sys` and `gpu` are silent: `propagateASGTags: true`
            // EKS leaves a broken node in place, where node groups `sys` and `gpu` are silent: `nodeRepairConfig: {enabled: true}`
            // every Pod there reaches instance metadata, and with it the node's role, where node group `gpu` is silent: `disablePodIMDS: true`
            // root volumes are encrypted only if the account's default says so, where node group `gpu` is silent: `volumeEncrypted: true`
            // root volumes have 80 GiB, which a few images for accelerators fill, where node group `gpu` is silent: `volumeSize: 200`
            // the file does not say how much depends on this cluster; to Staging and Development fewer rules apply
            environment: Production,
            vpc { cidr: "10.1.0.0/16", zones: ["eu-west-1a", "eu-west-1b"] }
            endpoint: Private,
            access { admins: ["arn:aws:iam::222233334444:role/platform-admin"] }
            secrets_key: "arn:aws:kms:eu-west-1:222233334444:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
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
