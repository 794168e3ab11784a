//! What the Cluster Autoscaler may do: look at everything that decides where a Pod fits, taint nodes and evict Pods.

use super::{FILE, NAME, NAMESPACE};
use crate::render::kubernetes::permissions::{allow, allow_named, cluster_role, cluster_role_binding, role, role_binding};
use crate::render::kubernetes::pods::service_account;
use crate::render::{ClusterFiles, RenderError};

const LOOK: &[&str] = &["get", "list", "watch"];

/// Adds service account, roles and bindings. The AWS permissions come by a Pod Identity association in the ClusterConfig.
///
/// Source: kubernetes/autoscaler `cloudprovider/aws/examples/cluster-autoscaler-autodiscover.yaml`, less the API groups that no
/// longer exist (`extensions`) or that nothing here uses (Endpoints as a leader lock, CapacityBuffer, ProvisioningRequest).
pub(super) fn render(files: &mut ClusterFiles) -> Result<(), RenderError> {
    files.add(FILE, &service_account(NAME, NAMESPACE, NAME))?;
    let everywhere = vec![
        allow("", &["events"], &["create", "patch"]),
        allow("", &["pods/eviction"], &["create"]),
        allow("", &["pods/status"], &["update"]),
        allow("", &["nodes"], &["get", "list", "watch", "update"]),
        allow(
            "",
            &["namespaces", "pods", "services", "replicationcontrollers", "persistentvolumeclaims", "persistentvolumes"],
            LOOK,
        ),
        allow("apps", &["daemonsets", "replicasets", "statefulsets"], LOOK),
        allow("batch", &["jobs", "cronjobs"], LOOK),
        allow("policy", &["poddisruptionbudgets"], LOOK),
        allow("storage.k8s.io", &["storageclasses", "csinodes", "csidrivers", "csistoragecapacities", "volumeattachments"], LOOK),
        // The scheduler it simulates watches these from 1.34 on; without them it never finishes starting.
        allow("resource.k8s.io", &["deviceclasses", "resourceclaims", "resourceslices"], LOOK),
    ];
    files.add(FILE, &cluster_role(NAME, everywhere))?;
    files.add(FILE, &cluster_role_binding(NAME, NAMESPACE))?;
    let at_home = vec![
        allow("", &["configmaps"], &["create", "list", "watch"]),
        allow_named(
            "",
            &["configmaps"],
            &["cluster-autoscaler-status", "cluster-autoscaler-priority-expander"],
            &["get", "update", "delete", "watch"],
        ),
        allow("coordination.k8s.io", &["leases"], &["create"]),
        allow_named("coordination.k8s.io", &["leases"], &[NAME], &["get", "update"]),
    ];
    files.add(FILE, &role(NAME, NAMESPACE, at_home))?;
    files.add(FILE, &role_binding(NAME, NAMESPACE))
}
