//! The VPC that eksctl creates, or that is brought along.

use super::ask::{has_own_subnets, has_own_vpc, is_on_outposts, is_private, nat_is_disabled, off, said};
use super::group::{groups, is_private as is_private_group};
use super::{Check, Example, Findings, Rule, addresses::Range};
use crate::eksctl::{ClusterConfig, NatGateway};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-11",
        name: "vpc-range-size",
        title: "a new VPC has a range of /16 to /24",
        severity: Severity::Error,
        why: "eksctl divides the range among the zones and refuses any other size once it has logged in to AWS",
        source: "eksctl pkg/vpc/vpc.go:164, 171",
        check: Check::Config(new_vpc_has_room),
        bad: Example::Config("vpc: {cidr: 10.0.0.0/28}"),
        good: Example::Config("vpc: {cidr: 10.0.0.0/20}"),
    },
    Rule {
        id: "EK-12",
        name: "too-many-zones",
        title: "a new VPC spans eight zones at most",
        severity: Severity::Error,
        why: "every zone and local zone gets a public and a private subnet, and eksctl creates 16 at most",
        source: "eksctl pkg/vpc/vpc.go:152",
        check: Check::Config(new_vpc_has_few_zones),
        bad: Example::Config(
            "metadata: {name: shared, region: us-east-1}\n\
             availabilityZones: [us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f]\n\
             localZones: [us-east-1-bos-1a, us-east-1-chi-2a, us-east-1-dfw-2a]\n\
             vpc: {nat: {gateway: Single}}",
        ),
        good: Example::Config(
            "metadata: {name: shared, region: us-east-1}\n\
             availabilityZones: [us-east-1a, us-east-1b, us-east-1c]\n\
             localZones: [us-east-1-bos-1a, us-east-1-chi-2a, us-east-1-dfw-2a]\n\
             vpc: {nat: {gateway: Single}}",
        ),
    },
    Rule {
        id: "EK-13",
        name: "zones-with-existing-subnets",
        title: "a network is either new, with zones, or brought along, with subnets",
        severity: Severity::Error,
        why: "eksctl refuses `availabilityZones` beside `vpc.subnets`: the zones of existing subnets are known",
        source: "eksctl pkg/ctl/cmdutils/configfile.go:295",
        check: Check::Config(network_is_new_or_not),
        bad: Example::Config(
            "availabilityZones: [us-west-2a, us-west-2b]\n\
             vpc: {subnets: {private: {us-west-2a: {id: subnet-0aaaaaaaaaaaaaaaa}, us-west-2b: {id: subnet-0bbbbbbbbbbbbbbbb}}}}",
        ),
        good: Example::Config(
            "availabilityZones: []\n\
             vpc: {subnets: {private: {us-west-2a: {id: subnet-0aaaaaaaaaaaaaaaa}, us-west-2b: {id: subnet-0bbbbbbbbbbbbbbbb}}}}",
        ),
    },
    Rule {
        id: "EK-14",
        name: "too-few-existing-subnets",
        title: "of a kind of existing subnets there are two",
        severity: Severity::Error,
        why: "eksctl wants two private or two public subnets, and two private ones as soon as a node group keeps to them",
        source: "eksctl vpc.go:440, 453",
        check: Check::Config(subnets_are_two),
        bad: Example::Config("availabilityZones: []\nvpc: {subnets: {private: {us-west-2a: {id: subnet-0aaaaaaaaaaaaaaaa}}}}"),
        good: Example::Config(
            "availabilityZones: []\n\
             vpc: {subnets: {private: {us-west-2a: {id: subnet-0aaaaaaaaaaaaaaaa}, us-west-2b: {id: subnet-0bbbbbbbbbbbbbbbb}}}}",
        ),
    },
    Rule {
        id: "EK-15",
        name: "shared-security-group-without-rules",
        title: "the shared security group keeps its rules, or is the user's own",
        severity: Severity::Error,
        why: "without its rules, nodes behind eksctl's own security group could not talk to the control plane",
        source: "eksctl validation.go:530",
        check: Check::Config(shared_group_has_rules),
        bad: Example::Config("vpc: {manageSharedNodeSecurityGroupRules: false}"),
        good: Example::Config("vpc: {manageSharedNodeSecurityGroupRules: false, sharedNodeSecurityGroup: sg-0aaaaaaaaaaaaaaaa}"),
    },
    Rule {
        id: "EK-16",
        name: "hostname-type-of-existing-subnets",
        title: "host names are chosen for new subnets only",
        severity: Severity::Error,
        why: "how hosts are named is a setting of the subnet, and eksctl does not change existing ones",
        source: "eksctl validation.go:535",
        check: Check::Config(hosts_are_named_in_new_subnets),
        bad: Example::Config(
            "availabilityZones: []\n\
             vpc: {hostnameType: resource-name, subnets: {private: {us-west-2a: {id: subnet-0aaaaaaaaaaaaaaaa}, us-west-2b: {id: subnet-0bbbbbbbbbbbbbbbb}}}}",
        ),
        good: Example::Config("vpc: {hostnameType: resource-name}"),
    },
    Rule {
        id: "EK-17",
        name: "local-zones-unsupported",
        title: "local zones belong to a new VPC with one NAT gateway that is not fully private",
        severity: Severity::Error,
        why: "eksctl creates the subnets of local zones itself, reaches them over one NAT gateway, and has no endpoints there",
        source: "eksctl validation.go:552, 555, 747",
        check: Check::Config(local_zones_have_a_network),
        bad: Example::Config("localZones: [us-west-2-lax-1a]\nvpc: {nat: {gateway: HighlyAvailable}}"),
        good: Example::Config("localZones: [us-west-2-lax-1a]\nvpc: {nat: {gateway: Single}}"),
    },
    Rule {
        id: "EK-18",
        name: "private-nodes-without-way-out",
        title: "private nodes have a way out",
        severity: Severity::Error,
        why: "without a NAT gateway or VPC endpoints a private node reaches neither the API server nor ECR and never joins; eksctl waits for it in vain",
        source: "eksctl pkg/cfn/builder/vpc_ipv4.go; EKS user guide, private cluster requirements",
        check: Check::Config(private_nodes_get_out),
        bad: Example::Config("vpc: {nat: {gateway: Disable}}\nmanagedNodeGroups: [{name: cpu, privateNetworking: true}]"),
        good: Example::Config("vpc: {nat: {gateway: Single}}\nmanagedNodeGroups: [{name: cpu, privateNetworking: true}]"),
    },
];

/// The most zones of a new VPC: eksctl creates 16 subnets at most, two for each zone.
const MOST_ZONES: usize = 8;

fn new_vpc_has_room(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if has_own_vpc(config) {
        return;
    }
    let Some(cidr) = config.vpc().get().and_then(|vpc| vpc.cidr().get()) else { return };
    if let Some(Range::V4 { prefix, .. }) = Range::read(cidr.whole())
        && !(16..=24).contains(&prefix)
    {
        findings.report(
            &cidr,
            format!("a new VPC cannot be a /{prefix}"),
            format!("write a range of /16 to /24, such as `/{}`", prefix.clamp(16, 24)),
        );
    }
}

fn new_vpc_has_few_zones(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let (zones, local) = (config.availability_zones(), config.local_zones());
    let count = zones.len() + local.len();
    if count > MOST_ZONES {
        findings.report(
            if local.is_empty() { &zones } else { &local },
            format!("{count} zones need {} subnets, and eksctl creates 16", count * 2),
            format!("name {MOST_ZONES} zones and local zones at most"),
        );
    }
}

fn network_is_new_or_not(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let zones = config.availability_zones();
    if !zones.is_empty() && has_own_subnets(config) {
        findings.report(
            &zones,
            "both zones and existing subnets are named",
            Fix::safe([Edit::remove(&zones)]).saying("{}: the subnets have their zones"),
        );
    }
}

fn subnets_are_two(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(subnets) = config.vpc().get().and_then(|vpc| vpc.subnets().get()) else { return };
    findings.each([("private", subnets.private()), ("public", subnets.public())], |(kind, of), findings| {
        // An Outpost is in one zone, and may have one subnet.
        if of.iter().count() == 1 && !is_on_outposts(config) {
            findings.report(
                &of,
                format!("there is only one {kind} subnet"),
                format!("name a second {kind} subnet, in another zone"),
            );
        }
    });
    // A fully private cluster without private subnets is told by a rule of its own.
    if !subnets.private().is_empty() || subnets.public().is_empty() || is_private(config) {
        return;
    }
    findings.each(groups(config).iter().filter(|group| is_private_group(&***group)), |group, findings| {
        findings.report(
            &group.private_networking(),
            format!("node group `{}` keeps to private subnets, and the VPC is brought along without any", *group.name()),
            "name two subnets in `vpc.subnets.private`",
        );
    });
}

fn shared_group_has_rules(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(vpc) = config.vpc().get() else { return };
    let rules = vpc.manage_shared_node_security_group_rules();
    if off(&rules) && !said(&vpc.shared_node_security_group()) {
        findings.report(
            &rules,
            "the security group that eksctl creates for all nodes gets no rules",
            Fix::decision([Edit::remove(&rules)]).saying("{}, or name your own group in `sharedNodeSecurityGroup`"),
        );
    }
}

fn hosts_are_named_in_new_subnets(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if let Some(kind) = config.vpc().get().and_then(|vpc| vpc.hostname_type().get())
        && has_own_subnets(config)
    {
        findings.report(
            &kind,
            "`hostnameType` cannot be set for existing subnets",
            Fix::decision([Edit::remove(&kind)]).saying("{}, and set it on the subnets"),
        );
    }
}

fn local_zones_have_a_network(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let zones = config.local_zones();
    if zones.is_empty() {
        return;
    }
    if let Some(id) = config.vpc().get().map(|vpc| vpc.id()).filter(said) {
        findings.report(&id, "local zones are not added to an existing VPC", "remove `localZones`, or `vpc.id`");
    }
    let gateway = config.vpc().get().and_then(|vpc| vpc.nat().get()).and_then(|nat| nat.gateway().get());
    if let Some(gateway) = gateway.filter(|gateway| **gateway == NatGateway::HighlyAvailable) {
        findings.report(
            &gateway,
            "local zones cannot have a NAT gateway in every zone",
            Fix::decision([Edit::set(&gateway, "Single")]),
        );
    }
    if is_private(config) {
        findings.report(
            &zones,
            "a fully private cluster has no local zones",
            Fix::decision([Edit::remove(&zones)]).saying("{}, or `privateCluster`"),
        );
    }
}

fn private_nodes_get_out(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if !nat_is_disabled(config) || has_own_vpc(config) || is_private(config) {
        return;
    }
    findings.each(groups(config).iter().filter(|group| is_private_group(&***group)), |group, findings| {
        findings.report(
            &group.private_networking(),
            format!("node group `{}` is private, and the new VPC has no NAT gateway", *group.name()),
            "write `gateway: \"Single\"` in `vpc.nat`, or make the cluster fully private with `privateCluster: {enabled: true}`",
        );
    });
}
