//! The AWS services that a fully private cluster calls, each with who calls it.

use super::{eksctl_makes_endpoint, is_fully_private, sends_jobs};
use crate::spec::{AwsService, Backend, Cluster, Lens, LoadMetric, Receiver, Scaler};

/// The services that need an endpoint in the VPC of a fully private cluster, beside those that eksctl makes: who calls one without it waits
/// for an answer that never comes. None where there is a NAT gateway.
pub fn needed_endpoints<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<(AwsService, &'static str)> {
    let cluster = cluster.into();
    if !is_fully_private(cluster) {
        return Vec::new();
    }
    let (mut all, monitoring) = (Vec::new(), cluster.monitoring().get());
    let mut calls = |is_there: bool, service, who| {
        if is_there && !eksctl_makes_endpoint(cluster, &service) {
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
    let autoscaler = cluster.scaler().is(|it| matches!(it, Scaler::ClusterAutoscaler(_)));
    calls(autoscaler, AwsService::Autoscaling, "the Cluster Autoscaler");
    calls(autoscaler || sends_jobs(cluster), AwsService::Eks, "the Cluster Autoscaler, and who looks at other clusters");
    let has = |backend: fn(&Backend) -> bool| cluster.storage().iter().any(|class| class.backend().is(backend));
    calls(has(|it| matches!(it, Backend::Efs(_))), AwsService::Efs, "the EFS driver");
    calls(has(|it| matches!(it, Backend::FsxLustre(_))), AwsService::Fsx, "the FSx driver");
    calls(cluster.load_balancer_controller().is_some(), AwsService::ElasticLoadBalancing, "the AWS Load Balancer Controller");
    let alertmanager = monitoring.and_then(|monitoring| monitoring.alertmanager().get());
    calls(
        alertmanager.is_some_and(|it| it.to().is(|receiver| matches!(receiver, Receiver::Sns(_)))),
        AwsService::Sns,
        "Alertmanager",
    );
    calls(
        monitoring.is_some_and(|monitoring| monitoring.remote_write().is_some()),
        AwsService::Prometheus,
        "Prometheus' remote write",
    );
    calls(monitoring.is_some_and(|monitoring| monitoring.cloudwatch().is_some()), AwsService::Logs, "the CloudWatch agent");
    let scaled = cluster
        .inference()
        .iter()
        .filter_map(|service| service.autoscale().get())
        .any(|autoscale| autoscale.by().is(|by| matches!(by, LoadMetric::Sqs(_))));
    let consumes = cluster.identities().iter().any(|identity| !identity.consumes().is_empty());
    calls(scaled || consumes, AwsService::Sqs, "who works off queues");
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eksctl::PrivateCluster;
    use crate::spec::{ClusterAutoscaler, Efs, Storage};

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
