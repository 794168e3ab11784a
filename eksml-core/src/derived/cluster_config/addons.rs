//! `addons`: the EKS add-ons with their settings and their roles.

use indexmap::IndexMap;

use super::policy_document::document;
use super::view::{View, parts};
use crate::catalog;
use crate::derived;
use crate::eksctl::{Addon, Json, PodIdentityAssociation};
use crate::source::Path;
use crate::spec::{At, Cluster, ContainerLogs, Lens, NetworkPolicyEnforcement, Platform, PodAddresses};

/// The add-ons of a cluster, in the order in which they are installed.
pub(super) fn config(view: View<'_>) -> Vec<Addon> {
    let root = Path::root();
    let list = root.field("addons");
    let addons = view.part(&root, "addons", || derived::addons(view.platform, view.cluster));
    addons.into_iter().enumerate().map(|(index, addon)| one(view, &list.index(index), addon)).collect()
}

/// An add-on as it follows from the platform, without what an `eksctl` block says of it.
pub(crate) fn derived_addon(platform: At<'_, Platform>, cluster: At<'_, Cluster>, name: &str) -> Option<Addon> {
    let view = View { platform, cluster, unknown: None };
    let addon = derived::addons(platform, cluster).into_iter().find(|addon| addon.as_str() == name)?;
    Some(one(view, &Path::root(), addon))
}

fn one(view: View<'_>, at: &Path, addon: catalog::Addon) -> Addon {
    parts!(
        view,
        at,
        Addon {
            name: addon.as_str().to_owned(),
            version: derived::addon_version(view.cluster, addon).map(ToString::to_string),
            configuration_values: values(view, addon).map(|values| values.to_string()),
            pod_identity_associations: role(view, addon).into_iter().collect(),
        }
    )
}

fn role(view: View<'_>, addon: catalog::Addon) -> Option<PodIdentityAssociation> {
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
fn values(view: View<'_>, addon: catalog::Addon) -> Option<Json> {
    let everything = Json::List(vec![Json::object([("operator", Json::from("Exists"))])]);
    match addon {
        catalog::Addon::VpcCni => Some(vpc_cni(view.cluster, false)),
        // Pods on tainted GPU nodes can mount no volume without the driver's node part beside them (STO-14).
        catalog::Addon::EbsCsi | catalog::Addon::MountpointS3Csi => {
            Some(Json::object([("node", Json::object([("tolerateAllTaints", Json::from(true))]))]))
        }
        // The agent tolerates every taint, the DCGM server it asks about GPUs none (aws/containers-roadmap #2567).
        catalog::Addon::NodeMonitoringAgent if view.cluster.node_groups().iter().any(derived::carries_nvidia) => {
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
fn cloudwatch(view: View<'_>) -> Option<Json> {
    let monitoring = view.cluster.monitoring().get()?;
    let empty = || Json::Object(IndexMap::new());
    let mut all = Vec::new();
    if monitoring.dcgm().is_some() || *monitoring.neuron_monitor() {
        let kubernetes =
            Json::object([("enhanced_container_insights", Json::from(true)), ("accelerated_compute_metrics", Json::from(false))]);
        let collected = Json::object([("kubernetes", kubernetes), ("application_signals", empty())]);
        let traces = Json::object([("traces_collected", Json::object([("application_signals", empty())]))]);
        let logs = Json::object([("metrics_collected", collected)]);
        all.push(("agent", Json::object([("config", Json::object([("logs", logs), ("traces", traces)]))])));
    }
    if monitoring.cloudwatch().get().is_some_and(|it| *it.container_logs() == ContainerLogs::Left) {
        all.push(("containerLogs", Json::object([("enabled", Json::from(false))])));
    }
    (!all.is_empty()).then(|| Json::object(all))
}

/// The settings of the VPC CNI; `strict` once the policies of system Pods are in place.
///
/// In strict mode a Pod that no policy selects may talk to nobody, CoreDNS included (EKS user guide, "Limit Pod traffic with
/// Kubernetes network policies"). While eksctl creates the cluster there are no policies yet: the CoreDNS add-on would never become
/// active. So the cluster begins in standard mode, and the commands after it have the step to strict.
pub fn vpc_cni<'a>(cluster: impl Lens<'a, Cluster>, strict: bool) -> Json {
    let cluster = cluster.into();
    let enforced = *cluster.addons().network_policy() != NetworkPolicyEnforcement::Off;
    let prefixes = *cluster.vpc().pod_addresses() == PodAddresses::PrefixDelegation;
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
