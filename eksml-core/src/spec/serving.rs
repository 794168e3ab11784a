//! How an inference service grows with its load, and how one model spans several nodes.

use super::declare::spec;
use crate::units::Duration;

spec! {
    /// More replicas under load: from `replicas` up to a most, by one metric.
    pub struct Autoscale {
        /// Replicas under full load (SCH-15).
        up_to: u32 = required;
        /// What load is (SCH-15).
        by: LoadMetric = one_of;
        /// How long load must be low before a replica goes; 5 minutes when absent.
        calm: Option<Duration> = optional;
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
        /// A query to the cluster's Prometheus: a ScaledObject of KEDA.
        Prometheus(LoadQuery),
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
