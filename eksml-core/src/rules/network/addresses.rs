//! The VPC's own block, and what is cut from it.

use super::own_subnets::own_subnets;
use crate::derived::{MOST_ZONES, free_block, narrowest_vpc};
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};

/// The widest and the narrowest VPC that EC2 gives.
const WIDEST_VPC: u8 = 16;
const NARROWEST_VPC: u8 = 28;

pub(super) const NET_01: Rule = Rule {
    id: "NET-01",
    name: "invalid-vpc-range",
    title: "the VPC is a block that can be cut into subnets",
    severity: Severity::Error,
    why: "EC2 gives VPCs and subnets from /16 to /28 only, and eksctl cuts eight or sixteen equal subnets from the VPC",
    source: "EC2 API, CreateVpc and CreateSubnet; eksctl pkg/vpc/vpc.go, SetSubnets",
    check: Check::Cluster(vpc_can_be_cut),
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/8\", zones: 3 }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3 }"),
};

fn vpc_can_be_cut(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let vpc = scope.cluster.vpc();
    let cidr = vpc.cidr();
    let block = *cidr;
    if block.prefix() < WIDEST_VPC {
        // The user's own first /16 overlaps whatever the whole block does; other rules say so.
        let fix = free_block(WIDEST_VPC, block, &[]);
        findings.report(
            &cidr,
            format!("VPC `{block}` is wider than a VPC may be, which is /16"),
            fix.map_or_else(|| "write a /16".to_owned(), |fix| format!("write `cidr: \"{fix}\"`")),
        );
        return;
    }
    let zones = vpc.zones().names(&scope.region()).len().clamp(1, MOST_ZONES);
    // Nothing is cut from a VPC that is there already.
    let narrowest = if own_subnets(scope).is_some() { NARROWEST_VPC } else { narrowest_vpc(zones) };
    if block.prefix() > narrowest {
        let problem = match block.prefix() {
            29.. => format!("VPC `{block}` is narrower than a VPC may be, which is /28"),
            _ => {
                format!("VPC `{block}` cannot be cut into private and public subnets for {zones} zones: they would be below /28")
            }
        };
        let roomy = free_block(WIDEST_VPC, block, &[]);
        let fix = match roomy {
            Some(roomy) => format!("write `cidr: \"{roomy}\"`; /{narrowest} is the narrowest that can be cut"),
            None => format!("write a block from /16 to /{narrowest}"),
        };
        findings.report(&cidr, problem, fix);
    }
}

pub(super) const NET_02: Rule = Rule {
    id: "NET-02",
    name: "overlapping-subnets",
    title: "subnets are cut from the VPC and never overlap",
    severity: Severity::Error,
    why: "subnets written by hand can overlap or lie outside the VPC; cut from it they cannot",
    source: "EC2 API, CreateSubnet",
    check: Check::Form,
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 2, private_subnets: [\"10.0.0.0/20\", \"10.0.8.0/21\"] }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 2 }"),
};

pub(super) const NET_04: Rule = Rule {
    id: "NET-04",
    name: "pods-outside-vpc-range",
    title: "Pods take the VPC's own addresses",
    severity: Severity::Error,
    why: "Pods get addresses of a second block only with an ENIConfig in every zone; without those the block stays unused and Pods \
          still empty the nodes' subnets",
    source: "EKS best practices, Custom networking",
    check: Check::Form,
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/24\", zones: 2, pod_cidr: \"100.64.0.0/10\" }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 2, pod_addresses: PrefixDelegation }"),
};

pub(super) const NET_13: Rule = Rule {
    id: "NET-13",
    name: "cluster-not-ipv4",
    title: "clusters speak IPv4",
    severity: Severity::Error,
    why: "the family of a cluster cannot be changed later, and IPv6 excludes a service CIDR of one's own and eksctl's NAT settings",
    source: "eksctl pkg/apis/eksctl.io/v1alpha5/validation.go",
    check: Check::Form,
    bad: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3, ip_family: IPv6 }"),
    good: Example::Cluster("vpc { cidr: \"10.0.0.0/16\", zones: 3 }"),
};
