//! How an inference service grows with its load, and how one model spans several nodes.

use super::declare::spec;
use crate::units::{CronSchedule, Duration, QueueArn};

spec! {
    /// More replicas under load: from `replicas` up to a most, by one metric.
    pub struct Autoscale {
        /// Replicas under full load (SCH-15).
        up_to: u32 = required;
        /// What load is (SCH-15).
        by: LoadMetric = one_of;
        /// How long load must be low before a replica goes; 5 minutes when absent.
        calm: Option<Duration> = optional;
        /// Whether no replica is left where there is nothing to do: `replicas` of them come back with the first message, or when its
        /// hours begin (SCH-23).
        to_zero: bool = optional;
    }
    refuses {
        "min" by "SCH-15": "the fewest replicas are `replicas` itself", "write `replicas: 2` in the service";
        "from" by "SCH-15": "the fewest replicas are `replicas` itself", "write `replicas: 2` in the service";
        "gpu" by "SCH-15": "a HorizontalPodAutoscaler knows no GPU metric of its own",
            "write `prometheus { query: \"avg(DCGM_FI_PROF_GR_ENGINE_ACTIVE{…})\", per_replica: \"0.7\" }`";
    }
}

spec! {
    /// What the load of a service is.
    pub enum LoadMetric {
        /// CPU in percent of the request, averaged over the replicas: a HorizontalPodAutoscaler, fed by metrics-server.
        Cpu(u32),
        /// A metric that the service itself serves at `metrics`: a ScaledObject of KEDA, by the cluster's Prometheus.
        Metric(OwnMetric),
        /// A query to the cluster's Prometheus: a ScaledObject of KEDA.
        Prometheus(LoadQuery),
        /// Messages in an SQS queue: a ScaledObject of KEDA, whose operator may look at that queue and at no other.
        Sqs(Backlog),
        /// The time of day: all replicas within these hours, a ScaledObject of KEDA.
        Hours(Hours),
    }
}

spec! {
    /// Load as the service itself measures it.
    pub struct OwnMetric {
        /// The metric's name, a gauge such as `vllm:num_requests_waiting` (SCH-15).
        name: String = required;
        /// What one replica can take of it, a number such as `"8"` or `"0.7"`.
        per_replica: String = required;
    }
}

spec! {
    /// Load as an SQS queue knows it: messages that wait and messages that are being worked on.
    pub struct Backlog {
        /// The queue, whose messages the service's identity consumes (SCH-15).
        queue: QueueArn = required;
        /// Messages that one replica can have before it.
        per_replica: u32 = required;
    }
    refuses {
        "url" by "SCH-15": "the address follows from the queue's ARN", "write `queue: \"arn:aws:sqs:us-west-2:123456789012:recordings\"`";
        "role" by "SCH-15": "KEDA's own role may look at the queue, and at nothing else", "remove the word";
    }
}

spec! {
    /// Hours in which a service has all its replicas.
    pub struct Hours {
        /// When they begin, such as `"0 8 * * 1-5"`.
        from: CronSchedule = required;
        /// When they end, such as `"0 19 * * 1-5"`.
        to: CronSchedule = required;
        /// Their time zone, such as `"Europe/Berlin"`; UTC when absent (SCH-15).
        time_zone: Option<String> = optional;
    }
}

spec! {
    /// Load as Prometheus knows it.
    pub struct LoadQuery {
        /// A PromQL expression of one value: the load of all replicas together.
        query: String = required;
        /// The load one replica can take, a number such as `"8"` or `"0.7"`.
        per_replica: String = required;
    }
}

spec! {
    /// A replica of several nodes, for a model that one node cannot hold: a LeaderWorkerSet.
    pub struct NodesPerReplica {
        /// Nodes of each replica; its first serves HTTP (SCH-08).
        nodes: u32 = required;
        /// The command of the other nodes; the leader's where absent.
        worker_command: Vec<String> = optional;
    }
}
