//! The registry of components: what eksml puts into a cluster beside workloads, one entry each. Everything that has to be said of each
//! of them (charts, images, endpoints, access, mirrors, what a chart of the user's would double) is a fold over [`ALL`].
//!
//! An entry is data and functions over the lens. `is_needed` reads only what its answer follows from: what is unknown elsewhere
//! silences nothing.

pub mod agents;
pub mod alertmanager;
pub mod cert_manager;
pub mod cluster_autoscaler;
pub mod device_plugins;
pub mod dra_driver;
pub mod external_dns;
pub mod gpu_operator;
pub mod grafana;
pub mod job_set;
pub mod karpenter;
pub mod keda;
pub mod kube_state_metrics;
pub mod kubeflow_trainer;
pub mod kuberay;
pub mod kueue;
pub mod leader_worker_set;
pub mod load_balancer_controller;
mod permissions;
pub mod prometheus;
pub mod prometheus_operator;

use crate::catalog::Addon;
use crate::catalog::charts::PinnedChart;
use crate::catalog::node_agents::Asks;
use crate::derived::{MONITORING_NAMESPACE, monitoring_namespace};
use crate::spec::{At, AwsService, Cluster, Lens, Platform};
use crate::units::Name;

pub use permissions::Permissions;

/// The AWS services that a component calls in a cluster, each with who is said to call it.
pub type Calls = fn(At<'_, Cluster>) -> Vec<(AwsService, &'static str)>;

/// The images of a component's own manifests in a cluster.
pub type Images = fn(At<'_, Platform>, At<'_, Cluster>) -> Vec<String>;

/// Something eksml puts into a cluster: by a pinned chart, or by manifests of its own.
pub struct Component {
    /// What messages call it.
    pub name: &'static str,
    /// Its chart, whose name the release has; none where eksml writes the manifests.
    pub chart: Option<&'static PinnedChart>,
    /// The namespace it lives in.
    pub namespace: &'static str,
    /// Whether a cluster has it; reads only what that follows from.
    pub is_needed: fn(At<'_, Cluster>) -> bool,
    /// The version that the user names.
    pub own_version: for<'a> fn(At<'a, Cluster>) -> Option<&'a str>,
    /// Whether it is installed before the cluster's objects, which it defines; the others need what these are.
    pub comes_first: bool,
    /// The component that brings its definitions.
    pub defined_by: Option<&'static Component>,
    /// The component that must be there before, beside that.
    pub comes_after: Option<&'static Component>,
    /// The custom resources it serves to whoever runs workloads.
    pub custom_kinds: Option<CustomKinds>,
    /// Its service account, where AWS gives that a role: manifests and ClusterConfig must agree on the name.
    pub service_account: Option<&'static str>,
    /// What it may do in AWS.
    pub permissions: fn(At<'_, Platform>, At<'_, Cluster>) -> Option<Permissions>,
    /// The add-ons of EKS that do not come up without it: they are created after it.
    pub before_add_ons: &'static [Addon],
    /// The AWS services it calls, each with who is said to call it.
    pub calls: Option<Calls>,
    /// The images of its own manifests; a chart's are its chart's affair.
    pub images: Option<Images>,
    /// The settings of its chart that name where images are, as a path with dots, and where the chart has them: a mirror keeps registry
    /// and path. None where no setting moves them all.
    pub mirrored: &'static [(&'static str, &'static str)],
    /// What it asks of each of its nodes.
    pub asks: Asks,
    /// Charts whose work it does, and what to write instead: two of a kind fight over the same nodes, devices or load balancers.
    pub stands_for: &'static [(&'static str, &'static str)],
}

impl Component {
    /// What most have none of: entries say the rest.
    const NEW: Self = Self {
        name: "",
        chart: None,
        namespace: "kube-system",
        is_needed: |_| false,
        own_version: |_| None,
        comes_first: true,
        defined_by: None,
        comes_after: None,
        custom_kinds: None,
        service_account: None,
        permissions: |_, _| None,
        calls: None,
        before_add_ons: &[],
        images: None,
        mirrored: &[],
        asks: Asks::new(0, 0),
        stands_for: &[],
    };

    /// The version of its chart that a cluster has.
    pub fn version<'a>(&'static self, cluster: impl Lens<'a, Cluster>) -> &'a str {
        (self.own_version)(cluster.into()).or(self.chart.map(|chart| chart.version)).unwrap_or_default()
    }

    /// Whether a cluster has it.
    pub fn is_in<'a>(&self, cluster: impl Lens<'a, Cluster>) -> bool {
        (self.is_needed)(cluster.into())
    }

    /// The namespace it has in a cluster: what monitoring is made of lives where the user says.
    pub fn namespace_in<'a>(&self, cluster: impl Lens<'a, Cluster>) -> &'a str {
        let monitoring = (self.namespace == MONITORING_NAMESPACE).then(|| cluster.into().monitoring().get()).flatten();
        monitoring.map_or(self.namespace, |monitoring| monitoring_namespace(monitoring))
    }

    /// The AWS services it calls in a cluster that has it.
    pub fn calls_in<'a>(&self, cluster: impl Lens<'a, Cluster>) -> Vec<(AwsService, &'static str)> {
        let cluster = cluster.into();
        self.calls.filter(|_| self.is_in(cluster)).map(|calls| calls(cluster)).unwrap_or_default()
    }

    /// Whether its chart makes its namespace: nothing else has one like it.
    pub fn makes_namespace(&self) -> bool {
        self.chart.is_some() && self.comes_first && self.namespace != "kube-system"
    }

    /// What must be there before it, if anything.
    pub fn after(&self) -> Option<&'static Self> {
        self.comes_after.or(self.defined_by)
    }
}

impl PartialEq for Component {
    /// No two have one name.
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Component {}

impl std::fmt::Debug for Component {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_tuple("Component").field(&self.name).finish()
    }
}

/// Custom resources of one API group, as a role names them.
#[derive(Clone, Copy)]
pub struct CustomKinds {
    /// The API group.
    pub group: &'static str,
    /// What is written by people.
    pub written: &'static [&'static str],
    /// What the component makes, to be looked at.
    pub made: &'static [&'static str],
    /// Whether the workloads of a namespace are such resources.
    pub are_in: fn(At<'_, Cluster>, &Name) -> bool,
}

/// All of them, in the order in which they are installed.
pub static ALL: &[&Component] = &[
    &cluster_autoscaler::CLUSTER_AUTOSCALER,
    &karpenter::KARPENTER_CRD,
    &karpenter::KARPENTER,
    &device_plugins::NVIDIA,
    &device_plugins::NEURON,
    &device_plugins::EFA,
    &agents::DCGM_EXPORTER,
    &agents::NEURON_MONITOR,
    &agents::NODE_EXPORTER,
    &kube_state_metrics::KUBE_STATE_METRICS,
    &prometheus::PROMETHEUS,
    &alertmanager::ALERTMANAGER,
    &grafana::GRAFANA,
    &cert_manager::CERT_MANAGER,
    &kueue::KUEUE,
    &job_set::JOB_SET,
    &kubeflow_trainer::KUBEFLOW_TRAINER,
    &kuberay::KUBERAY,
    &leader_worker_set::LEADER_WORKER_SET,
    &keda::KEDA,
    &prometheus_operator::PROMETHEUS_OPERATOR,
    &load_balancer_controller::LOAD_BALANCER_CONTROLLER,
    &external_dns::EXTERNAL_DNS,
    &gpu_operator::GPU_OPERATOR,
    &dra_driver::DRA_DRIVER,
];

/// The components that a cluster has by their charts, in the order in which they are installed.
pub fn charts<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<(&'static Component, &'static PinnedChart)> {
    let cluster = cluster.into();
    let with_chart = ALL.iter().filter_map(|component| component.chart.map(|chart| (*component, chart)));
    with_chart.filter(|(component, _)| component.is_in(cluster)).collect()
}

/// The access of a component to AWS: its service account and what that may do.
pub struct Access {
    /// Its namespace.
    pub namespace: String,
    /// Its service account.
    pub service_account: &'static str,
    /// What it may do.
    pub permissions: Permissions,
}

/// The access of a cluster's components to AWS, each with the least it needs; the system's own first.
pub fn access<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> Vec<Access> {
    let (platform, cluster) = (platform.into(), cluster.into());
    let with_account = ALL.iter().filter_map(|component| component.service_account.map(|account| (component, account)));
    let of = |(component, service_account): (&&'static Component, _)| {
        let permissions = component.is_in(cluster).then(|| (component.permissions)(platform, cluster)).flatten()?;
        Some(Access { namespace: component.namespace_in(cluster).to_owned(), service_account, permissions })
    };
    let mut all: Vec<_> = with_account.filter_map(of).collect();
    all.sort_by_key(|own| own.namespace != "kube-system");
    all
}

/// Charts whose work an add-on of EKS does.
const BY_ADD_ONS: [(&str, &str); 1] = [("metrics-server", "remove it: the EKS add-on is installed already")];

/// The component that must be there before an add-on of EKS is created.
pub fn before_add_on(name: &str) -> Option<&'static Component> {
    ALL.iter().copied().find(|component| component.before_add_ons.iter().any(|add_on| add_on.as_str() == name))
}

/// What to write instead of a chart whose work is done here.
pub fn instead_of(chart: &str) -> Option<&'static str> {
    let mut all = ALL.iter().flat_map(|component| component.stands_for.iter()).chain(&BY_ADD_ONS);
    all.find(|(name, _)| *name == chart).map(|(_, instead)| *instead)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::catalog::charts;

    #[test]
    fn each_pinned_chart_is_one_components() {
        let mut of_components: Vec<_> = ALL.iter().filter_map(|it| it.chart).map(|chart| chart.name).collect();
        let mut pinned: Vec<_> = charts::ALL.iter().map(|chart| chart.name).collect();
        of_components.sort_unstable();
        pinned.sort_unstable();
        assert_eq!(of_components, pinned);
    }

    #[test]
    fn what_is_said_of_one_goes_together() {
        let mut names = BTreeSet::new();
        for (at, it) in ALL.iter().enumerate() {
            assert!(names.insert(it.name), "{it:?}: two of one name");
            assert_ne!(it.chart.is_some(), it.images.is_some(), "{it:?}: either a chart or images");
            assert!(it.mirrored.is_empty() || it.chart.is_some(), "{it:?}: settings of no chart");
            for before in [it.defined_by, it.comes_after].into_iter().flatten() {
                assert!(ALL[..at].contains(&before), "{it:?} comes after {before:?}, which comes later");
            }
        }
    }
}
