//! What Karpenter needs in AWS: its permissions, the role of its nodes, and the queue by which EC2 warns of interruptions (CST-04).

use serde_json::{Value, json};

use crate::derived;
use crate::eksctl::InlineDocument;
use crate::render::ClusterView;
use crate::yaml;

/// The stack that makes role and queue, beside the objects.
pub(super) const STACK: &str = "infra/karpenter.cfn.yaml";

/// The queue's name.
pub fn interruption_queue(view: &ClusterView<'_>) -> String {
    format!("{}-karpenter", view.cluster.name)
}

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
                "QueueName": interruption_queue(view), "MessageRetentionPeriod": 300, "SqsManagedSseEnabled": true,
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

/// What Karpenter may do: look at what EC2 offers, and change only what carries its cluster's tag.
/// Source: Karpenter 1.14, reference, "CloudFormation", controller policies.
pub(super) fn permissions(view: &ClusterView<'_>) -> InlineDocument {
    let region = view.region();
    let (partition, cluster) = (region.partition(), view.cluster.name.as_str());
    let account = view.platform.account.as_ref().map_or_else(|| "*".to_owned(), ToString::to_string);
    let ec2 = |account: &str, kinds: &[&str]| {
        kinds.iter().map(|kind| format!("arn:{partition}:ec2:{region}:{account}:{kind}/*")).collect::<Vec<_>>()
    };
    let owned = |tag: &str| format!("aws:{tag}/kubernetes.io/cluster/{cluster}");
    let of_pool = |tag: &str| format!("aws:{tag}/karpenter.sh/nodepool");
    let of_class = |tag: &str| format!("aws:{tag}/karpenter.k8s.aws/ec2nodeclass");
    let in_region = |tag: &str| format!("aws:{tag}/topology.kubernetes.io/region");
    let made = ["fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"];
    let inputs = ["security-group", "subnet", "capacity-reservation", "placement-group"];
    let public = ec2("", &["image", "snapshot"]);
    let profiles = format!("arn:{partition}:iam::{account}:instance-profile/*");
    let role = format!("arn:{partition}:iam::{account}:role/{}", derived::node_role_name(view.cluster));
    let eks = format!("arn:{partition}:eks:{region}:{account}:cluster/{cluster}");
    let queue = format!("arn:{partition}:sqs:{region}:{account}:{}", interruption_queue(view));
    let statements = vec![
        allow(
            "LaunchFromWhatIsThere",
            &["ec2:RunInstances", "ec2:CreateFleet"],
            json!([public, ec2("*", &inputs)].concat()),
            None,
        ),
        allow(
            "LaunchFromOwnTemplates",
            &["ec2:RunInstances", "ec2:CreateFleet"],
            json!(ec2("*", &["launch-template"])),
            Some(json!({ "StringEquals": { owned("ResourceTag"): "owned" }, "StringLike": { of_pool("ResourceTag"): "*" } })),
        ),
        allow(
            "LaunchWhatIsTagged",
            &["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
            json!(ec2("*", &made)),
            Some(json!({
                "StringEquals": { owned("RequestTag"): "owned", "aws:RequestTag/eks:eks-cluster-name": cluster },
                "StringLike": { of_pool("RequestTag"): "*" },
            })),
        ),
        allow(
            "TagWhatIsLaunched",
            &["ec2:CreateTags"],
            json!(ec2("*", &made)),
            Some(json!({
                "StringEquals": {
                    owned("RequestTag"): "owned",
                    "aws:RequestTag/eks:eks-cluster-name": cluster,
                    "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
                },
                "StringLike": { of_pool("RequestTag"): "*" },
            })),
        ),
        allow(
            "NameWhatRuns",
            &["ec2:CreateTags"],
            json!(ec2("*", &["instance"])),
            Some(json!({
                "StringEquals": { owned("ResourceTag"): "owned" },
                "StringLike": { of_pool("ResourceTag"): "*" },
                "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
            })),
        ),
        allow(
            "EndItsOwn",
            &["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
            json!(ec2("*", &["instance", "launch-template"])),
            Some(json!({ "StringEquals": { owned("ResourceTag"): "owned" }, "StringLike": { of_pool("ResourceTag"): "*" } })),
        ),
        allow(
            "LookAtTheRegion",
            &[
                "ec2:DescribeCapacityReservations",
                "ec2:DescribeImages",
                "ec2:DescribeInstances",
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeInstanceTypeOfferings",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeLaunchTemplates",
                "ec2:DescribePlacementGroups",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSpotPriceHistory",
                "ec2:DescribeSubnets",
            ],
            json!("*"),
            Some(json!({ "StringEquals": { "aws:RequestedRegion": region.as_str() } })),
        ),
        allow("FindImages", &["ssm:GetParameter"], json!(format!("arn:{partition}:ssm:{region}::parameter/aws/service/*")), None),
        allow("FindPrices", &["pricing:GetProducts"], json!("*"), None),
        allow("HearOfInterruptions", &["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], json!(queue), None),
        allow(
            "GiveNodesTheirRole",
            &["iam:PassRole"],
            json!(role),
            Some(json!({ "StringEquals": { "iam:PassedToService": format!("ec2.{}", partition.dns_suffix()) } })),
        ),
        allow(
            "MakeProfiles",
            &["iam:CreateInstanceProfile"],
            json!(profiles),
            Some(json!({
                "StringEquals": { owned("RequestTag"): "owned", in_region("RequestTag"): region.as_str() },
                "StringLike": { of_class("RequestTag"): "*" },
            })),
        ),
        allow(
            "TagProfiles",
            &["iam:TagInstanceProfile"],
            json!(profiles),
            Some(json!({
                "StringEquals": {
                    owned("ResourceTag"): "owned", in_region("ResourceTag"): region.as_str(),
                    owned("RequestTag"): "owned", in_region("RequestTag"): region.as_str(),
                },
                "StringLike": { of_class("ResourceTag"): "*", of_class("RequestTag"): "*" },
            })),
        ),
        allow(
            "ChangeOwnProfiles",
            &["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"],
            json!(profiles),
            Some(json!({
                "StringEquals": { owned("ResourceTag"): "owned", in_region("ResourceTag"): region.as_str() },
                "StringLike": { of_class("ResourceTag"): "*" },
            })),
        ),
        allow("ReadProfiles", &["iam:GetInstanceProfile"], json!(profiles), None),
        allow("ListProfiles", &["iam:ListInstanceProfiles"], json!("*"), None),
        allow("FindTheApiServer", &["eks:DescribeCluster"], json!(eks), None),
    ];
    [("Version", Value::from("2012-10-17")), ("Statement", Value::from(statements))].into_iter().collect()
}

fn allow(sid: &str, actions: &[&str], resources: Value, condition: Option<Value>) -> Value {
    let mut statement = json!({ "Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources });
    if let Some(condition) = condition {
        statement["Condition"] = condition;
    }
    statement
}
