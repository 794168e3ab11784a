//! Which VPC endpoints the platform makes: those it names, but for those that eksctl makes in a fully private cluster.

use crate::eksctl::EndpointService;
use crate::spec::{AwsService, Cluster, Lens};

/// Whether the cluster's nodes have no way to the internet: eksctl makes no NAT gateway then, and no public subnet.
pub fn is_fully_private<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    cluster.into().eksctl().private_cluster().get().is_some_and(|private| *private.enabled() == Some(true))
}

/// Whether eksctl makes the endpoint of a service by itself. A second one is refused: its name is taken in the VPC's DNS, or its route in
/// the table. Source: eksctl user guide, "EKS Fully-Private Cluster"; the logs of the control plane are always on here.
pub fn eksctl_makes_endpoint<'a>(cluster: impl Lens<'a, Cluster>, service: &AwsService) -> bool {
    let cluster = cluster.into();
    let Some(private) = cluster.eksctl().private_cluster().get().filter(|_| is_fully_private(cluster)) else { return false };
    if *private.skip_endpoint_creation() == Some(true) {
        return false;
    }
    match service {
        AwsService::S3 | AwsService::Ecr | AwsService::Ec2 | AwsService::Sts | AwsService::Logs => true,
        AwsService::Autoscaling => private.additional_endpoint_services().contains(&EndpointService::AutoScaling),
        _ => false,
    }
}

/// The services whose endpoints the cluster's own stack makes.
pub fn own_endpoints<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<&'a AwsService> {
    let cluster = cluster.into();
    cluster.vpc().endpoints().whole().iter().filter(|service| !eksctl_makes_endpoint(cluster, service)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eksctl::PrivateCluster;

    #[test]
    fn what_eksctl_makes_is_not_made_twice() {
        let mut cluster = Cluster::default();
        cluster.vpc.endpoints = vec![AwsService::S3, AwsService::Ecr, AwsService::EksAuth, AwsService::Autoscaling];
        assert_eq!(own_endpoints(&cluster).len(), 4, "it makes none where there is a NAT gateway");
        let private = PrivateCluster { enabled: Some(true), ..PrivateCluster::default() };
        cluster.eksctl.private_cluster = Some(private.clone());
        assert_eq!(own_endpoints(&cluster), [&AwsService::EksAuth, &AwsService::Autoscaling]);
        let further = vec![EndpointService::AutoScaling];
        cluster.eksctl.private_cluster = Some(PrivateCluster { additional_endpoint_services: further, ..private.clone() });
        assert_eq!(own_endpoints(&cluster), [&AwsService::EksAuth]);
        cluster.eksctl.private_cluster = Some(PrivateCluster { skip_endpoint_creation: Some(true), ..private });
        assert_eq!(own_endpoints(&cluster).len(), 4, "it was told to make none");
    }
}
