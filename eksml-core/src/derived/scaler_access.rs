//! What KEDA may do in AWS: ask how long the queues are that services grow by.

use super::monitoring_access::OwnAccess;
use super::operators::KEDA_NAMESPACE;
use super::{Statement, service_accounts};
use crate::spec::{Cluster, Lens, LoadMetric, variant};

/// Its operator's access; none where no service grows by a queue.
/// Source: KEDA 2.19, AWS SQS queue scaler: `sqs:GetQueueAttributes` is all it calls.
pub fn scaler_access<'a>(cluster: impl Lens<'a, Cluster>) -> Option<OwnAccess> {
    let cluster = cluster.into();
    let mut queues: Vec<String> = Vec::new();
    for autoscale in cluster.inference().iter().filter_map(|service| service.autoscale().get()) {
        if let Some(backlog) = variant!(autoscale.by(), LoadMetric::Sqs) {
            queues.push(backlog.queue().to_string());
        }
    }
    queues.sort();
    queues.dedup();
    let look = |resources| Statement { sid: "LookAtQueues", actions: &["sqs:GetQueueAttributes"], resources, condition: None };
    (!queues.is_empty()).then(|| OwnAccess {
        namespace: KEDA_NAMESPACE.to_owned(),
        service_account: service_accounts::KEDA,
        statements: vec![look(queues)],
    })
}
