//! Pattern 2: a cluster for each kind of work.

use super::parts::{self, name};
use super::{Ground, Site};
use crate::spec::{Cluster, Environment, Nat, Platform, Queues};

/// Where the three clusters lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Sites {
    /// The training cluster.
    pub training: Site,
    /// The inference cluster.
    pub inference: Site,
    /// The development cluster.
    pub development: Site,
}

/// A production cluster for training, one for inference, and one for development, with disjoint roles: training writes `models`,
/// inference only reads it (FL-05), development has `experiments` alone (FL-01).
///
/// ```
/// use eksml_core::patterns::{Ground, Site, Sites, per_workload};
///
/// # fn main() -> Result<(), eksml_core::units::Invalid> {
/// # let ground = Ground::new(
/// #     "acme-ml".parse()?,
/// #     "us-west-2".parse()?,
/// #     "111122223333".parse()?,
/// #     "arn:aws:iam::111122223333:role/platform-admin".parse()?,
/// #     "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6".parse()?,
/// # );
/// let platform = per_workload(
///     &ground,
///     &Sites {
///         training: Site::new("ml-train".parse()?, "10.16.0.0/16".parse()?),
///         inference: Site::new("ml-serve".parse()?, "10.17.0.0/16".parse()?),
///         development: Site::new("ml-dev".parse()?, "10.18.0.0/16".parse()?),
///     },
/// );
/// assert!(eksml_core::rules::check(&platform, None).is_sound());
/// # Ok(())
/// # }
/// ```
pub fn per_workload(ground: &Ground, sites: &Sites) -> Platform {
    let mut platform = ground.platform();
    platform.buckets = ["training-data", "checkpoints", "models", "experiments"].map(|name| ground.bucket(name)).into();
    platform.clusters =
        vec![training(ground, &sites.training), inference(ground, &sites.inference), development(ground, &sites.development)];
    platform
}

/// GPU nodes, mostly Spot, from zero.
pub(super) fn training(ground: &Ground, site: &Site) -> Cluster {
    let namespace = name("ml-training");
    let mut cluster = ground.cluster(site, Environment::Production);
    cluster.node_groups.extend([parts::training_nodes(), parts::cpu_nodes()]);
    cluster.queues = Some(Queues::default());
    cluster.identities =
        vec![parts::identity(name("trainer"), &namespace, &[&name("training-data")], &[&name("checkpoints"), &name("models")])];
    cluster.namespaces = vec![parts::training_namespace(namespace)];
    cluster
}

/// GPU nodes on demand in every zone.
pub(super) fn inference(ground: &Ground, site: &Site) -> Cluster {
    let namespace = name("ml-inference");
    let mut cluster = ground.cluster(site, Environment::Production);
    cluster.node_groups.push(parts::inference_nodes());
    cluster.identities = vec![parts::identity(name("server"), &namespace, &[&name("models")], &[])];
    cluster.namespaces = vec![parts::inference_namespace(namespace)];
    cluster
}

/// Spot nodes and one NAT gateway: nobody's service depends on it.
pub(super) fn development(ground: &Ground, site: &Site) -> Cluster {
    let namespace = name("ml-development");
    let mut cluster = ground.cluster(site, Environment::Development);
    cluster.vpc.nat = Nat::Single;
    cluster.node_groups.extend([parts::development_nodes(), parts::cpu_nodes()]);
    cluster.identities = vec![parts::identity(name("notebook"), &namespace, &[], &[&name("experiments")])];
    cluster.namespaces = vec![parts::development_namespace(namespace)];
    cluster
}
