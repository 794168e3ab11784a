//! The ClusterConfig as a whole: metadata, network, logs, encryption. Its larger parts have files of their own.

use super::{access, addons, auto_mode, capabilities, iam, managed_group, overlay, self_managed_group};
use crate::derived;
use crate::derived::ClusterView;
use crate::eksctl::{
    ClusterCloudWatch, ClusterCloudWatchLogging, ClusterConfig, ClusterEndpoints, ClusterLogType, ClusterMeta, ClusterNat,
    ClusterVpc, IpFamily, KubernetesNetworkConfig, LogRetentionDays, NatGateway, SecretsEncryption, SupportType, UpgradePolicy,
    ZonalShiftConfig,
};
use crate::spec::{Endpoint, Environment, Logs, Management, Nat, Scaler, Support};
use crate::units::Cidr;

/// How long control-plane logs are kept where the platform does not say, in days.
const LOG_RETENTION_DAYS: u16 = 90;

/// The ClusterConfig of a cluster.
pub(super) fn config(view: &ClusterView<'_>) -> ClusterConfig {
    let cluster = view.cluster;
    let (mut managed, mut own) = (Vec::new(), Vec::new());
    for group in &cluster.node_groups {
        match &group.management {
            Management::Managed => managed.push(managed_group::config(view, group)),
            Management::NodePool(_) => {}
            Management::SelfManaged(by_hand) => own.push(self_managed_group::config(view, group, by_hand)),
        }
    }
    let production = matches!(cluster.environment, Environment::Production);
    let mut config = ClusterConfig {
        metadata: metadata(view),
        upgrade_policy: Some(UpgradePolicy {
            support_type: Some(match cluster.support {
                Support::Standard => SupportType::Standard,
                Support::Extended => SupportType::Extended,
            }),
        }),
        kubernetes_network_config: Some(KubernetesNetworkConfig {
            ip_family: Some(IpFamily::IPv4),
            service_ipv4_cidr: Some(derived::service_cidr(cluster).to_string()),
            service_ipv6_cidr: None,
        }),
        iam: Some(iam::config(view)),
        auto_mode_config: auto_mode::config(view),
        access_config: Some(access::config(view)),
        vpc: Some(vpc(view)),
        addons: addons::config(view),
        capabilities: capabilities::config(view),
        self_managed_node_groups: own,
        managed_node_groups: managed,
        // Without this list eksctl picks three zones by itself.
        availability_zones: view.zones().iter().map(ToString::to_string).collect(),
        cloud_watch: Some(ClusterCloudWatch { cluster_logging: Some(logs(&cluster.logs)) }),
        secrets_encryption: secrets_key(view).map(|key_arn| SecretsEncryption { key_arn }),
        zonal_shift_config: production.then_some(ZonalShiftConfig { enabled: Some(true) }),
        ..ClusterConfig::default()
    };
    overlay::cluster(&mut config, &cluster.eksctl);
    let private = config.private_cluster.as_ref().is_some_and(|private| private.enabled == Some(true));
    if let (true, Endpoint::Private, Some(vpc)) = (private, &cluster.endpoint, &mut config.vpc) {
        // What eksctl does by itself it refuses to be told (EK-26), and there are no public subnets for a NAT gateway.
        (vpc.cluster_endpoints, vpc.nat) = (None, None);
    }
    config
}

fn metadata(view: &ClusterView<'_>) -> ClusterMeta {
    let environment = match view.cluster.environment {
        Environment::Production => "production",
        Environment::Staging => "staging",
        Environment::Development => "development",
    };
    let mut tags = vec![("eksml/platform", view.platform.name.as_str()), ("eksml/environment", environment)];
    if matches!(view.cluster.scaler, Scaler::Karpenter(_)) {
        // eksctl gives the cluster's tags to its subnets, which Karpenter finds by this one.
        tags.push(("karpenter.sh/discovery", view.cluster.name.as_str()));
    }
    tags.extend(view.platform.hub.as_ref().map(|hub| ("eksml/hub", hub.as_str())));
    tags.extend(view.cluster.namespaces.iter().find_map(|of| of.compliance.as_ref()).map(|of| ("eksml/compliance", of.as_str())));
    ClusterMeta {
        name: view.cluster.name.to_string(),
        region: view.region().to_string(),
        version: Some(view.cluster.version.to_string()),
        tags: tags.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        ..ClusterMeta::default()
    }
}

/// The key by its ARN, or by its alias where its id is not known yet: EKS takes either.
fn secrets_key(view: &ClusterView<'_>) -> Option<String> {
    let given = view.cluster.secrets_key.as_ref().map(ToString::to_string);
    given.or_else(|| derived::own_secrets_key(view.platform, view.cluster))
}

fn vpc(view: &ClusterView<'_>) -> ClusterVpc {
    let vpc = &view.cluster.vpc;
    // Nodes always reach the API server inside the VPC; the public door, where there is one, is for people and for CI.
    let (endpoints, from) = match &view.cluster.endpoint {
        Endpoint::Private => (ClusterEndpoints::private(), [].as_slice()),
        Endpoint::PrivateAndPublic(public) => (ClusterEndpoints::public_and_private(), public.from.as_slice()),
        Endpoint::Public(public) => (ClusterEndpoints::public(), public.from.as_slice()),
    };
    let nat = match vpc.nat {
        Nat::PerZone => NatGateway::HighlyAvailable,
        Nat::Single => NatGateway::Single,
    };
    // The private door opens to the cluster's own nodes alone, and to what is named here.
    let connected = |network: &Cidr| vpc.peers.iter().any(|peer| peer.cidr.contains(*network));
    let controllers = derived::reached_from(view.platform, view.cluster).into_iter().filter(connected);
    ClusterVpc {
        extra_cidrs: controllers.map(|network| network.to_string()).collect(),
        cidr: Some(vpc.cidr.to_string()),
        nat: Some(ClusterNat { gateway: Some(nat) }),
        cluster_endpoints: Some(endpoints),
        public_access_cidrs: from.iter().map(ToString::to_string).collect(),
        ..ClusterVpc::default()
    }
}

fn logs(logs: &Logs) -> ClusterCloudWatchLogging {
    let chosen = [
        (ClusterLogType::Audit, true),
        (ClusterLogType::Authenticator, true),
        (ClusterLogType::Api, logs.api),
        (ClusterLogType::ControllerManager, logs.controller_manager),
        (ClusterLogType::Scheduler, logs.scheduler),
    ];
    let days = logs.retention_days.map_or(LOG_RETENTION_DAYS, |days| u16::try_from(days).unwrap_or(u16::MAX));
    ClusterCloudWatchLogging {
        enable_types: chosen.into_iter().filter(|(_, on)| *on).map(|(log, _)| log).collect(),
        log_retention_in_days: Some(LogRetentionDays::at_least(days)),
    }
}
