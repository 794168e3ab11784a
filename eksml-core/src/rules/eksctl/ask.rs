//! What several rules ask of a ClusterConfig.

use crate::catalog::KubernetesVersion;
use crate::eksctl::{Addon, AuthenticationMode, ClusterConfig, IpFamily, NatGateway, WellKnownPolicies};
use crate::spec::At;

/// Whether a switch is on; one that is not written is off.
pub(super) fn on(switch: &At<'_, Option<bool>>) -> bool {
    switch.get().is_some_and(|value| *value)
}

/// Whether a switch is written, and off.
pub(super) fn off(switch: &At<'_, Option<bool>>) -> bool {
    switch.get().is_some_and(|value| !*value)
}

/// Whether a text is written that says something.
pub(super) fn said(text: &At<'_, Option<String>>) -> bool {
    text.get().is_some_and(|text| !text.whole().is_empty())
}

/// The well-known policies, if at least one of them is on.
pub(super) fn some_policy<'a>(policies: &At<'a, Option<WellKnownPolicies>>) -> Option<At<'a, WellKnownPolicies>> {
    policies.get().filter(|of| {
        let all = [
            of.image_builder(),
            of.auto_scaler(),
            of.aws_load_balancer_controller(),
            of.external_dns(),
            of.cert_manager(),
            of.ebs_csi_controller(),
            of.efs_csi_controller(),
        ];
        all.iter().any(on)
    })
}

/// Whether pods and services have IPv6 addresses.
pub(super) fn is_ipv6(config: &At<'_, ClusterConfig>) -> bool {
    let family = config.kubernetes_network_config().get().and_then(|network| network.ip_family().get());
    family.is_some_and(|family| *family == IpFamily::IPv6)
}

/// Whether the cluster is fully private.
pub(super) fn is_private(config: &At<'_, ClusterConfig>) -> bool {
    config.private_cluster().get().is_some_and(|private| on(&private.enabled()))
}

/// Whether AWS runs the nodes.
pub(super) fn is_auto_mode(config: &At<'_, ClusterConfig>) -> bool {
    config.auto_mode_config().get().is_some_and(|auto| on(&auto.enabled()))
}

/// Whether the control plane stands on an Outpost.
pub(super) fn is_on_outposts(config: &At<'_, ClusterConfig>) -> bool {
    config.outpost().get().is_some()
}

/// Whether subnets are brought along.
pub(super) fn has_own_subnets(config: &At<'_, ClusterConfig>) -> bool {
    config
        .vpc()
        .get()
        .and_then(|vpc| vpc.subnets().get())
        .is_some_and(|all| !all.private().is_empty() || !all.public().is_empty())
}

/// Whether the VPC is brought along, by its ID or by its subnets.
pub(super) fn has_own_vpc(config: &At<'_, ClusterConfig>) -> bool {
    config.vpc().get().is_some_and(|vpc| said(&vpc.id())) || has_own_subnets(config)
}

/// Whether the OIDC provider is created that IRSA needs.
pub(super) fn has_oidc(config: &At<'_, ClusterConfig>) -> bool {
    config.iam().get().is_some_and(|iam| on(&iam.with_oidc()))
}

/// Whether private nodes have no NAT gateway to go out by.
pub(super) fn nat_is_disabled(config: &At<'_, ClusterConfig>) -> bool {
    let gateway = config.vpc().get().and_then(|vpc| vpc.nat().get()).and_then(|nat| nat.gateway().get());
    gateway.is_some_and(|gateway| *gateway == NatGateway::Disable)
}

/// Where EKS looks principals up.
pub(super) fn authentication(config: &At<'_, ClusterConfig>) -> AuthenticationMode {
    let mode = config.access_config().get().and_then(|access| access.authentication_mode().get());
    mode.map_or(AuthenticationMode::ApiAndConfigMap, |mode| *mode)
}

/// The add-on of this name.
pub(super) fn addon<'a>(config: &At<'a, ClusterConfig>, name: &str) -> Option<At<'a, Addon>> {
    config.addons().iter().find(|addon| *addon.name() == name)
}

/// The Kubernetes minor, 35 for 1.35; eksctl's default where none is written, `None` where it cannot be read.
pub(super) fn minor(config: &At<'_, ClusterConfig>) -> Option<u32> {
    let unwritten = Some(u32::from(KubernetesVersion::EKSCTL_DEFAULT.minor()));
    let Some(version) = config.metadata().version().get() else { return unwritten };
    match version.whole().as_str() {
        "" | "auto" => unwritten,
        "latest" => Some(u32::from(KubernetesVersion::LATEST.minor())),
        text => text.strip_prefix("1.").and_then(|minor| minor.parse().ok()),
    }
}
