//! Fully private clusters.

use super::ask::{is_private, on, said};
use super::group::{groups, is_private as is_private_group};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-26",
        name: "private-cluster-endpoint-said",
        title: "a fully private cluster has a private endpoint and says no other",
        severity: Severity::Error,
        why: "eksctl makes the endpoint of a fully private cluster private by itself and refuses `vpc.clusterEndpoints` beside it",
        source: "eksctl pkg/ctl/cmdutils/configfile.go:269",
        check: Check::Config(endpoint_follows),
        bad: Example::Config(
            "privateCluster: {enabled: true}\nvpc: {clusterEndpoints: {privateAccess: true, publicAccess: false}}",
        ),
        good: Example::Config("privateCluster: {enabled: true}\nvpc: {cidr: 10.0.0.0/16}"),
    },
    Rule {
        id: "EK-27",
        name: "public-nodes-in-private-cluster",
        title: "nodes of a fully private cluster are private",
        severity: Severity::Error,
        why: "there are no public subnets they could stand in; eksctl refuses the node group",
        source: "eksctl validation.go:261",
        check: Check::Config(nodes_are_private),
        bad: Example::Config("privateCluster: {enabled: true}\nmanagedNodeGroups: [{name: cpu}]\nvpc: {cidr: 10.0.0.0/16}"),
        good: Example::Config(
            "privateCluster: {enabled: true}\nmanagedNodeGroups: [{name: cpu, privateNetworking: true}]\nvpc: {cidr: 10.0.0.0/16}",
        ),
    },
    Rule {
        id: "EK-28",
        name: "private-cluster-without-subnets",
        title: "a fully private cluster in an existing VPC names its private subnets",
        severity: Severity::Error,
        why: "eksctl refuses the config, and panics with a nil pointer when `vpc.subnets` is absent altogether",
        source: "eksctl validation.go:731",
        check: Check::Config(private_subnets_are_named),
        bad: Example::Config("privateCluster: {enabled: true}\nvpc: {id: vpc-0aaaaaaaaaaaaaaaa}"),
        good: Example::Config(
            "privateCluster: {enabled: true}\n\
             availabilityZones: []\n\
             vpc: {id: vpc-0aaaaaaaaaaaaaaaa, subnets: {private: {us-west-2a: {id: subnet-0aaaaaaaaaaaaaaaa}, us-west-2b: {id: subnet-0bbbbbbbbbbbbbbbb}}}}",
        ),
    },
    Rule {
        id: "EK-29",
        name: "endpoint-services-twice",
        title: "further endpoint services are named once, where eksctl creates endpoints",
        severity: Severity::Error,
        why: "eksctl refuses a service named twice, and creates none of them with `skipEndpointCreation`",
        source: "eksctl validation.go:736, endpoint_service.go:135",
        check: Check::Config(endpoint_services_are_created),
        bad: Example::Config(
            "privateCluster: {enabled: true, additionalEndpointServices: [logs, autoscaling, logs]}\nvpc: {cidr: 10.0.0.0/16}",
        ),
        good: Example::Config(
            "privateCluster: {enabled: true, additionalEndpointServices: [logs, autoscaling]}\nvpc: {cidr: 10.0.0.0/16}",
        ),
    },
];

fn endpoint_follows(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if let Some(endpoints) = config.vpc().get().and_then(|vpc| vpc.cluster_endpoints().get())
        && is_private(config)
    {
        findings.report(
            &endpoints,
            "the endpoint of a fully private cluster is private, and is not said",
            Fix::new("write `endpoint: Private`", "remove `clusterEndpoints`"),
        );
    }
}

fn nodes_are_private(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        if is_private(config) && !is_private_group(&*group) {
            let name = group.name();
            findings.report(
                &name,
                format!("node group `{}` is not private, and the cluster is", *name),
                Fix::safe([Edit::set(&group.private_networking(), true)]).saying("{} in it"),
            );
        }
    });
}

fn private_subnets_are_named(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(vpc) = config.vpc().get().filter(|vpc| is_private(config) && said(&vpc.id())) else { return };
    if vpc.subnets().get().is_none_or(|subnets| subnets.private().is_empty()) {
        findings.report(
            &vpc.id(),
            format!(
                "the cluster is fully private in VPC `{}`, of which it knows no private subnet",
                vpc.id().get().map(|id| id.whole().clone()).unwrap_or_default()
            ),
            "name two private subnets in `vpc.subnets.private`",
        );
    }
}

fn endpoint_services_are_created(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(private) = config.private_cluster().get() else { return };
    findings.scope(|findings| {
        let services: Vec<_> = private.additional_endpoint_services().iter().collect();
        findings.each(services.iter().enumerate(), |(at, service), findings| {
            if services.iter().take(at).any(|before| **before == **service) {
                findings.report(
                    service,
                    format!("endpoint service `{}` is named twice", **service),
                    Fix::safe([Edit::remove(service)]).saying("remove the second"),
                );
            }
        });
    });
    if on(&private.enabled()) && !private.additional_endpoint_services().is_empty() && on(&private.skip_endpoint_creation()) {
        findings.report(
            &private.additional_endpoint_services(),
            "eksctl is to create no endpoints, and some more",
            Fix::decision([Edit::remove(&private.additional_endpoint_services())]).saying("{}, or `skipEndpointCreation`"),
        );
    }
}
