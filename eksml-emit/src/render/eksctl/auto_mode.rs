//! The role of the nodes that EKS Auto Mode buys (CL-13).

use serde_json::json;

use crate::derived;
use crate::render::ClusterView;
use crate::yaml;

/// The stack that makes the role, beside the objects.
pub(super) const STACK: &str = "infra/auto-mode.cfn.yaml";

/// The template of the stack: node classes name the role, so it must have a name that is known.
/// Source: EKS user guide, "Amazon EKS Auto Mode node IAM role".
pub(super) fn stack(view: &ClusterView<'_>) -> Result<String, yaml::Error> {
    let policy = |name: &str| derived::managed_policy(view.region().partition(), name);
    yaml::to_string(&json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": format!("The role of the nodes that EKS Auto Mode buys for cluster {}", view.cluster.name),
        "Resources": {
            "NodeRole": { "Type": "AWS::IAM::Role", "Properties": {
                "RoleName": derived::node_role_name(view.cluster),
                "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
                    "Effect": "Allow", "Action": ["sts:AssumeRole"],
                    "Principal": { "Service": [format!("ec2.{}", view.region().partition().dns_suffix())] },
                }] },
                "ManagedPolicyArns": [policy("AmazonEKSWorkerNodeMinimalPolicy"), policy("AmazonEC2ContainerRegistryPullOnly")],
            } },
        },
    }))
}
