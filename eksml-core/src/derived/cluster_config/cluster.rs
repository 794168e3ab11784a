//! The ClusterConfig as a whole: metadata, network, logs, encryption. Its larger parts have files of their own.

use indexmap::IndexMap;

use super::view::{View, parts};
use super::{access, addons, auto_mode, capabilities, iam, managed_group, overlay, self_managed_group};
use crate::derived;
use crate::eksctl::{
    ClusterCloudWatch, ClusterCloudWatchLogging, ClusterConfig, ClusterEndpoints, ClusterLogType, ClusterMeta, ClusterNat,
    ClusterVpc, IpFamily, KubernetesNetworkConfig, LogRetentionDays, NatGateway, SecretsEncryption, SupportType, UpgradePolicy,
    ZonalShiftConfig,
};
use crate::source::Path;
use crate::spec::{At, Endpoint, Environment, Logs, Management, Nat, Scaler, Support, variant};
use crate::units::Cidr;

/// How long control-plane logs are kept where the platform does not say, in days.
const LOG_RETENTION_DAYS: u16 = 90;

/// The ClusterConfig of a cluster.
pub(super) fn config(view: View<'_>) -> ClusterConfig {
    let (cluster, root) = (view.cluster, Path::root());
    let groups = |list: &'static str, is_of_list: fn(&Management) -> bool| {
        let groups = || cluster.node_groups().iter().filter(|group| group.management().is(is_of_list)).collect::<Vec<_>>();
        let at = root.field(list);
        view.part(&root, list, groups)
            .into_iter()
            .enumerate()
            .map(move |(index, group)| (at.index(index), index, at.clone(), group))
    };
    let own = groups("self_managed_node_groups", |it| matches!(it, Management::SelfManaged(_)));
    let own = own.map(|(at, index, list, group)| view.element(&list, index, || self_managed_group::config(view, &at, group)));
    let managed = groups("managed_node_groups", |it| matches!(it, Management::Managed));
    let managed = managed.map(|(at, index, list, group)| view.element(&list, index, || managed_group::config(view, &at, group)));
    let mut config = parts!(
        view,
        &root,
        ClusterConfig {
            metadata: metadata(view, &root.field("metadata")),
            upgrade_policy: Some(UpgradePolicy {
                support_type: Some(match *cluster.support() {
                    Support::Standard => SupportType::Standard,
                    Support::Extended => SupportType::Extended,
                }),
            }),
            kubernetes_network_config: Some(KubernetesNetworkConfig {
                ip_family: Some(IpFamily::IPv4),
                service_ipv4_cidr: Some(derived::service_cidr(cluster).to_string()),
                service_ipv6_cidr: None,
            }),
            iam: Some(iam::config(view, &root.field("iam"))),
            auto_mode_config: auto_mode::config(view),
            access_config: Some(access::config(view, &root.field("access_config"))),
            vpc: Some(vpc(view, &root.field("vpc"))),
            addons: addons::config(view),
            capabilities: capabilities::config(view),
            self_managed_node_groups: own.collect(),
            managed_node_groups: managed.collect(),
            // Without this list eksctl picks three zones by itself.
            availability_zones: view.zones().iter().map(ToString::to_string).collect(),
            cloud_watch: Some(ClusterCloudWatch { cluster_logging: Some(logs(cluster.logs())) }),
            secrets_encryption: secrets_key(view).map(|key_arn| SecretsEncryption { key_arn }),
            zonal_shift_config: (*cluster.environment() == Environment::Production)
                .then_some(ZonalShiftConfig { enabled: Some(true) }),
        }
    );
    overlay::cluster(view, &mut config, cluster.eksctl());
    config
}

fn metadata(view: View<'_>, at: &Path) -> ClusterMeta {
    parts!(
        view,
        at,
        ClusterMeta {
            name: view.cluster.name().to_string(),
            region: view.region().to_string(),
            version: Some(view.cluster.version().to_string()),
            tags: tags(view),
        }
    )
}

fn tags(view: View<'_>) -> IndexMap<String, String> {
    let environment = match *view.cluster.environment() {
        Environment::Production => "production",
        Environment::Staging => "staging",
        Environment::Development => "development",
    };
    let mut tags = vec![("eksml/platform", view.platform.name().whole().as_str()), ("eksml/environment", environment)];
    if view.cluster.scaler().is(|it| matches!(it, Scaler::Karpenter(_))) {
        // eksctl gives the cluster's tags to its subnets, which Karpenter finds by this one.
        tags.push(("karpenter.sh/discovery", view.cluster.name().whole().as_str()));
    }
    tags.extend(view.platform.hub().get().map(|hub| ("eksml/hub", hub.whole().as_str())));
    let compliance = view.cluster.namespaces().iter().find_map(|of| of.compliance().get());
    tags.extend(compliance.map(|of| ("eksml/compliance", of.whole().as_str())));
    tags.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// The key by its ARN, or by its alias where its id is not known yet: EKS takes either.
fn secrets_key(view: View<'_>) -> Option<String> {
    let given = view.cluster.secrets_key().get().map(|key| key.to_string());
    given.or_else(|| derived::own_secrets_key(view.platform, view.cluster))
}

fn vpc(view: View<'_>, at: &Path) -> ClusterVpc {
    let vpc = view.cluster.vpc();
    let public = || variant!(view.cluster.endpoint(), Endpoint::PrivateAndPublic);
    // What eksctl does by itself in a fully private cluster it refuses to be told (EK-26), and there are no public subnets for a NAT
    // gateway.
    let is_told =
        || !derived::is_fully_private(view.cluster) || !view.cluster.endpoint().is(|it| matches!(it, Endpoint::Private));
    // Nodes always reach the API server inside the VPC; the public door, where there is one, is for people and for CI.
    let alone = || variant!(view.cluster.endpoint(), Endpoint::Public);
    let endpoints = || match (alone(), public()) {
        (Some(_), _) => ClusterEndpoints::public(),
        (None, Some(_)) => ClusterEndpoints::public_and_private(),
        (None, None) => ClusterEndpoints::private(),
    };
    let from = || public().map(|public| public.from()).or_else(|| alone().map(|public| public.from()));
    let gateway = || match *vpc.nat() {
        Nat::PerZone => NatGateway::HighlyAvailable,
        Nat::Single => NatGateway::Single,
    };
    // The private door opens to the cluster's own nodes alone, and to what is named here.
    let connected = |network: &Cidr| vpc.peers().iter().any(|peer| peer.cidr().contains(*network));
    let controllers = || derived::reached_from(view.platform, view.cluster).into_iter().filter(connected);
    parts!(
        view,
        at,
        ClusterVpc {
            extra_cidrs: controllers().map(|network| network.to_string()).collect(),
            cidr: Some(vpc.cidr().to_string()),
            nat: is_told().then(|| ClusterNat { gateway: Some(gateway()) }),
            cluster_endpoints: is_told().then(endpoints),
            public_access_cidrs: from().map_or_else(Vec::new, |from| from.whole().iter().map(ToString::to_string).collect()),
        }
    )
}

fn logs(logs: At<'_, Logs>) -> ClusterCloudWatchLogging {
    let chosen = [
        (ClusterLogType::Audit, true),
        (ClusterLogType::Authenticator, true),
        (ClusterLogType::Api, *logs.api()),
        (ClusterLogType::ControllerManager, *logs.controller_manager()),
        (ClusterLogType::Scheduler, *logs.scheduler()),
    ];
    let days = logs.retention_days().map_or(LOG_RETENTION_DAYS, |days| u16::try_from(days).unwrap_or(u16::MAX));
    ClusterCloudWatchLogging {
        enable_types: chosen.into_iter().filter(|(_, on)| *on).map(|(log, _)| log).collect(),
        log_retention_in_days: Some(LogRetentionDays::at_least(days)),
    }
}
