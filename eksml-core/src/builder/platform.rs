//! The platform, put together from its clusters and buckets.

use super::bucket::Bucket;
use super::carries::carries;
use crate::catalog::Region;
use crate::spec::{self, Cluster, GitOps, MetricsWorkspace, Platform};
use crate::units::{AccountId, Name};

/// A platform in the making.
#[derive(Debug, Clone)]
pub struct PlatformBuilder {
    spec: Platform,
}

carries!([] PlatformBuilder => spec::Platform);

impl Platform {
    /// A platform of this name, in this region.
    pub fn builder(name: Name, region: Region) -> PlatformBuilder {
        PlatformBuilder { spec: Self { name, region, ..Default::default() } }
    }
}

impl PlatformBuilder {
    /// The AWS account; identities and keys must be of it (SEC-09).
    pub fn account(self, account: AccountId) -> Self {
        self.with(|platform| platform.account = Some(account))
    }

    /// An S3 bucket that its clusters use.
    pub fn bucket(self, bucket: &Bucket<impl Sized>) -> Self {
        self.with(|platform| platform.buckets.push(bucket.spec().clone()))
    }

    /// A cluster.
    pub fn cluster(self, cluster: Cluster) -> Self {
        self.with(|platform| platform.clusters.push(cluster))
    }

    /// The cluster with the shared services; all others are its spokes (DR-07).
    pub fn hub(self, hub: Name) -> Self {
        self.with(|platform| platform.hub = Some(hub))
    }

    /// Where the metrics of all clusters come together (MON-08).
    pub fn metrics_workspace(self, workspace: MetricsWorkspace) -> Self {
        self.with(|platform| platform.metrics_workspace = Some(workspace))
    }

    /// What keeps the clusters at what the repository says (DR-06).
    pub fn gitops(self, gitops: GitOps) -> Self {
        self.with(|platform| platform.gitops = Some(gitops))
    }

    /// How many people work on it (CL-12).
    pub fn people(self, people: u32) -> Self {
        self.with(|platform| platform.people = Some(people))
    }

    /// The platform. Nothing is judged yet: `eksml::render::manifests` runs every rule first.
    pub fn build(self) -> Platform {
        self.spec
    }
}
