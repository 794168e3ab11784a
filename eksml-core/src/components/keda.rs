//! KEDA, which scales by what Prometheus answers, by queues and by the hour.

use super::{Component, CustomKinds, Permissions};
use crate::catalog::charts;
use crate::derived::Statement;
use crate::spec::{At, AwsService, Cluster, Inference, LoadMetric, variant};

/// Where it lives.
pub const NAMESPACE: &str = "keda";

/// KEDA.
pub static KEDA: Component = Component {
    name: "KEDA",
    chart: Some(&charts::KEDA),
    namespace: NAMESPACE,
    is_needed: |cluster| cluster.inference().iter().any(is_scaled),
    custom_kinds: Some(CustomKinds {
        group: "keda.sh",
        written: &["scaledobjects"],
        made: &[],
        are_in: |cluster, namespace| {
            cluster.inference().iter().any(|service| *service.namespace() == *namespace && is_scaled(service))
        },
    }),
    // The chart's own name for it.
    service_account: Some("keda-operator"),
    permissions: |_, cluster| {
        // Source: KEDA 2.19, AWS SQS queue scaler: it calls nothing else.
        let look =
            |resources| Statement { sid: "LookAtQueues", actions: &["sqs:GetQueueAttributes"], resources, condition: None };
        Some(queues(cluster)).filter(|queues| !queues.is_empty()).map(|queues| Permissions::Statements(vec![look(queues)]))
    },
    calls: Some(|cluster| if queues(cluster).is_empty() { Vec::new() } else { vec![(AwsService::Sqs, "who works off queues")] }),
    // Source: kedacore/charts `keda/values.yaml`, `global.image.registry`.
    mirrored: &[("global.image.registry", "ghcr.io")],
    ..Component::NEW
};

/// By something else than CPU, which Kubernetes scales by itself.
fn is_scaled(service: At<'_, Inference>) -> bool {
    service.autoscale().get().is_some_and(|it| !it.by().is(|by| matches!(by, LoadMetric::Cpu(_))))
}

/// The queues that services grow by.
fn queues(cluster: At<'_, Cluster>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for autoscale in cluster.inference().iter().filter_map(|service| service.autoscale().get()) {
        if let Some(backlog) = variant!(autoscale.by(), LoadMetric::Sqs) {
            all.push(backlog.queue().to_string());
        }
    }
    all.sort();
    all.dedup();
    all
}
