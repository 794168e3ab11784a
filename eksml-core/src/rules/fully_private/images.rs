//! Where nodes without a way to the internet get images from.

use super::{Check, Example, Findings, Rule, Scope, is_fully_private};
use crate::components::{self, Component};
use crate::derived;
use crate::findings::Severity;
use crate::rules::Workload;
use crate::spec::DevicePlane;

const SOURCE: &str =
    "eksctl user guide, EKS Fully-Private Cluster; EKS user guide, Deploy private clusters with limited internet access";

pub(super) const SEC_22: Rule = Rule {
    id: "SEC-22",
    name: "image-outside-ecr",
    title: "images of a fully private cluster are in ECR",
    severity: Severity::Error,
    why: "nodes without a way to the internet pull from ECR alone, by the endpoint in their VPC: from any other registry a Pod waits with \
          ImagePullBackOff for ever",
    source: SOURCE,
    check: Check::Cluster(workloads_are_in_reach),
    bad: Example::Platform(BY_HUB),
    good: Example::Platform(BY_ECR),
};

const BY_HUB: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n\
    cluster island { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3, endpoints: [EksAuth] },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] },\n\
    eksctl { privateCluster { enabled: true } },\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3, serves: System }\n\
    namespace ml { serves: Training }\n\
    training tune { namespace: ml, on: system, cpu: \"1\", memory: \"4Gi\", image: \"docker.io/acme/tune:1.0\" } }";
const BY_ECR: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n\
    cluster island { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3, endpoints: [EksAuth] },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] },\n\
    eksctl { privateCluster { enabled: true } },\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3, serves: System }\n\
    namespace ml { serves: Training }\n\
    training tune { namespace: ml, on: system, cpu: \"1\", memory: \"4Gi\",\n\
        image: \"111122223333.dkr.ecr.us-west-2.amazonaws.com/tune:1.0\" } }";

fn workloads_are_in_reach(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(Workload::all(&scope.cluster), |workload, findings| {
        let (region, image) = (*scope.region(), workload.image());
        if !is_fully_private(scope) || derived::is_reached_privately(region, image.registry()) {
            return;
        }
        let account =
            scope.platform.account().get().map_or_else(|| "123456789012".to_owned(), |account| account.whole().to_string());
        let copy = format!("{account}.dkr.ecr.{region}.{}/{}", region.partition().dns_suffix(), image.repository());
        let version = image.to_string().split_off(image.registry().len() + 1 + image.repository().len());
        findings.report(
            &image,
            format!(
                "`{}` takes its image from `{}`, which nodes of this fully private cluster do not reach",
                *workload.name(),
                image.registry()
            ),
            format!("push it to ECR, `crane copy {} {copy}{version}`, and write `image: \"{copy}{version}\"`", *image),
        );
    });
}

pub(super) const SEC_23: Rule = Rule {
    id: "SEC-23",
    name: "missing-image-mirror",
    title: "a fully private cluster has a mirror of what eksml emits",
    severity: Severity::Error,
    why: "device plugins, exporters, Prometheus and the autoscaler come from registries that nodes without a way to the internet do not reach: \
          without a copy none of them starts, and GPUs stay invisible",
    source: SOURCE,
    check: Check::Cluster(own_images_are_in_reach),
    bad: Example::Platform(WITHOUT_MIRROR),
    good: Example::Platform(WITH_MIRROR),
};

const WITHOUT_MIRROR: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n\
    cluster island { version: V1_35, environment: Development,\n\
    vpc { cidr: \"10.0.0.0/16\", zones: 3, endpoints: [EksAuth, Autoscaling, Eks] },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] },\n\
    scaler: ClusterAutoscaler, eksctl { privateCluster { enabled: true } },\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }";
const WITH_MIRROR: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n\
    cluster island { version: V1_35, environment: Development,\n\
    vpc { cidr: \"10.0.0.0/16\", zones: 3, endpoints: [EksAuth, Autoscaling, Eks] },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] },\n\
    scaler: ClusterAutoscaler, eksctl { privateCluster { enabled: true } },\n\
    image_mirror: \"111122223333.dkr.ecr.us-west-2.amazonaws.com/mirror\",\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }";

fn own_images_are_in_reach(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let (cluster, region) = (&scope.cluster, *scope.region());
    let host = |image: &str| image.split('/').next().unwrap_or_default().to_owned();
    let suffix = region.partition().dns_suffix();
    if let Some(mirror) = cluster.image_mirror().get() {
        if !derived::is_reached_privately(region, &host(&mirror)) {
            findings.report(
                &mirror,
                format!("`{}` is no ECR registry of {region}, and no other is reached by an endpoint", *mirror),
                format!("write `image_mirror: \"123456789012.dkr.ecr.{region}.{suffix}/mirror\"` with your account"),
            );
        }
        return;
    }
    if !is_fully_private(scope) {
        return;
    }
    let images = derived::own_images(scope.platform, *cluster);
    let mut hosts: Vec<String> =
        images.iter().map(|image| host(image)).filter(|host| !derived::is_reached_privately(region, host)).collect();
    hosts.sort();
    hosts.dedup();
    let charts = components::charts(*cluster);
    if hosts.is_empty() && charts.is_empty() {
        return;
    }
    hosts.extend(charts.iter().map(|(_, chart)| format!("the chart `{}`", chart.name)));
    let account = scope.platform.account().get().map_or_else(|| "123456789012".to_owned(), |account| account.whole().to_string());
    findings.report(
        &cluster.name(),
        format!("cluster `{}` is fully private, and has Pods with images of {}", *cluster.name(), hosts.join(", ")),
        format!("write `image_mirror: \"{account}.dkr.ecr.{region}.{suffix}/mirror\"`: `images.txt` lists what to copy there"),
    );
}

pub(super) const SEC_24: Rule = Rule {
    id: "SEC-24",
    name: "needs-the-internet",
    title: "what needs the internet is not in a fully private cluster",
    severity: Severity::Error,
    why: "IAM and Route 53 are reached by no endpoint in the VPC of most regions, and Karpenter makes its nodes' profiles there; charts with a dozen images of their own have no one setting \
          that moves them all to a mirror",
    source: "Karpenter, troubleshooting and settings, isolatedVPC; NVIDIA GPU Operator, air-gapped environments",
    check: Check::Cluster(nothing_needs_the_internet),
    bad: Example::Platform(BY_KARPENTER),
    good: Example::Platform(WITH_MIRROR),
};

const BY_KARPENTER: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n\
    cluster island { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3, endpoints: [EksAuth] },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] },\n\
    scaler: Karpenter, eksctl { privateCluster { enabled: true } },\n\
    image_mirror: \"111122223333.dkr.ecr.us-west-2.amazonaws.com/mirror\",\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3, serves: System }\n\
    node_group batch { instances: [\"m7i.4xlarge\"], scale: 0..=4, management: NodePool } }";

fn nothing_needs_the_internet(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let cluster = &scope.cluster;
    let there = |wanted: &[&Component]| wanted.iter().any(|component| component.is_in(*cluster));
    findings.scope(|findings| {
        if is_fully_private(scope) && there(&[&components::karpenter::KARPENTER]) {
            findings.report(
                &cluster.scaler(),
                "Karpenter calls IAM, which nodes of this fully private cluster do not reach",
                "write `scaler: ClusterAutoscaler`, and take `management: NodePool` out of its groups",
            );
        }
    });
    findings.scope(|findings| {
        if is_fully_private(scope) && there(&[&components::external_dns::EXTERNAL_DNS]) {
            findings.report(
                &cluster.external_dns(),
                "ExternalDNS calls Route 53, which nodes of this fully private cluster do not reach",
                "remove `external_dns`, and point the hosts at their load balancers yourself, as the README says",
            );
        }
    });
    if is_fully_private(scope) && there(&[&components::gpu_operator::GPU_OPERATOR, &components::dra_driver::DRA_DRIVER]) {
        // Under the group's own word, if it is one group's.
        let mut of_groups = cluster.node_groups().iter().filter_map(|group| group.plane().get());
        let plane = of_groups.find(|plane| **plane != DevicePlane::DevicePlugin);
        findings.report(
            &plane.unwrap_or_else(|| cluster.accelerators().plane()),
            "the images of this plane's chart are out of reach in a fully private cluster, and are not moved to a mirror",
            "write `plane: DevicePlugin`, whose image is",
        );
    }
}
