//! What Karpenter needs in AWS beside the cluster: the role of its nodes, and the queue by which EC2 warns of interruptions (CST-04).

use serde_json::json;

use crate::derived;
use crate::render::ClusterView;
use crate::yaml;

/// The stack that makes role and queue, beside the objects.
pub(super) const STACK: &str = "infra/karpenter.cfn.yaml";

/// The template of the stack: it must stand before the cluster, whose access entries name the role.
/// Source: Karpenter 1.14, getting started, `cloudformation.yaml`.
pub(super) fn stack(view: &ClusterView<'_>) -> Result<String, yaml::Error> {
    let policy = |name: &str| derived::managed_policy(view.region().partition(), name);
    let rule = |source: &str, kind: &str| {
        json!({ "Type": "AWS::Events::Rule", "Properties": {
            "EventPattern": { "source": [source], "detail-type": [kind] },
            "Targets": [{ "Id": "KarpenterInterruptionQueue", "Arn": { "Fn::GetAtt": ["InterruptionQueue", "Arn"] } }],
        } })
    };
    yaml::to_string(&json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": format!("What Karpenter needs beside cluster {}: the role of its nodes and its interruption queue", view.cluster.name),
        "Resources": {
            "NodeRole": { "Type": "AWS::IAM::Role", "Properties": {
                "RoleName": derived::node_role_name(view.cluster),
                "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
                    "Effect": "Allow", "Action": ["sts:AssumeRole"],
                    "Principal": { "Service": [format!("ec2.{}", view.region().partition().dns_suffix())] },
                }] },
                "ManagedPolicyArns": [
                    policy("AmazonEKSWorkerNodePolicy"),
                    policy("AmazonEKS_CNI_Policy"),
                    policy("AmazonEC2ContainerRegistryPullOnly"),
                    policy("AmazonSSMManagedInstanceCore"),
                ],
            } },
            "InterruptionQueue": { "Type": "AWS::SQS::Queue", "Properties": {
                "QueueName": derived::interruption_queue(view.cluster), "MessageRetentionPeriod": 300, "SqsManagedSseEnabled": true,
            } },
            "InterruptionQueuePolicy": { "Type": "AWS::SQS::QueuePolicy", "Properties": {
                "Queues": [{ "Ref": "InterruptionQueue" }],
                "PolicyDocument": { "Version": "2012-10-17", "Statement": [
                    { "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": { "Fn::GetAtt": ["InterruptionQueue", "Arn"] },
                      "Principal": { "Service": ["events.amazonaws.com", "sqs.amazonaws.com"] } },
                    { "Effect": "Deny", "Action": ["sqs:*"], "Resource": { "Fn::GetAtt": ["InterruptionQueue", "Arn"] },
                      "Principal": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } },
                ] },
            } },
            "ScheduledChange": rule("aws.health", "AWS Health Event"),
            "SpotInterruption": rule("aws.ec2", "EC2 Spot Instance Interruption Warning"),
            "Rebalance": rule("aws.ec2", "EC2 Instance Rebalance Recommendation"),
            "InstanceStateChange": rule("aws.ec2", "EC2 Instance State-change Notification"),
            "ReservationInterruption": rule("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"),
        },
    }))
}
