//! NetworkPolicies of the namespaces that eksml adds: device plugins and agents talk to the API server alone. In the namespace of
//! Prometheus every Pod has a policy of its own, beside its other objects.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use super::network_policies::{FILE, allow_all, allow_scrape, default_deny, is_strict, policy, to};
use super::policy_peers as peers;
use crate::catalog::Addon;
use crate::components;
use crate::derived::{self, AGENT_NAMESPACE, DEVICE_NAMESPACE};
use crate::render::{ClusterFiles, ClusterView, RenderError};

/// Where the driver for S3 runs the Pods that read buckets, one for each volume of a Pod (mountpoint-s3-csi-driver 2,
/// `mountpointPod.namespace`).
const MOUNTPOINT_PODS: &str = "mount-s3";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    if is_strict(view) {
        files.add(FILE, &allow_all("kube-system"))?;
        // These namespaces come with their add-ons, before any policy.
        let addons = derived::addons(view.platform, view.cluster);
        if let Some(identity) =
            Addon::CloudWatchObservability.identity().filter(|_| addons.contains(&Addon::CloudWatchObservability))
        {
            files.add(FILE, &allow_all(identity.namespace))?;
        }
        if addons.contains(&Addon::MountpointS3Csi) {
            files.add(FILE, &allow_all(MOUNTPOINT_PODS))?;
        }
        let operators = components::charts(view.cluster).into_iter().map(|(component, _)| component);
        for operator in operators.filter(|operator| operator.makes_namespace()) {
            files.add(FILE, &allow_all(operator.namespace))?;
        }
    }
    for (name, _) in derived::system_namespaces(view.cluster) {
        files.add(FILE, &default_deny(&name))?;
        if name == DEVICE_NAMESPACE || name == AGENT_NAMESPACE {
            files.add(FILE, &allow_api_server(view, &name))?;
            if let Some(scrape) = allow_scrape(view, &name) {
                files.add(FILE, &scrape)?;
            }
        }
    }
    Ok(())
}

/// The API server is reached by the first Service address, and stands behind it in the VPC. Which of the two a policy sees depends on
/// whether it is asked before or after kube-proxy, so both are named.
fn allow_api_server(view: &ClusterView<'_>, namespace: &str) -> NetworkPolicy {
    let services = derived::service_cidr(view.cluster);
    let first = std::net::Ipv4Addr::from(services.first().saturating_add(1));
    let others =
        vec![peers::block(format!("{first}/32"), Vec::new()), peers::block(view.cluster.vpc.cidr.to_string(), Vec::new())];
    policy("eksml-allow-api-server", namespace, Vec::new(), vec![to(others, vec![peers::tcp(443)])])
}
