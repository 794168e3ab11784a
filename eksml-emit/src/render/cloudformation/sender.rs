//! The role by which the hub comes into its spokes' queues. It is there before the clusters, so that both can name it.

use serde_json::json;

use super::template::{Resource, Template, get_att, sub};
use crate::catalog::Region;
use crate::derived;
use crate::spec::Platform;

/// Its stack, if the hub sends jobs. Tokens for the spokes' API servers need no permission; finding these does. Source: EKS user guide,
/// "How EKS Pod Identity works" (session tags); STS, `GetCallerIdentity`.
pub(super) fn template(platform: &Platform) -> Option<(Region, Template)> {
    let hub = derived::sender(platform)?;
    let region = *derived::region(platform, hub);
    let spokes = derived::workers(platform).into_iter().map(|spoke| {
        let there = derived::region(platform, spoke);
        sub(&format!("arn:${{AWS::Partition}}:eks:{there}:${{AWS::AccountId}}:cluster/{}", spoke.name))
    });
    let cluster = format!("arn:${{AWS::Partition}}:eks:{region}:${{AWS::AccountId}}:cluster/{}", hub.name);
    let properties = json!({
        "RoleName": derived::sender_role_name(platform),
        "Description": format!("Sends jobs from the queues of {}", hub.name),
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Principal": { "Service": "pods.eks.amazonaws.com" },
                "Action": ["sts:AssumeRole", "sts:TagSession"],
                "Condition": { "StringEquals": {
                    "aws:SourceAccount": { "Ref": "AWS::AccountId" },
                    "aws:RequestTag/eks-cluster-arn": sub(&cluster),
                    "aws:RequestTag/kubernetes-namespace": crate::components::kueue::NAMESPACE,
                    "aws:RequestTag/kubernetes-service-account": derived::SENDER,
                } },
            }],
        },
        "Policies": [{
            "PolicyName": "find-spokes",
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [{ "Effect": "Allow", "Action": "eks:DescribeCluster", "Resource": spokes.collect::<Vec<_>>() }],
            },
        }],
        "Tags": super::tags(platform),
    });
    let mut template = Template::new(format!("Roles of platform {}", platform.name));
    template.add("QueuesOfTheHub", Resource::new("AWS::IAM::Role", properties));
    template.output("QueuesOfTheHub", "The role by which the hub sends jobs to its spokes", get_att("QueuesOfTheHub", "Arn"));
    Some((region, template))
}
