//! Control planes on AWS Outposts.

use super::ask::{authentication, has_oidc, is_auto_mode, is_ipv6, is_on_outposts, off, on, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{AuthenticationMode, ClusterConfig, Outpost};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;
use crate::units::Arn;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-30",
        name: "unsupported-on-outpost",
        title: "a control plane on an Outpost does without what EKS runs in the region only",
        severity: Severity::Error,
        why: "eksctl refuses the combination: a local cluster has no add-ons, no managed nodes, no OIDC, no public endpoint",
        source: "eksctl validation.go:308-346, pkg/ctl/cmdutils/configfile.go:274-283, auto_mode.go:42",
        check: Check::Config(local_clusters_do_without),
        bad: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}\n\
             addons: [{name: vpc-cni}]",
        ),
        good: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}",
        ),
    },
    Rule {
        id: "EK-31",
        name: "invalid-outpost-arn",
        title: "an Outpost is named by its ARN",
        severity: Severity::Error,
        why: "eksctl looks the Outpost up by its ARN and refuses anything else",
        source: "eksctl validation.go:301, 1253, 1256",
        check: Check::Config(outposts_have_arns),
        bad: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: op-0123456789abcdef0}"),
        good: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}",
        ),
    },
    Rule {
        id: "EK-32",
        name: "etcd-placement-without-instances",
        title: "etcd on an Outpost has instances before it has places",
        severity: Severity::Error,
        why: "eksctl refuses a placement for etcd instances that are not there, and access entries are the only way in once they are",
        source: "eksctl validation.go:101, 350, 353, 356, 359",
        check: Check::Config(etcd_has_instances),
        bad: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0', etcdPlacement: {groupName: etcd}}",
        ),
        good: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0', etcdInstanceType: m5.large, etcdPlacement: {groupName: etcd}}",
        ),
    },
];

fn local_clusters_do_without(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if !is_on_outposts(config) {
        return;
    }
    macro_rules! without {
        ($(($there:expr, $at:expr, $what:literal, $key:literal),)*) => {
            $(
                findings.scope(|findings| {
                    if $there {
                        findings.report(&$at, concat!("a control plane on an Outpost has no ", $what), concat!("remove `", $key, "`"));
                    }
                });
            )*
        };
    }
    without! {
        (!config.managed_node_groups().is_empty(), config.managed_node_groups(), "managed node groups", "managedNodeGroups"),
        (!config.addons().is_empty(), config.addons(), "EKS add-ons", "addons"),
        (!config.identity_providers().is_empty(), config.identity_providers(), "OIDC logins", "identityProviders"),
        (!config.fargate_profiles().is_empty(), config.fargate_profiles(), "Fargate", "fargateProfiles"),
        (config.karpenter().get().is_some(), config.karpenter(), "Karpenter", "karpenter"),
        (config.secrets_encryption().get().is_some(), config.secrets_encryption(), "KMS encryption of secrets", "secretsEncryption"),
        (!config.availability_zones().is_empty(), config.availability_zones(), "zones but the Outpost's own", "availabilityZones"),
        (!config.local_zones().is_empty(), config.local_zones(), "local zones", "localZones"),
        (config.gitops().get().is_some(), config.gitops(), "Flux", "gitops"),
        (is_auto_mode(config), config.auto_mode_config(), "Auto Mode", "autoModeConfig"),
        (is_ipv6(config), config.kubernetes_network_config(), "IPv6", "ipFamily"),
    }
    findings.scope(|findings| {
        if let Some(iam) = config.iam().get().filter(|_| has_oidc(config)) {
            findings.report(
                &iam.with_oidc(),
                "a control plane on an Outpost has no OIDC provider",
                Fix::safe([Edit::remove(&iam.with_oidc())]),
            );
        }
    });
    findings.scope(|findings| {
        if let Some(creator) = config.access_config().get().map(|access| access.bootstrap_cluster_creator_admin_permissions())
            && off(&creator)
        {
            findings.report(&creator, "a cluster on an Outpost always lets its creator in", Fix::safe([Edit::remove(&creator)]));
        }
    });
    let Some(vpc) = config.vpc().get() else { return };
    without! {
        (on(&vpc.auto_allocate_ipv6()), vpc.auto_allocate_ipv6(), "IPv6 range", "autoAllocateIPv6"),
        (!vpc.public_access_cidrs().is_empty(), vpc.public_access_cidrs(), "public endpoint", "publicAccessCIDRs"),
    }
    let Some(endpoints) = vpc.cluster_endpoints().get() else { return };
    if on(&endpoints.public_access()) {
        findings.report(
            &endpoints.public_access(),
            "a control plane on an Outpost has no public endpoint",
            Fix::safe([Edit::remove(&endpoints.public_access())]),
        );
    }
    if off(&endpoints.private_access()) {
        findings.report(
            &endpoints.private_access(),
            "a control plane on an Outpost has only its private endpoint",
            Fix::safe([Edit::remove(&endpoints.private_access())]),
        );
    }
}

/// Reports a text that is not an Outpost's ARN.
fn outpost_arn(at: &At<'_, String>, findings: &mut Findings<'_>) {
    let text = at.whole();
    let problem = match text.parse::<Arn>() {
        Err(invalid) => invalid.problem,
        Ok(arn) if arn.service() != "outposts" => format!("`{text}` is not the ARN of an Outpost"),
        Ok(_) => return,
    };
    findings.report(at, problem, "write `arn:aws:outposts:REGION:ACCOUNT:outpost/op-…`");
}

fn outposts_have_arns(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if let Some(outpost) = config.outpost().get() {
        match outpost.control_plane_outpost_arn().get().filter(|arn| !arn.whole().is_empty()) {
            Some(arn) => outpost_arn(&arn, findings),
            None => findings.report(&outpost, "the Outpost of the control plane is not named", "write `controlPlaneOutpostARN`"),
        }
    }
    findings.each(config.self_managed_node_groups().iter(), |group, findings| {
        if let Some(arn) = group.outpost_arn().get().filter(|arn| !arn.whole().is_empty()) {
            outpost_arn(&arn, findings);
        }
    });
}

fn etcd_has_instances(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(outpost) = config.outpost().get() else { return };
    if said(&outpost.etcd_instance_type()) {
        return etcd_stands_apart(config, &outpost, findings);
    }
    let fix = "write `etcdInstanceType` beside it";
    if let Some(placement) = outpost.etcd_placement().get() {
        findings.report(&placement, "etcd has a place, but no instances of its own", fix);
    }
    if let Some(spread) = outpost.control_plane_placement().get().map(|placement| placement.spread_level()).filter(said) {
        findings.report(&spread, "the control plane is spread, but etcd has no instances of its own", fix);
    }
    if config.remote_network_config().get().is_some() {
        findings.report(&outpost, "hybrid nodes join a local cluster only if etcd has instances of its own", fix);
    }
}

fn etcd_stands_apart(config: &At<'_, ClusterConfig>, outpost: &At<'_, Outpost>, findings: &mut Findings<'_>) {
    if let Some(group) = outpost.control_plane_placement().get().map(|placement| placement.group_name()).filter(said) {
        findings.report(
            &group,
            "a control plane whose etcd stands apart takes no placement group",
            Fix::decision([Edit::remove(&group)]).saying("{}, or `etcdInstanceType`"),
        );
    }
    if authentication(config) == AuthenticationMode::ConfigMap {
        findings.report(
            &outpost.etcd_instance_type(),
            "a local cluster whose etcd stands apart looks principals up in access entries",
            "write `authenticationMode: \"API\"` in `accessConfig`",
        );
    }
}
