//! Clusters and nodes on AWS Outposts.

use super::ask::{authentication, has_oidc, has_own_subnets, is_auto_mode, is_ipv6, is_on_outposts, is_private, off, on, said};
use super::group::{Group, family, groups, is_on_outposts as group_is_on_outposts};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{AmiFamily, AuthenticationMode, ClusterConfig, Outpost, VolumeType};
use crate::findings::Severity;
use crate::spec::At;
use crate::units::Arn;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-29",
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
        id: "EK-30",
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
        id: "EK-31",
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
    Rule {
        id: "EK-32",
        title: "node groups on Outposts stand on the control plane's Outpost, in an existing VPC",
        severity: Severity::Error,
        why: "eksctl creates no subnets for nodes on an Outpost, and only one Outpost is reached from a cluster",
        source: "eksctl validation.go:278, 362, 1215, pkg/ctl/create/cluster.go:283, 286",
        check: Check::Config(groups_share_the_outpost),
        bad: Example::Config(
            "nodeGroups: [{name: edge, privateNetworking: true, volumeType: gp2, outpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}]",
        ),
        good: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}\n\
             vpc: {subnets: {private: {a: {id: subnet-0aaaaaaaaaaaaaaaa, az: us-west-2a}, b: {id: subnet-0bbbbbbbbbbbbbbbb, az: us-west-2a}}}}\n\
             nodeGroups: [{name: edge, privateNetworking: true, volumeType: gp2, outpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}]",
        ),
    },
    Rule {
        id: "EK-33",
        title: "node groups on Outposts have gp2 volumes, Amazon Linux, and the Outpost's own zone",
        severity: Severity::Error,
        why: "that is all an Outpost offers; eksctl refuses the rest",
        source: "eksctl validation.go:896, 999, 1221, 1223",
        check: Check::Config(groups_fit_the_outpost),
        bad: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}\n\
             vpc: {subnets: {private: {a: {id: subnet-0aaaaaaaaaaaaaaaa, az: us-west-2a}, b: {id: subnet-0bbbbbbbbbbbbbbbb, az: us-west-2a}}}}\n\
             nodeGroups: [{name: edge, privateNetworking: true, amiFamily: Bottlerocket, volumeType: gp3}]",
        ),
        good: Example::Config(
            "managedNodeGroups: []
availabilityZones: []
\
             outpost: {controlPlaneOutpostARN: 'arn:aws:outposts:us-west-2:111122223333:outpost/op-0123456789abcdef0'}\n\
             vpc: {subnets: {private: {a: {id: subnet-0aaaaaaaaaaaaaaaa, az: us-west-2a}, b: {id: subnet-0bbbbbbbbbbbbbbbb, az: us-west-2a}}}}\n\
             nodeGroups: [{name: edge, privateNetworking: true, amiFamily: AmazonLinux2023, volumeType: gp2}]",
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
                findings.afresh();
                if is_on_outposts(config) && $there {
                    findings.report(&$at, concat!("a control plane on an Outpost has no ", $what), concat!("remove `", $key, "`"));
                }
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
    findings.afresh();
    if is_on_outposts(config)
        && has_oidc(config)
        && let Some(iam) = config.iam().get()
    {
        findings.report(&iam.with_oidc(), "a control plane on an Outpost has no OIDC provider", "remove `withOIDC`");
    }
    findings.afresh();
    if let Some(creator) = config.access_config().get().map(|access| access.bootstrap_cluster_creator_admin_permissions())
        && off(&creator)
        && is_on_outposts(config)
    {
        findings.report(
            &creator,
            "a cluster on an Outpost always lets its creator in",
            "remove `bootstrapClusterCreatorAdminPermissions`",
        );
    }
    let Some(vpc) = config.vpc().get() else { return };
    without! {
        (on(&vpc.auto_allocate_ipv6()), vpc.auto_allocate_ipv6(), "IPv6 range", "autoAllocateIPv6"),
        (!vpc.public_access_cidrs().is_empty(), vpc.public_access_cidrs(), "public endpoint", "publicAccessCIDRs"),
    }
    findings.afresh();
    let Some(endpoints) = vpc.cluster_endpoints().get().filter(|_| is_on_outposts(config)) else { return };
    if on(&endpoints.public_access()) {
        findings.report(
            &endpoints.public_access(),
            "a control plane on an Outpost has no public endpoint",
            "remove `publicAccess`",
        );
    }
    if off(&endpoints.private_access()) {
        findings.report(
            &endpoints.private_access(),
            "a control plane on an Outpost has only its private endpoint",
            "remove `privateAccess`",
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
    for group in config.self_managed_node_groups().iter() {
        findings.afresh();
        if let Some(arn) = group.outpost_arn().get().filter(|arn| !arn.whole().is_empty()) {
            outpost_arn(&arn, findings);
        }
    }
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
            "remove `groupName`, or `etcdInstanceType`",
        );
    }
    if authentication(config) == AuthenticationMode::ConfigMap {
        findings.report(
            &outpost.etcd_instance_type(),
            "a local cluster whose etcd stands apart looks principals up in access entries",
            "write `authenticationMode: API` in `accessConfig`",
        );
    }
}

fn groups_share_the_outpost(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let mut first: Option<&str> = None;
    for group in config.self_managed_node_groups().iter() {
        findings.afresh();
        let control_plane = config.outpost().get().and_then(|outpost| outpost.control_plane_outpost_arn().get());
        let name = group.name();
        if control_plane.is_some() && !has_own_subnets(config) {
            findings.report(
                &name,
                format!("node group `{}` is on an Outpost, in a VPC that eksctl is to create", *name),
                "bring subnets of the Outpost along in `vpc.subnets`",
            );
        }
        let Some(arn) = group.outpost_arn().get().filter(|arn| !arn.whole().is_empty()) else { continue };
        let text = arn.whole();
        match (&control_plane, first) {
            (None, Some(first)) if first != text => findings.report(&arn, "node groups are on two Outposts", "put them on one"),
            (Some(home), _) if home.whole() != text => findings.report(
                &arn,
                format!("node group `{}` is on another Outpost than the control plane", *name),
                format!("write `{}`, or remove `outpostARN`", home.whole()),
            ),
            (None, _) => findings.report(
                &arn,
                format!("node group `{}` is on an Outpost, and the control plane is not", *name),
                "create the cluster first, and the node group with `eksctl create nodegroup` after it",
            ),
            (Some(_), _) => {}
        }
        first = first.or(Some(text));
        if is_private(config) {
            findings.report(
                &arn,
                "nodes of a fully private cluster cannot be on an Outpost",
                "remove `outpostARN`, or `privateCluster`",
            );
        }
    }
}

fn groups_fit_the_outpost(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    for group in groups(config) {
        findings.afresh();
        if group.managed().is_none() && (is_on_outposts(config) || group_is_on_outposts(&*group)) {
            fits_the_outpost(&*group, findings);
        }
    }
}

fn fits_the_outpost(group: &dyn Group<'_>, findings: &mut Findings<'_>) {
    if let Some(kind) = group.volume_type().get().filter(|kind| **kind != VolumeType::Gp2) {
        findings.report(&kind, format!("an Outpost has no {} volumes", *kind), "write `volumeType: gp2`");
    }
    if !matches!(family(group), AmiFamily::AmazonLinux2023 | AmiFamily::AmazonLinux2) {
        findings.report(
            &group.ami_family(),
            format!("nodes on an Outpost run Amazon Linux, not {}", family(group)),
            "write `amiFamily: AmazonLinux2023`",
        );
    }
    if let Some(selector) = group.instance_selector().get() {
        findings.report(
            &selector,
            "an Outpost has the instance types it has; there is nothing to select",
            "write `instanceType`",
        );
    }
    let zones = group.availability_zones();
    if !zones.is_empty() {
        findings.report(&zones, "nodes on an Outpost are in the Outpost's zone", "remove `availabilityZones`");
    }
    if let Some(local) = group.self_managed().map(|group| group.local_zones()).filter(|local| !local.is_empty()) {
        findings.report(&local, "nodes on an Outpost are in the Outpost's zone", "remove `localZones`");
    }
}
