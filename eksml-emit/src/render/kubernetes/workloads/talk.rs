//! NetworkPolicies that follow from what workloads declare: out of the caller, and into the called.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{
    NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::FILE;
use super::pod::{Work, labels_of};
use crate::components::kuberay;
use crate::derived::callers;
use crate::render::kubernetes::network_policies::{connections, from, to};
use crate::render::kubernetes::policy_peers as peers;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Callee, Inference, Isolation, Peers};

/// Whether the Pods of a namespace may talk to nobody but whom a policy names.
fn is_isolated(view: &ClusterView<'_>, namespace: &str) -> bool {
    view.namespace(namespace).is_none_or(|namespace| namespace.network == Isolation::DefaultDeny)
}

/// Adds the policy that lets a workload out to whom it talks to.
pub(super) fn render(
    view: &ClusterView<'_>,
    work: &Work<'_>,
    talks: &[Callee],
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    // Where everybody may talk to everybody, a policy would take that away.
    if talks.is_empty() || !is_isolated(view, work.namespace) {
        return Ok(());
    }
    let mut egress: Vec<NetworkPolicyEgressRule> = Vec::new();
    for callee in talks {
        match callee {
            Callee::Service(name) => {
                let called = view.cluster.inference.iter().filter(|service| service.name == *name);
                egress.extend(called.map(|service| {
                    let labels = labels_of(service.name.as_str(), "inference");
                    to(vec![pods(service.namespace.as_str(), labels)], vec![peers::tcp(service.port)])
                }));
            }
            Callee::Others(traffic) => {
                egress.extend(connections(view, traffic).into_iter().map(|(others, ports)| to(others, ports)));
            }
        }
    }
    files.add(FILE, &policy(work, "talks", Vec::new(), egress))
}

/// Adds the policy that lets clients in to a service: whom it serves, and every workload that says it talks to it. Under default
/// deny nobody could reach it otherwise.
pub(super) fn clients(
    view: &ClusterView<'_>,
    service: &Inference,
    work: &Work<'_>,
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    if !is_isolated(view, work.namespace) {
        return Ok(());
    }
    let mut others: Vec<NetworkPolicyPeer> = service.serves.iter().flat_map(|other| peers::peers(view, other)).collect();
    // Pods, load balancers and peers all come from the VPC's addresses. Of which subnets a load balancer is, nobody knows before it is made.
    let from_vpc = service.serves.is_empty() || service.expose.is_some();
    if from_vpc && !service.serves.contains(&Peers::Vpc) {
        others.splice(0..0, peers::peers(view, &Peers::Vpc));
    }
    for caller in callers(view.cluster, service) {
        others.push(pods(caller.namespace.as_str(), labels_of(caller.name.as_str(), caller.component)));
    }
    files.add(FILE, &policy(work, "clients", vec![from(others, vec![peers::tcp(service.port)])], Vec::new()))
}

/// Adds the policy that lets the Pods of one workload talk to each other.
pub(super) fn among(view: &ClusterView<'_>, work: &Work<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    if !is_isolated(view, work.namespace) {
        return Ok(());
    }
    let own = || vec![NetworkPolicyPeer { pod_selector: Some(work.selector()), ..NetworkPolicyPeer::default() }];
    files.add(FILE, &policy(work, "peers", vec![from(own(), Vec::new())], vec![to(own(), Vec::new())]))
}

/// Adds the policy that lets KubeRay in to the dashboard of a Ray cluster, where it submits the job and asks how it goes.
pub(super) fn from_ray_operator(
    view: &ClusterView<'_>,
    work: &Work<'_>,
    dashboard: u16,
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    if !is_isolated(view, work.namespace) {
        return Ok(());
    }
    let operator = vec![peers::namespace(kuberay::NAMESPACE)];
    files.add(FILE, &policy(work, "dashboard", vec![from(operator, vec![peers::tcp(dashboard)])], Vec::new()))
}

fn pods(namespace: &str, labels: BTreeMap<String, String>) -> NetworkPolicyPeer {
    NetworkPolicyPeer {
        pod_selector: Some(LabelSelector { match_labels: Some(labels), ..LabelSelector::default() }),
        ..peers::namespace(namespace)
    }
}

fn policy(
    work: &Work<'_>,
    what: &str,
    ingress: Vec<NetworkPolicyIngressRule>,
    egress: Vec<NetworkPolicyEgressRule>,
) -> NetworkPolicy {
    let mut types = Vec::new();
    if !ingress.is_empty() {
        types.push("Ingress".to_owned());
    }
    if !egress.is_empty() {
        types.push("Egress".to_owned());
    }
    NetworkPolicy {
        metadata: work.owned(&format!("{}-{what}", work.name)),
        spec: Some(NetworkPolicySpec {
            pod_selector: Some(work.selector()),
            policy_types: Some(types),
            ingress: Some(ingress).filter(|rules| !rules.is_empty()),
            egress: Some(egress).filter(|rules| !rules.is_empty()),
        }),
    }
}
