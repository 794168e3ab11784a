//! The names of eksml's own service accounts that AWS roles are bound to: manifests and ClusterConfig must agree on them.

/// Of Prometheus.
pub const PROMETHEUS: &str = "prometheus";
/// Of Alertmanager.
pub const ALERTMANAGER: &str = "alertmanager";
