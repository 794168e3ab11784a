//! The AWS Load Balancer Controller: load balancers for Ingresses and Services.

use super::{Component, Permissions};
use crate::catalog::charts;
use crate::eksctl::WellKnownPolicies;
use crate::spec::AwsService;

/// Its service account.
pub const SERVICE_ACCOUNT: &str = "aws-load-balancer-controller";

/// The AWS Load Balancer Controller.
pub static LOAD_BALANCER_CONTROLLER: Component = Component {
    name: "the AWS Load Balancer Controller",
    chart: Some(&charts::LOAD_BALANCER_CONTROLLER),
    is_needed: |cluster| cluster.load_balancer_controller().is_some(),
    service_account: Some(SERVICE_ACCOUNT),
    // eksctl keeps the controller's own policy, which only touches what carries the cluster's tag.
    permissions: |_, _| {
        let known = WellKnownPolicies { aws_load_balancer_controller: Some(true), ..WellKnownPolicies::default() };
        Some(Permissions::WellKnown(known))
    },
    calls: Some(|_| vec![(AwsService::ElasticLoadBalancing, "the AWS Load Balancer Controller")]),
    // Source: eks-charts `stable/aws-load-balancer-controller/values.yaml`.
    mirrored: &[("image.repository", "public.ecr.aws/eks/aws-load-balancer-controller")],
    stands_for: &[("aws-load-balancer-controller", "write `load_balancer_controller`")],
    ..Component::NEW
};
