//! `addons`: the EKS add-ons with their settings and their roles.

use indexmap::IndexMap;

use super::policy_document::document;
use crate::catalog;
use crate::derived::ClusterView;
use crate::derived::{self, AcceleratorKind};
use crate::eksctl::{Addon, Json, PodIdentityAssociation};
use crate::spec::{ContainerLogs, NetworkPolicyEnforcement, PodAddresses};

/// The add-ons of a cluster, in the order in which they are installed.
pub(super) fn config(view: &ClusterView<'_>) -> Vec<Addon> {
    derived::addons(view.platform, view.cluster).into_iter().map(|addon| one(view, addon)).collect()
}

fn one(view: &ClusterView<'_>, addon: catalog::Addon) -> Addon {
    Addon {
        name: addon.as_str().to_owned(),
        version: derived::addon_version(view.cluster, addon).map(ToString::to_string),
        configuration_values: values(view, addon).map(|values| values.to_string()),
        pod_identity_associations: role(view, addon).into_iter().collect(),
        ..Addon::default()
    }
}

fn role(view: &ClusterView<'_>, addon: catalog::Addon) -> Option<PodIdentityAssociation> {
    let identity = addon.identity()?;
    // Buckets are mounted with the permissions of the Pod that mounts them, so the driver has none.
    if identity.policies.is_empty() {
        return None;
    }
    let partition = view.region().partition();
    let own = if addon == catalog::Addon::EbsCsi { derived::ebs_key_policy(view.cluster) } else { Vec::new() };
    Some(PodIdentityAssociation {
        namespace: Some(identity.namespace.to_owned()),
        service_account_name: Some(identity.service_account.to_owned()),
        permission_policy_arns: identity.policies.iter().map(|path| derived::managed_policy(partition, path)).collect(),
        permission_policy: (!own.is_empty()).then(|| document(&own)),
        ..PodIdentityAssociation::default()
    })
}

/// Settings, where the add-on's own are not what the platform needs.
///
/// EKS refuses an add-on with a setting it does not know, so what an add-on does anyway is not repeated: the node DaemonSets of the EFS
/// and FSx drivers tolerate every taint by default (their charts' `node.tolerations` and `node.tolerateAllTaints`), as those of
/// vpc-cni, kube-proxy and the Pod Identity agent do.
fn values(view: &ClusterView<'_>, addon: catalog::Addon) -> Option<Json> {
    let everything = Json::List(vec![Json::object([("operator", Json::from("Exists"))])]);
    match addon {
        catalog::Addon::VpcCni => Some(vpc_cni(view, false)),
        // Pods on tainted GPU nodes can mount no volume without the driver's node part beside them (STO-14).
        catalog::Addon::EbsCsi | catalog::Addon::MountpointS3Csi => {
            Some(Json::object([("node", Json::object([("tolerateAllTaints", Json::from(true))]))]))
        }
        // The agent tolerates every taint, the DCGM server it asks about GPUs none (aws/containers-roadmap #2567).
        catalog::Addon::NodeMonitoringAgent if has_nvidia(view) => {
            Some(Json::object([("dcgmAgent", Json::object([("tolerations", everything)]))]))
        }
        catalog::Addon::CloudWatchObservability => cloudwatch(view),
        _ => None,
    }
}

/// Two DCGM exporters on a node take the profiling counters from each other, so the agent brings none where the platform has its own.
/// A configuration replaces the agent's whole one. The agents tolerate every taint by themselves, and watch GPUs, Neuron devices and
/// EFA unless told not to. Source: aws-observability/helm-charts, `amazon-cloudwatch-observability/values.yaml`; CloudWatch user guide,
/// "Install the CloudWatch agent with the Amazon CloudWatch Observability EKS add-on".
fn cloudwatch(view: &ClusterView<'_>) -> Option<Json> {
    let monitoring = view.cluster.monitoring.as_ref()?;
    let empty = || Json::Object(IndexMap::new());
    let mut all = Vec::new();
    if monitoring.dcgm.is_some() || monitoring.neuron_monitor {
        let kubernetes =
            Json::object([("enhanced_container_insights", Json::from(true)), ("accelerated_compute_metrics", Json::from(false))]);
        let collected = Json::object([("kubernetes", kubernetes), ("application_signals", empty())]);
        let traces = Json::object([("traces_collected", Json::object([("application_signals", empty())]))]);
        let logs = Json::object([("metrics_collected", collected)]);
        all.push(("agent", Json::object([("config", Json::object([("logs", logs), ("traces", traces)]))])));
    }
    if monitoring.cloudwatch.as_ref().is_some_and(|it| it.container_logs == ContainerLogs::Left) {
        all.push(("containerLogs", Json::object([("enabled", Json::from(false))])));
    }
    (!all.is_empty()).then(|| Json::object(all))
}

fn has_nvidia(view: &ClusterView<'_>) -> bool {
    view.cluster.node_groups.iter().filter_map(derived::accelerator).any(|(kind, _)| kind == AcceleratorKind::Nvidia)
}

/// The settings of the VPC CNI; `strict` once the policies of system Pods are in place.
///
/// In strict mode a Pod that no policy selects may talk to nobody, CoreDNS included (EKS user guide, "Limit Pod traffic with
/// Kubernetes network policies"). While eksctl creates the cluster there are no policies yet: the CoreDNS add-on would never become
/// active. So the cluster begins in standard mode, and the commands after it have the step to strict.
pub fn vpc_cni(view: &ClusterView<'_>, strict: bool) -> Json {
    let enforced = !matches!(view.cluster.addons.network_policy, NetworkPolicyEnforcement::Off);
    let prefixes = matches!(view.cluster.vpc.pod_addresses, PodAddresses::PrefixDelegation);
    // The add-on's schema takes texts, not truth values.
    Json::object([
        ("enableNetworkPolicy", Json::from(enforced.to_string())),
        (
            "env",
            Json::object([
                ("ENABLE_PREFIX_DELEGATION", Json::from(prefixes.to_string())),
                ("NETWORK_POLICY_ENFORCING_MODE", Json::from(if strict { "strict" } else { "standard" })),
            ]),
        ),
    ])
}
