//! A service account with AWS permissions, as a handle.

use super::bucket::Bucket;
use super::carries::carries;
use super::namespace::Namespace;
use crate::spec::{self, Mechanism, UsedBy};
use crate::units::{Name, QueueArn, RoleArn};

/// A service account with AWS permissions, granted by what it reads and writes (SEC-10).
#[derive(Debug, Clone)]
pub struct Identity {
    spec: spec::Identity,
}

carries!([] Identity => spec::Identity);

impl Identity {
    /// A service account of this name in `namespace`, with credentials from EKS Pod Identity.
    pub fn new(name: Name, namespace: &Namespace) -> Self {
        Self { spec: spec::Identity { name, namespace: namespace.spec().name.clone(), ..Default::default() } }
    }

    /// A bucket it reads.
    pub fn reads(self, bucket: &Bucket<impl Sized>) -> Self {
        self.with(|identity| identity.read.push(bucket.store()))
    }

    /// A bucket it reads, writes and deletes from.
    pub fn writes(self, bucket: &Bucket<impl Sized>) -> Self {
        self.with(|identity| identity.write.push(bucket.store()))
    }

    /// An SQS queue whose messages it receives and deletes.
    pub fn consumes(self, queue: QueueArn) -> Self {
        self.with(|identity| identity.consumes.push(queue))
    }

    /// Credentials from IAM roles for service accounts; the cluster's OIDC provider is registered with it (SEC-05).
    pub fn via_irsa(self) -> Self {
        self.with(|identity| identity.via = Mechanism::Irsa)
    }

    /// Pods of others run as it, which no workload here declares (SEC-21).
    pub fn used_by_others(self) -> Self {
        self.with(|identity| identity.used_by = UsedBy::Others)
    }

    /// Credentials of a role that exists already, from EKS Pod Identity.
    pub fn via_role(self, role: RoleArn) -> Self {
        self.with(|identity| identity.via = Mechanism::ExistingRole(role))
    }
}
