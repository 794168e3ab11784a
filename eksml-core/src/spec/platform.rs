//! The platform: clusters, the buckets they share, and where they run.

use super::declare::spec;
use super::written::Written;
use super::{Bucket, Cluster, GitOps, MetricsWorkspace, NodeGroup, Waiver};
use crate::catalog::Region;
use crate::units::{AccountId, Name};

spec! {
    /// A whole platform: everything eksml checks and renders in one go.
    pub struct Platform {
        /// The platform's own name; it tags everything that is created.
        name: Name = required;
        /// The AWS region of every cluster that names none itself.
        region: Region = required;
        /// The AWS account, twelve digits; identities and keys must be of it where it is given (SEC-09).
        account: Option<AccountId> = optional;
        /// S3 buckets that identities read and write: existing ones, and ones that the platform creates.
        buckets: Vec<Bucket> = each "bucket";
        /// The EKS clusters.
        clusters: Vec<Cluster> = each "cluster";
        /// The cluster with the shared services; all others are its spokes, and live on without it (DR-07).
        hub: Option<Name> = optional;
        /// Where the metrics of all clusters come together (MON-08).
        metrics_workspace: Option<MetricsWorkspace> = optional;
        /// What keeps the clusters at what the repository says (DR-06).
        gitops: Option<GitOps> = optional;
        /// How many people work on it: many of them are better served by several clusters (CL-12).
        people: Option<u32> = optional;
        /// Rules set aside for the whole platform.
        waivers: Vec<Waiver> = each "waive";
        /// Where in the source each part was written; `platform!` fills it.
        written: Written = hidden;
    }
}

impl Platform {
    /// Every node group of every cluster, for assertions over all of them.
    pub fn node_groups(&self) -> impl Iterator<Item = (&Cluster, &NodeGroup)> {
        self.clusters.iter().flat_map(|cluster| cluster.node_groups.iter().map(move |group| (cluster, group)))
    }
}
