//! VPC endpoints: services that nodes and Pods reach inside the VPC, a gateway for S3 and interfaces for the others.

use serde_json::{Value, json};

use super::template::{Resource, Template, import, reference};
use crate::derived;
use crate::render::ClusterView;
use crate::spec::AwsService;

/// The parameter with the route tables of the private subnets: eksctl's stack makes them, and exports no ids.
const ROUTE_TABLES: &str = "PrivateRouteTables";

/// Adds the endpoints of a cluster's VPC.
pub(super) fn endpoints(template: &mut Template, view: &ClusterView<'_>) {
    let services = derived::own_endpoints(view.cluster);
    if services.contains(&&AwsService::S3) {
        template.parameter(ROUTE_TABLES, "List<String>", "The route tables of the private subnets");
        let properties = json!({
            "VpcEndpointType": "Gateway",
            "VpcId": import(&super::eksctl_stack(view), "VPC"),
            "ServiceName": service("s3"),
            "RouteTableIds": reference(ROUTE_TABLES),
        });
        template.add("EndpointS3", Resource::new("AWS::EC2::VPCEndpoint", properties));
    }
    let interfaces: Vec<(&str, &str)> = services.into_iter().flat_map(names).copied().collect();
    if interfaces.is_empty() {
        return;
    }
    template.add("EndpointSecurityGroup", security_group(view));
    for (id, name) in interfaces {
        let properties = json!({
            "VpcEndpointType": "Interface",
            "VpcId": import(&super::eksctl_stack(view), "VPC"),
            "ServiceName": service(name),
            "PrivateDnsEnabled": true,
            "SubnetIds": { "Fn::Split": [",", import(&super::eksctl_stack(view), "SubnetsPrivate")] },
            "SecurityGroupIds": [reference("EndpointSecurityGroup")],
        });
        template.add(format!("Endpoint{id}"), Resource::new("AWS::EC2::VPCEndpoint", properties));
    }
}

/// What its parameter is on the command line: looked up by the tags that eksctl's stack gives, or by the subnets that are
/// there already.
pub(super) fn parameter(view: &ClusterView<'_>) -> Option<String> {
    let wanted = derived::own_endpoints(view.cluster).contains(&&AwsService::S3);
    let filters = match derived::own_private_subnets(view.cluster) {
        Some(own) => format!("Name=association.subnet-id,Values={}", own.join(",")),
        None => format!(
            "Name=tag:alpha.eksctl.io/cluster-name,Values={} 'Name=tag:aws:cloudformation:logical-id,Values=PrivateRouteTable*'",
            view.cluster.name
        ),
    };
    wanted.then(|| {
        format!(
            "{ROUTE_TABLES}=$(aws ec2 describe-route-tables --region {} --filters {filters} \
             --query \"join(',',RouteTables[].RouteTableId)\" --output text)",
            view.region(),
        )
    })
}

fn service(name: &str) -> Value {
    super::template::sub(&format!("com.amazonaws.${{AWS::Region}}.{name}"))
}

/// Logical id and service name of each interface.
fn names(of: &AwsService) -> &'static [(&'static str, &'static str)] {
    match of {
        AwsService::S3 => &[],
        AwsService::Ecr => &[("EcrApi", "ecr.api"), ("EcrRegistry", "ecr.dkr")],
        AwsService::Sts => &[("Sts", "sts")],
        AwsService::Ec2 => &[("Ec2", "ec2")],
        AwsService::Eks => &[("Eks", "eks")],
        AwsService::EksAuth => &[("EksAuth", "eks-auth")],
        AwsService::Logs => &[("Logs", "logs")],
        AwsService::Autoscaling => &[("Autoscaling", "autoscaling")],
        AwsService::Fsx => &[("Fsx", "fsx")],
        AwsService::Efs => &[("Efs", "elasticfilesystem")],
        AwsService::Sqs => &[("Sqs", "sqs")],
        AwsService::Kms => &[("Kms", "kms")],
        AwsService::Ssm => &[("Ssm", "ssm"), ("SsmMessages", "ssmmessages"), ("Ec2Messages", "ec2messages")],
        AwsService::Prometheus => &[("Prometheus", "aps-workspaces")],
        AwsService::ElasticLoadBalancing => &[("ElasticLoadBalancing", "elasticloadbalancing")],
        AwsService::Sns => &[("Sns", "sns")],
    }
}

fn security_group(view: &ClusterView<'_>) -> Resource {
    let from = view.cluster.vpc.cidr.to_string();
    let properties = json!({
        "GroupDescription": "HTTPS to AWS services, from the VPC",
        "VpcId": import(&super::eksctl_stack(view), "VPC"),
        "SecurityGroupIngress": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": from, "Description": "HTTPS from the VPC" }],
        // An endpoint answers and opens nothing; without this EC2 would let it talk to everyone.
        "SecurityGroupEgress": [{ "IpProtocol": "-1", "CidrIp": "127.0.0.1/32", "Description": "Nowhere" }],
        "Tags": super::tags(view.platform),
    });
    Resource::new("AWS::EC2::SecurityGroup", properties)
}
