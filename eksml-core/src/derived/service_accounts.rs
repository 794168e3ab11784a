//! The names of eksml's own service accounts that AWS roles are bound to: manifests and ClusterConfig must agree on them.

/// Of Prometheus.
pub const PROMETHEUS: &str = "prometheus";
/// Of the AWS Load Balancer Controller.
pub const LOAD_BALANCER_CONTROLLER: &str = "aws-load-balancer-controller";
/// Of KEDA's operator; the chart's own name for it.
pub const KEDA: &str = "keda-operator";
/// Of Alertmanager.
pub const ALERTMANAGER: &str = "alertmanager";
