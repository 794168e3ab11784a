//! What Prometheus may read: where targets are, and their metrics. No kubelet proxy, which would let it run commands in any Pod.

use super::{FILE, NAME};
use crate::render::kubernetes::permissions::{allow, allow_paths, cluster_role, cluster_role_binding};
use crate::render::kubernetes::pods::service_account;
use crate::render::{ClusterFiles, RenderError};

/// Adds service account, role and binding.
pub(super) fn render(namespace: &str, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let find = &["get", "list", "watch"];
    let rules = vec![
        allow("", &["nodes", "pods", "services", "namespaces"], find),
        allow("discovery.k8s.io", &["endpointslices"], find),
        allow("", &["nodes/metrics"], &["get"]),
        allow_paths(&["/metrics"]),
    ];
    files.add(FILE, &service_account(NAME, namespace, NAME))?;
    files.add(FILE, &cluster_role(NAME, rules))?;
    files.add(FILE, &cluster_role_binding(NAME, namespace))
}
