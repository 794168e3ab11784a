//! Who tells the kubelet about devices: one owner, on images that bring the driver.

use crate::findings::Severity;
use crate::rules::{Check, Example, Rule};

pub(super) const ACC_01: Rule = Rule {
    id: "ACC-01",
    title: "devices have one owner",
    severity: Severity::Error,
    why: "two device plugins fight over the kubelet's socket, and Pods are given GPUs that others hold",
    source: "eksctl userdocs/src/usage/gpu-support.md: the plugin is installed by default; EKS, device management",
    check: Check::Form,
    bad: Example::Cluster("accelerators { plane: DevicePlugin, gpu_operator: true }"),
    good: Example::Cluster("accelerators { plane: DevicePlugin }"),
};

pub(super) const ACC_02: Rule = Rule {
    id: "ACC-02",
    title: "driver and container toolkit are the image's own",
    severity: Severity::Error,
    why: "a second NVIDIA driver or toolkit over the one in the EKS accelerated image leaves the node without GPUs",
    source: "EKS, ml-eks-optimized-ami; gpu-operator values.yaml turns both on by default",
    check: Check::Form,
    bad: Example::Cluster("accelerators { plane: DevicePlugin, driver: true }"),
    good: Example::Cluster("accelerators { plane: DevicePlugin }"),
};

pub(super) const ACC_18: Rule = Rule {
    id: "ACC-18",
    title: "nodes that are bought for Pods offer their devices by plugin",
    severity: Severity::Error,
    why: "EKS Auto Mode knows no Dynamic Resource Allocation and Karpenter ignores claims unless told otherwise: no node would be bought, \
          and a node that offers its GPUs in both ways gives each of them away twice",
    source: "EKS user guide, device management; karpenter.sh, settings: IGNORE_DRA_REQUESTS",
    check: Check::Form,
    bad: Example::Cluster(
        "scaler: Karpenter { dynamic_resources: true }\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, management: NodePool }",
    ),
    good: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, management: NodePool }",
    ),
};
