//! CST-21: what is in buckets does not pass a NAT gateway.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{AwsService, VolumeSource};
use crate::units::Partition;

pub(super) const CST_21: Rule = Rule {
    id: "CST-21",
    name: "bucket-through-nat",
    title: "buckets are reached without a NAT gateway",
    severity: Severity::Warning,
    why: "a NAT gateway bills every byte that passes, and training reads its corpus again and again; a gateway endpoint for S3 costs nothing, \
          and image layers from ECR take it as well",
    source: "Amazon VPC pricing, NAT gateways; Amazon VPC, Gateway endpoints for Amazon S3; Amazon ECR, VPC endpoints",
    check: Check::Cluster(buckets_are_near),
    bad: Example::Platform(BY_NAT),
    good: Example::Platform(BY_GATEWAY),
};

const BY_NAT: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\nbucket data { s3: \"acme-ml-data\" }\n\
    cluster shared { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler,\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
    namespace ml { serves: Training }\nidentity trainer { namespace: ml, read: bucket data, used_by: Others } }";
const BY_GATEWAY: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\nbucket data { s3: \"acme-ml-data\" }\n\
    cluster shared { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3, endpoints: [S3] },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler,\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
    namespace ml { serves: Training }\nidentity trainer { namespace: ml, read: bucket data, used_by: Others } }";

fn buckets_are_near(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let (vpc, own) = (scope.cluster.vpc(), scope.cluster.eksctl());
    // A VPC that is there already may have one, a private cluster gets one of eksctl's, and of China no endpoint has its name here.
    let known = own.vpc().get().is_none() && own.private_cluster().get().is_none();
    if !known
        || scope.region().partition() == Partition::AwsCn
        || vpc.endpoints().iter().any(|service| *service == AwsService::S3)
    {
        return;
    }
    let user = scope.cluster.identities().iter().find(|identity| !identity.read().is_empty() || !identity.write().is_empty());
    let user = user.map(|identity| format!("identity `{}` uses buckets", *identity.name()));
    let mounted = || {
        let volumes = scope.cluster.volumes();
        let volume = volumes.iter().find(|volume| volume.source().is(|source| matches!(source, VolumeSource::S3(_))))?;
        Some(format!("volume `{}` is a bucket", *volume.name()))
    };
    let Some(user) = user.or_else(mounted) else { return };
    let mut services: Vec<String> = vpc.endpoints().iter().map(|service| format!("{:?}", *service)).collect();
    services.insert(0, "S3".to_owned());
    findings.report(
        &vpc,
        format!("{user}, and what is in them comes to cluster `{}` through NAT gateways", *scope.cluster.name()),
        format!("write `endpoints: [{}]` in `vpc`", services.join(", ")),
    );
}
