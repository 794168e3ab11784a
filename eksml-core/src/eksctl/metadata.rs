//! `metadata`, `upgradePolicy`: the cluster's name, place, Kubernetes version and support window.

use indexmap::IndexMap;

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// `metadata`: what the cluster is called, where it stands and which Kubernetes version it runs.
    pub struct ClusterMeta, builder {
        /// Cluster name, unique in account and region; EKS wants a leading letter, then letters, digits and hyphens, at most 100.
        pub name: String,
        /// AWS region, such as `us-west-2`.
        pub region: String,
        /// Kubernetes minor as a quoted string, `"1.34"`; `auto` and absent mean eksctl's default (1.34 in eksctl 0.230), `latest`
        /// the newest that EKS offers.
        pub version: Option<String>,
        /// Whether a version update overrides upgrade-blocking insights; absent: it does not.
        pub force_update_version: Option<bool>,
        /// How long EKS waits before it cancels a version update in progress.
        pub rollback_config: Option<RollbackConfig>,
        /// Tags on every AWS resource that eksctl creates; Karpenter discovery needs `karpenter.sh/discovery` here.
        pub tags: IndexMap<String, String>,
        /// Free text for people and tools; eksctl ignores it.
        pub annotations: IndexMap<String, String>,
    }
}

eksctl_object! {
    /// `metadata.rollbackConfig`: automatic cancellation of a version update.
    pub struct RollbackConfig {
        /// Minutes before an update in progress is cancelled, 120 to 10080 (7 days); a lower bound, not a deadline.
        pub timeout_minutes: Option<u32>,
    }
}

eksctl_object! {
    /// `upgradePolicy`: what happens at the end of standard support.
    pub struct UpgradePolicy {
        /// Support window; absent: `EXTENDED`, which costs more per cluster hour once standard support has ended.
        pub support_type: Option<SupportType>,
    }
}

keyword! {
    /// How long EKS supports the cluster's Kubernetes version.
    pub enum SupportType {
        /// Upgraded by EKS at the end of standard support (14 months).
        Standard = "STANDARD",
        /// Kept for 12 more months at the extended-support price; eksctl's default.
        Extended = "EXTENDED",
    }
}
