//! IPv6 clusters.

use super::ask::{addon, has_oidc, has_own_vpc, is_auto_mode, is_ipv6, minor, on, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-22",
        name: "ipv6-range-in-ipv4-cluster",
        title: "IPv6 ranges belong to IPv6 clusters",
        severity: Severity::Error,
        why: "eksctl refuses an IPv6 range for a cluster whose pods and services have IPv4 addresses",
        source: "eksctl validation.go:492, 510",
        check: Check::Config(ranges_are_of_the_family),
        bad: Example::Config("vpc: {extraIPv6CIDRs: ['2001:db8::/56']}"),
        good: Example::Config("vpc: {extraCIDRs: [100.64.0.0/16]}"),
    },
    Rule {
        id: "EK-23",
        name: "ipv4-only-in-ipv6-cluster",
        title: "an IPv6 cluster does without NAT, local zones, IPv4 services and self-managed node groups",
        severity: Severity::Error,
        why: "eksctl refuses the combination; of self-managed node groups it says so only when the control plane stands and is paid for",
        source: "eksctl validation.go:515, 521, 524, 769, 814; pkg/cfn/builder/nodegroup.go:79",
        check: Check::Config(nothing_of_ipv4),
        bad: Example::Config(
            "kubernetesNetworkConfig: {ipFamily: IPv6}\n\
             iam: {withOIDC: true}\n\
             addons: [{name: vpc-cni}, {name: coredns}, {name: kube-proxy}]\n\
             nodeGroups: [{name: cpu, privateNetworking: true}]\n\
             vpc: {clusterEndpoints: {privateAccess: true, publicAccess: false}}",
        ),
        good: Example::Config(
            "kubernetesNetworkConfig: {ipFamily: IPv6}\n\
             iam: {withOIDC: true}\n\
             addons: [{name: vpc-cni}, {name: coredns}, {name: kube-proxy}]\n\
             managedNodeGroups: [{name: cpu, privateNetworking: true}]\n\
             vpc: {clusterEndpoints: {privateAccess: true, publicAccess: false}}",
        ),
    },
    Rule {
        id: "EK-24",
        name: "ipv6-range-without-pool",
        title: "an IPv6 range of one's own comes with its pool, for a new VPC",
        severity: Severity::Error,
        why: "a range alone belongs to nobody, and an existing VPC has its range already",
        source: "eksctl validation.go:678, 682",
        check: Check::Config(own_range_has_a_pool),
        bad: Example::Config(
            "kubernetesNetworkConfig: {ipFamily: IPv6}\n\
             iam: {withOIDC: true}\n\
             addons: [{name: vpc-cni}, {name: coredns}, {name: kube-proxy}]\n\
             vpc: {ipv6Cidr: '2001:db8::/56'}",
        ),
        good: Example::Config(
            "kubernetesNetworkConfig: {ipFamily: IPv6}\n\
             iam: {withOIDC: true}\n\
             addons: [{name: vpc-cni}, {name: coredns}, {name: kube-proxy}]\n\
             vpc: {ipv6Cidr: '2001:db8::/56', ipv6Pool: ipv6pool-ec2-0123456789abcdef0}",
        ),
    },
    Rule {
        id: "EK-25",
        name: "ipv6-addons-incomplete",
        title: "an IPv6 cluster names its core add-ons, and the VPC CNI has permissions",
        severity: Severity::Error,
        why: "the VPC CNI assigns IPv6 addresses with permissions of its own, and eksctl refuses a cluster in which it has none",
        source: "eksctl validation.go:666, 782, 788, 796, 808",
        check: Check::Config(core_addons_are_named),
        bad: Example::Config(
            "kubernetesNetworkConfig: {ipFamily: IPv6}\n\
             iam: {withOIDC: true}\n\
             addons: [{name: vpc-cni}, {name: kube-proxy}]\n\
             vpc: {clusterEndpoints: {privateAccess: true, publicAccess: false}}",
        ),
        good: Example::Config(
            "kubernetesNetworkConfig: {ipFamily: IPv6}\n\
             iam: {withOIDC: true}\n\
             addons: [{name: vpc-cni}, {name: coredns}, {name: kube-proxy}]\n\
             vpc: {clusterEndpoints: {privateAccess: true, publicAccess: false}}",
        ),
    },
];

fn ranges_are_of_the_family(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(vpc) = config.vpc().get().filter(|_| !is_ipv6(config)) else { return };
    let fix = "remove it, or write `ipFamily: \"IPv6\"` in `kubernetesNetworkConfig`";
    let extra = vpc.extra_ipv6_cidrs();
    if !extra.is_empty() {
        findings.report(&extra, "`extraIPv6CIDRs` in an IPv4 cluster", fix);
    }
    findings.each([("ipv6Cidr", vpc.ipv6_cidr()), ("ipv6Pool", vpc.ipv6_pool())], |(key, at), findings| {
        if said(&at) {
            findings.report(&at, format!("`{key}` in an IPv4 cluster"), fix);
        }
    });
}

fn nothing_of_ipv4(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if !is_ipv6(config) {
        return;
    }
    let services = config.kubernetes_network_config().get().map(|network| network.service_ipv4_cidr());
    if let Some(services) = services.filter(said) {
        findings.report(&services, "services of an IPv6 cluster have no IPv4 range", Fix::safe([Edit::remove(&services)]));
    }
    if let Some(version) = config.metadata().version().get().filter(|_| minor(config).is_some_and(|minor| minor < 21)) {
        findings.report(
            &version,
            format!("Kubernetes {} has no IPv6", *version),
            "write a version that EKS offers, such as \"1.35\"",
        );
    }
    let local = config.local_zones();
    if !local.is_empty() {
        findings.report(&local, "an IPv6 cluster has no local zones", Fix::decision([Edit::remove(&local)]));
    }
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        findings.report(
            &group.name(),
            format!("node group `{}` is self-managed, and an IPv6 cluster takes managed ones only", *group.name()),
            "move it to `managedNodeGroups`",
        );
    });
    let Some(vpc) = config.vpc().get() else { return };
    if let Some(nat) = vpc.nat().get() {
        findings.report(&nat, "an IPv6 cluster has no NAT setting", Fix::safe([Edit::remove(&nat)]));
    }
    if on(&vpc.auto_allocate_ipv6()) {
        findings.report(
            &vpc.auto_allocate_ipv6(),
            "`autoAllocateIPv6` is for IPv4 clusters: an IPv6 cluster's VPC has its range anyway",
            Fix::safe([Edit::remove(&vpc.auto_allocate_ipv6())]),
        );
    }
}

fn own_range_has_a_pool(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(vpc) = config.vpc().get().filter(|_| is_ipv6(config)) else { return };
    let (range, pool) = (vpc.ipv6_cidr(), vpc.ipv6_pool());
    match (said(&range), said(&pool)) {
        (false, false) => return,
        (true, false) => findings.report(&range, "`ipv6Cidr` comes without its pool", "write `ipv6Pool` beside it, or remove it"),
        (false, true) => findings.report(&pool, "`ipv6Pool` comes without a range", "write `ipv6Cidr` beside it, or remove it"),
        (true, true) => {}
    }
    if is_ipv6(config) && has_own_vpc(config) {
        let at = if said(&range) { range } else { pool };
        findings.report(&at, "an existing VPC has its IPv6 range already", "remove `ipv6Cidr` and `ipv6Pool`");
    }
}

fn core_addons_are_named(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if !is_ipv6(config) || is_auto_mode(config) {
        return;
    }
    findings.scope(|findings| {
        let addons = config.addons();
        let missing: Vec<_> =
            ["vpc-cni", "coredns", "kube-proxy"].into_iter().filter(|name| addon(config, name).is_none()).collect();
        if !missing.is_empty() {
            findings.report(
                &addons,
                format!("an IPv6 cluster names its core add-ons, and {} is missing", missing.join(", ")),
                format!("add {}", missing.iter().map(|name| format!("`{{name: \"{name}\"}}`")).collect::<Vec<_>>().join(", ")),
            );
        }
    });
    let named = addon(config, "vpc-cni").filter(|_| is_ipv6(config) && !is_auto_mode(config));
    let Some(cni) = named else { return };
    findings.scope(|findings| {
        if let Some(version) = cni.version().get() {
            cni_is_new_enough(&version, findings);
        }
    });
    if !is_ipv6(config) || is_auto_mode(config) {
        return;
    }
    if addon(config, "eks-pod-identity-agent").is_some() {
        let automatic = config.addons_config().get().is_some_and(|all| on(&all.auto_apply_pod_identity_associations()));
        if !automatic && !on(&cni.use_default_pod_identity_associations()) && cni.pod_identity_associations().is_empty() {
            findings.report(
                &cni,
                "the VPC CNI has no permissions to assign IPv6 addresses",
                Fix::decision([Edit::set(&cni.use_default_pod_identity_associations(), true)]).saying("{} in it"),
            );
        }
    } else if !has_oidc(config) {
        findings.report(
            &cni,
            "the VPC CNI of an IPv6 cluster needs permissions, and neither Pod Identity nor OIDC is there",
            "add `{name: \"eks-pod-identity-agent\"}` to the add-ons, and `useDefaultPodIdentityAssociations: true` here",
        );
    }
}

fn cni_is_new_enough(version: &At<'_, String>, findings: &mut Findings<'_>) {
    let text = version.whole().as_str();
    if matches!(text, "" | "latest") {
        return;
    }
    let numbers = text.trim_start_matches('v').split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<Option<u32>> = numbers.split('.').map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [Some(major), Some(minor), Some(_)] if (*major, *minor) >= (1, 10) => {}
        [Some(_), Some(_), Some(_)] => {
            findings.report(
                version,
                format!("version {text} of the VPC CNI has no IPv6"),
                Fix::decision([Edit::set(version, "latest")]).saying("{}, or remove it"),
            );
        }
        _ => findings.report(
            version,
            format!("`{text}` is not a version of the VPC CNI"),
            Fix::decision([Edit::set(version, "latest")]).saying("{}, or one such as `v1.21.1-eksbuild.1`"),
        ),
    }
}
