//! The Prometheus Operator, unless a release of the user's brings it.

use super::Component;
use crate::catalog::charts;
use crate::spec::{At, Cluster, Form, Helm, Lens};

/// The chart a user may bring, whose Prometheus Operator then serves eksml's objects too.
pub const OF_THE_USER: &str = "kube-prometheus-stack";

/// The Prometheus Operator.
pub static PROMETHEUS_OPERATOR: Component = Component {
    name: "the Prometheus Operator",
    chart: Some(&charts::PROMETHEUS_OPERATOR),
    namespace: "prometheus-operator",
    is_needed: |cluster| is_wanted(cluster) && !cluster.helm().iter().any(|release| release.chart().as_str() == OF_THE_USER),
    // Source: prometheus-community `charts/kube-prometheus-stack/values.yaml`, `global.imageRegistry`.
    mirrored: &[("global.imageRegistry", "quay.io")],
    ..Component::NEW
};

/// Whether a release of the user's is the one whose Prometheus Operator serves eksml's objects: it comes before them.
pub fn defines_monitors<'a>(cluster: impl Lens<'a, Cluster>, release: impl Lens<'a, Helm>) -> bool {
    release.into().chart().as_str() == OF_THE_USER && is_wanted(cluster.into())
}

fn is_wanted(cluster: At<'_, Cluster>) -> bool {
    let prometheus = cluster.monitoring().get().and_then(|monitoring| monitoring.prometheus().get());
    prometheus.is_some_and(|settings| *settings.form() == Form::Operator)
}
