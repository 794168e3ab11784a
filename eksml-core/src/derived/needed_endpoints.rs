//! The AWS services that a fully private cluster calls, each with who calls it.

use super::{eksctl_makes_endpoint, is_fully_private, sends_jobs};
use crate::components;
use crate::spec::{AwsService, Backend, Cluster, Lens};

/// The services that need an endpoint in the VPC of a fully private cluster, beside those that eksctl makes: who calls one without it waits
/// for an answer that never comes. None where there is a NAT gateway.
pub fn needed_endpoints<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<(AwsService, &'static str)> {
    let cluster = cluster.into();
    if !is_fully_private(cluster) {
        return Vec::new();
    }
    let (mut all, monitoring) = (Vec::new(), cluster.monitoring().get());
    let mut calls = |is_there: bool, service: AwsService, who| {
        let is_new = !all.iter().any(|(known, _)| *known == service);
        if is_there && is_new && !eksctl_makes_endpoint(cluster, &service) {
            all.push((service, who));
        }
    };
    let always = [
        (AwsService::S3, "image layers"),
        (AwsService::Ecr, "images"),
        (AwsService::Ec2, "the VPC CNI"),
        (AwsService::Sts, "credentials"),
    ];
    for (service, who) in always {
        calls(true, service, who);
    }
    calls(true, AwsService::EksAuth, "Pod Identity, the VPC CNI's own above all");
    for component in components::ALL {
        for (service, who) in component.calls_in(cluster) {
            calls(true, service, who);
        }
    }
    calls(sends_jobs(cluster), AwsService::Eks, "who looks at other clusters");
    let has = |backend: fn(&Backend) -> bool| cluster.storage().iter().any(|class| class.backend().is(backend));
    calls(has(|it| matches!(it, Backend::Efs(_))), AwsService::Efs, "the EFS driver");
    calls(has(|it| matches!(it, Backend::FsxLustre(_))), AwsService::Fsx, "the FSx driver");
    calls(monitoring.is_some_and(|monitoring| monitoring.cloudwatch().is_some()), AwsService::Logs, "the CloudWatch agent");
    let consumes = cluster.identities().iter().any(|identity| !identity.consumes().is_empty());
    calls(consumes, AwsService::Sqs, "who works off queues");
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eksctl::PrivateCluster;
    use crate::spec::{ClusterAutoscaler, Efs, Scaler, Storage};

    #[test]
    fn who_is_there_says_what_is_called() {
        let mut cluster = Cluster { scaler: Scaler::ClusterAutoscaler(ClusterAutoscaler::default()), ..Cluster::default() };
        cluster.storage.push(Storage { backend: Backend::Efs(Efs::default()), ..Storage::default() });
        assert_eq!(needed_endpoints(&cluster), [], "there is a NAT gateway");
        cluster.eksctl.private_cluster = Some(PrivateCluster { enabled: Some(true), ..PrivateCluster::default() });
        let services = |cluster: &Cluster| needed_endpoints(cluster).into_iter().map(|(service, _)| service).collect::<Vec<_>>();
        assert_eq!(services(&cluster), [AwsService::EksAuth, AwsService::Autoscaling, AwsService::Eks, AwsService::Efs]);
        let private = PrivateCluster { enabled: Some(true), skip_endpoint_creation: Some(true), ..PrivateCluster::default() };
        cluster.eksctl.private_cluster = Some(private);
        assert_eq!(services(&cluster).first(), Some(&AwsService::S3), "eksctl was told to make none");
    }
}
