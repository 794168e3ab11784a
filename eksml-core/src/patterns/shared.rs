//! Pattern 1: one cluster for all, isolated by namespace.

use super::parts::{self, name};
use super::{Ground, Site};
use crate::spec::{Environment, Platform, Queues};

/// One cluster with namespaces for training, inference and development, and nodes for each.
///
/// Training writes `models`, inference reads it; development has `experiments` alone.
///
/// ```
/// use eksml_core::patterns::{Ground, Site, shared};
///
/// # fn main() -> Result<(), eksml_core::units::Invalid> {
/// let ground = Ground::new(
///     "acme-ml".parse()?,
///     "us-west-2".parse()?,
///     "111122223333".parse()?,
///     "arn:aws:iam::111122223333:role/platform-admin".parse()?,
///     "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6".parse()?,
/// );
/// let platform = shared(&ground, &Site::new("ai-shared".parse()?, "10.0.0.0/16".parse()?));
/// assert!(eksml_core::rules::check(&platform, None).is_sound());
/// # Ok(())
/// # }
/// ```
pub fn shared(ground: &Ground, site: &Site) -> Platform {
    let mut platform = ground.platform();
    platform.buckets = ["training-data", "checkpoints", "models", "experiments"].map(|name| ground.bucket(name)).into();
    let (training, inference, development) = (name("ml-training"), name("ml-inference"), name("ml-development"));
    let mut cluster = ground.cluster(site, Environment::Production);
    cluster.node_groups.extend([parts::training_nodes(), parts::inference_nodes(), parts::cpu_nodes()]);
    cluster.queues = Some(Queues::default());
    cluster.identities = vec![
        parts::identity(name("trainer"), &training, &[&name("training-data")], &[&name("checkpoints"), &name("models")]),
        parts::identity(name("server"), &inference, &[&name("models")], &[]),
        parts::identity(name("notebook"), &development, &[], &[&name("experiments")]),
    ];
    cluster.namespaces = vec![
        parts::training_namespace(training),
        parts::inference_namespace(inference),
        parts::development_namespace(development),
    ];
    platform.clusters = vec![cluster];
    platform
}
