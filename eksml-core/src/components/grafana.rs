//! Grafana, by manifests of eksml's own.

use super::Component;
use crate::catalog::images;
use crate::derived::MONITORING_NAMESPACE;

/// Grafana.
pub static GRAFANA: Component = Component {
    name: "Grafana",
    namespace: MONITORING_NAMESPACE,
    is_needed: |cluster| cluster.monitoring().get().is_some_and(|monitoring| monitoring.grafana().is_some()),
    images: Some(|_, _| vec![images::GRAFANA.reference()]),
    ..Component::NEW
};
