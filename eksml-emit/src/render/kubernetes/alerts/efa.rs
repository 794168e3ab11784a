//! Connections over EFA that fail or crawl: a training job waits for its slowest one.
//!
//! Source: CloudWatch user guide, "Collect EFA metrics"; awslabs/awsome-distributed-ai, `3.efa-node-exporter`.

use super::Alert;

/// The alerts.
pub(super) fn alerts() -> Vec<Alert> {
    vec![
        Alert::warning("EfaConnectionsImpaired", "sum by (node) (increase(node_amazonefa_impaired_remote_conn_events[15m])) > 0")
            .lasting("5m")
            .says(
                "EFA connections of {{ $labels.node }} run at a reduced rate",
                "Every step of a job waits for its slowest connection. Look for the peers that count the same, and have the job \
                 started on other nodes if it goes on.",
            ),
        Alert::critical("EfaPeersUnresponsive", "sum by (node) (increase(node_amazonefa_unresponsive_remote_events[15m])) > 0").says(
            "EFA peers of {{ $labels.node }} do not answer",
            "A node of the job is gone, or a security group lets EFA through no more: it needs all traffic from and to itself.",
        ),
        Alert::warning(
            "EfaWorkRequestsFail",
            "sum by (node) (increase(node_amazonefa_rdma_read_wr_err[15m]) + increase(node_amazonefa_rdma_write_wr_err[15m])) > 0",
        )
        .lasting("5m")
        .says(
            "RDMA requests of {{ $labels.node }} fail",
            "NCCL retries or aborts. Fails the node alone, replace it; fail all nodes of a job, look at its libfabric and driver.",
        ),
    ]
}
